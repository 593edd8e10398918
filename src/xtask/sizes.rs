//! What a first visit downloads, and whether that is within the budget (DESIGN, "Budgets").

use std::collections::BTreeMap;

use crate::{
    dist::{Files, Part, packed::Packed},
    failure::Failure,
};

/// Bytes in one KB here: 1024.
const KB: usize = 1024;
/// What the page may weigh, in KB, compressed by brotli.
const PAGE_LIMIT: usize = 200;
/// What everything may weigh: page, worker, service worker, manifest, icons.
const ALL_LIMIT: usize = 600;

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
    println!("   {:>9.1} KB  of {PAGE_LIMIT} KB for the page (brotli, 1 KB = 1024 bytes)", kb(page));
    println!("   {:>9.1} KB  of {ALL_LIMIT} KB for everything", kb(all));
    within("the page", page, PAGE_LIMIT)?;
    within("everything", all, ALL_LIMIT)
}

fn within(what: &str, bytes: usize, limit: usize) -> Result<(), Failure> {
    if bytes <= limit * KB {
        return Ok(());
    }
    Err(Failure::OverBudget(format!("{what} weighs {:.1} KB, the limit is {limit} KB", kb(bytes))))
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
    fn each_limit_holds_to_the_byte() {
        assert_eq!(outcome(200 * 1024, 400 * 1024), Ok(()));
        assert!(outcome(200 * 1024 + 1, 0).unwrap_err().starts_with("too large: the page weighs 200.0 KB"));
        assert!(outcome(0, 600 * 1024 + 1).unwrap_err().starts_with("too large: everything weighs"));
    }
}
