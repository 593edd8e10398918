//! `cargo xtask tidy`: the rules of the house that neither rustfmt nor clippy knows.

use std::{collections::BTreeMap, fmt, fs, io, path::Path};

use crate::{failure::Failure, workspace::Workspace};

mod length;
mod locale;
mod origin;
mod purity;
mod stylesheet;
mod writing;

/// The rules, one file each.
const RULES: [fn(&Tree) -> Vec<Finding>; 6] =
    [length::check, purity::check, stylesheet::check, locale::check, writing::check, origin::check];

/// Folders that hold nothing written by hand.
const SKIPPED: [&str; 5] = [".git", "data", "dist", "node_modules", "target"];

/// Something to put in order.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Finding {
    path: String,
    line: usize,
    message: String,
}

impl Finding {
    fn new(path: &str, line: usize, message: impl Into<String>) -> Self {
        Self { path: path.to_owned(), line, message: message.into() }
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}:{}: {}", self.path, self.line, self.message)
    }
}

/// The files of the checkout by their path, with `/` between the parts.
#[derive(Debug, Default)]
pub struct Tree {
    files: BTreeMap<String, Vec<u8>>,
}

impl Tree {
    /// The files that are text, with their paths.
    fn texts(&self) -> impl Iterator<Item = (&str, &str)> {
        self.files.iter().filter_map(|(path, bytes)| Some((path.as_str(), str::from_utf8(bytes).ok()?)))
    }

    /// The Rust sources.
    fn rust(&self) -> impl Iterator<Item = (&str, &str)> {
        self.texts().filter(|(path, _)| path.ends_with(".rs"))
    }

    #[cfg(test)]
    fn of(files: &[(&str, &str)]) -> Self {
        Self { files: files.iter().map(|(path, text)| ((*path).to_owned(), text.as_bytes().to_vec())).collect() }
    }
}

/// Prints what breaks a rule, as `file:line: why`, and fails if anything does.
pub fn tidy(workspace: &Workspace) -> Result<(), Failure> {
    let mut tree = Tree::default();
    read(workspace.root(), "", &mut tree).map_err(Failure::file(workspace.root()))?;
    let mut findings: Vec<Finding> = RULES.iter().flat_map(|rule| rule(&tree)).collect();
    findings.sort();
    for finding in &findings {
        println!("{finding}");
    }
    match findings.len() {
        0 => {
            println!("   {} files are tidy", tree.files.len());
            Ok(())
        }
        count => Err(Failure::Untidy(count)),
    }
}

fn read(folder: &Path, prefix: &str, tree: &mut Tree) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        let path = format!("{prefix}{name}");
        // A folder like src/server/data is ours; only the root's own are made by running.
        let skipped = SKIPPED.contains(&name.as_str()) && (prefix.is_empty() || name == "node_modules");
        if entry.file_type()?.is_dir() {
            if !skipped {
                read(&entry.path(), &format!("{path}/"), tree)?;
            }
        } else if entry.file_type()?.is_file() {
            tree.files.insert(path, fs::read(entry.path())?);
        }
    }
    Ok(())
}

/// Runs one rule on a few files and compares what it prints.
#[cfg(test)]
fn expect(rule: fn(&Tree) -> Vec<Finding>, files: &[(&str, &str)], findings: &[&str]) {
    let mut found: Vec<String> = rule(&Tree::of(files)).iter().map(ToString::to_string).collect();
    found.sort();
    assert_eq!(found, findings, "{files:?}");
}
