//! What a first visit downloads, beside the budget (DESIGN, "Budgets"), and a ceiling that is moved only with
//! a reason (ARCHITECTURE, "Sizes").

use std::collections::BTreeMap;

use crate::{
    dist::{Files, Part, packed::Packed},
    failure::Failure,
};

/// Bytes in one KB here: 1024.
const KB: usize = 1024;
/// What is measured against, in KB, compressed by brotli.
struct Limit {
    what: &'static str,
    /// What it should weigh.
    budget: usize,
    /// What it may weigh today: beyond this the build fails.
    ceiling: usize,
}

/// The page: markup, styles, script, wasm.
const PAGE: Limit = Limit { what: "the page", budget: 200, ceiling: 200 };
/// Everything: page, worker, service worker, manifest, icons.
const ALL: Limit = Limit { what: "everything", budget: 600, ceiling: 1_060 };

/// Prints the table; fails when a limit is passed.
pub fn check(files: &Files, packed: &BTreeMap<String, Packed>) -> Result<(), Failure> {
    let weights = weights(files, packed);
    for (path, part, bytes) in &weights {
        println!("   {:>9.1} KB  {:<6}  {path}", kb(*bytes), format!("{part:?}").to_lowercase());
    }
    let sum =
        |counts: fn(Part) -> bool| weights.iter().filter(|(_, part, _)| counts(*part)).map(|(.., bytes)| bytes).sum();
    let page: usize = sum(|part| part == Part::Page);
    let all: usize = sum(|_| true);
    for (limit, bytes) in [(&PAGE, page), (&ALL, all)] {
        let Limit { what, budget, ceiling } = limit;
        let stands = if bytes <= budget * KB { "within" } else { "OVER" };
        println!("   {:>9.1} KB  {what}: {stands} the budget of {budget} KB, ceiling {ceiling} KB (brotli)", kb(bytes));
    }
    within(&PAGE, page)?;
    within(&ALL, all)
}

fn within(limit: &Limit, bytes: usize) -> Result<(), Failure> {
    let Limit { what, ceiling, .. } = limit;
    if bytes <= ceiling * KB {
        return Ok(());
    }
    Err(Failure::OverBudget(format!("{what} weighs {:.1} KB, the limit is {ceiling} KB", kb(bytes))))
}

/// Each file's bytes on the wire, heaviest first.
fn weights<'a>(files: &'a Files, packed: &BTreeMap<String, Packed>) -> Vec<(&'a str, Part, usize)> {
    let weight = |path: &str, plain: usize| packed.get(path).map_or(plain, |packed| packed.br.len());
    let mut weights: Vec<_> =
        files.iter().map(|(path, file)| (path.as_str(), file.part, weight(path, file.bytes.len()))).collect();
    weights.sort_by_key(|(.., bytes)| std::cmp::Reverse(*bytes));
    weights
}

#[expect(clippy::cast_precision_loss, reason = "a table for people, one digit behind the point")]
fn kb(bytes: usize) -> f64 {
    bytes as f64 / KB as f64
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dist::File;

    fn outcome(page: usize, worker: usize) -> Result<(), String> {
        let file = |part| File { bytes: Vec::new(), part };
        let files = [("a".to_owned(), file(Part::Page)), ("b".to_owned(), file(Part::Worker))].into();
        let packed = |length| Packed { br: vec![0; length], gz: Vec::new() };
        let packed = [("a".to_owned(), packed(page)), ("b".to_owned(), packed(worker))].into();
        check(&files, &packed).map_err(|failure| failure.to_string())
    }

    #[test]
    fn each_ceiling_holds_to_the_byte() {
        let (page, all) = (PAGE.ceiling * KB, ALL.ceiling * KB);
        assert_eq!(outcome(page, all - page), Ok(()));
        assert!(outcome(page + 1, 0).unwrap_err().starts_with("too large: the page weighs"));
        assert!(outcome(0, all + 1).unwrap_err().starts_with("too large: everything weighs"));
    }
}
