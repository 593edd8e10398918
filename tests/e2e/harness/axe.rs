//! axe-core, which checks a page against the rules of WCAG.

use std::{fs, path::Path, sync::LazyLock};

use serde::Deserialize;
use serde_json::{Value, json};

use super::{phone::Phone, wait::until};

/// axe-core's own script, from npm.
static SCRIPT: LazyLock<String> = LazyLock::new(|| {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("node_modules/axe-core/axe.min.js");
    fs::read_to_string(&file).unwrap_or_else(|error| panic!("{}: {error}: run `npm ci` in tests", file.display()))
});

/// The rules: WCAG 2.2 up to AA, and axe's best practices, of which only the grave ones count.
const RUN: &str = "const options = {
        resultTypes: ['violations'],
        runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
        // Experimental: it takes what is hidden from readers, such as a calendar's dots, for the label.
        rules: { 'label-content-name-mismatch': { enabled: false } },
    };
    // Colours in the middle of a motion are nobody's choice.
    await Promise.all(document.getAnimations().map((motion) => motion.finished.catch(() => {})));
    // What sticks to the edge lies over what is scrolled under it just now: that is no fault of either.
    const bars = [...document.querySelectorAll('.action-bar, .form-actions')];
    bars.forEach((bar) => { bar.style.position = 'static' });
    const { violations } = await axe.run(document, options);
    bars.forEach((bar) => { bar.style.position = '' });
    const grave = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
    return grave.map(({ id, impact, help, nodes }) => ({
        id, impact, help, nodes: nodes.map(({ html, failureSummary }) => `${html}\\n      ${failureSummary}`),
    }));";

/// A rule that a page breaks.
#[derive(Debug, Deserialize)]
pub struct Violation {
    id: String,
    impact: String,
    help: String,
    nodes: Vec<String>,
}

impl Violation {
    /// In words, with the first places where it was found.
    pub fn told(&self) -> String {
        let places = self.nodes.iter().take(3).map(|node| format!("\n    {node}")).collect::<String>();
        format!("{} ({}, {} times): {}{places}", self.id, self.impact, self.nodes.len(), self.help)
    }
}

impl Phone {
    /// The serious and critical violations of the page as it is now.
    pub async fn violations(&self) -> Vec<Violation> {
        let found = until("axe-core has run", async || {
            let known = self.evaluate("return typeof axe === 'object'", vec![]).await?;
            if known != Value::Bool(true) {
                // By the driver rather than the page, so that the page's policy stays as strict as it is.
                self.evaluate(&format!("{}; window.axe = axe;", *SCRIPT), vec![]).await?;
            }
            self.evaluate_async(RUN, vec![json!(null)]).await.map(Some)
        })
        .await;
        serde_json::from_value(found).expect("axe-core's answer has this shape")
    }
}
