//! A style sheet belongs to one component and is named after it.

use super::{Finding, Tree};

/// Style sheets without their component.
pub fn check(tree: &Tree) -> Vec<Finding> {
    let sheets = tree.files.keys().filter_map(|path| {
        let name = path.strip_prefix("style/components/")?.strip_suffix(".css")?;
        Some((path, format!("{}.rs", name.replace('-', "_"))))
    });
    sheets
        .filter(|(_, file)| !tree.files.keys().any(|path| is_component(path, file)))
        .map(|(path, file)| {
            Finding::new(
                path,
                1,
                format!("named after no component: there is no src/app/component/{file} or src/app/page/{file}"),
            )
        })
        .collect()
}

fn is_component(path: &str, file: &str) -> bool {
    let inside = path.strip_prefix("src/app/component/").or_else(|| path.strip_prefix("src/app/page/"));
    inside.is_some_and(|inside| inside.rsplit('/').next() == Some(file))
}

#[cfg(test)]
mod tests {
    use super::{super::expect, *};

    #[test]
    fn a_sheet_is_named_after_a_component_or_page() {
        let rust = [("src/app/component/task_card.rs", ""), ("src/app/page/me/device.rs", "")];
        let good = [("style/components/task-card.css", ""), ("style/components/device.css", "")];
        expect(check, &[rust, good].concat(), &[]);
        let finding = "style/components/card.css:1: named after no component: \
                       there is no src/app/component/card.rs or src/app/page/card.rs";
        expect(check, &[&rust[..], &[("style/components/card.css", "")]].concat(), &[finding]);
    }
}
