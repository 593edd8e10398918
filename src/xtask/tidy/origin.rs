//! Nothing in the repository names the machine it was written on or a mirror of a registry: a clone
//! must build anywhere.

use super::{Finding, Tree};

/// Beginnings of paths that only one machine has.
const MACHINE_PATHS: [&str; 5] = ["/home/", "/root/", "/Users/", "/work/", "C:\\Users\\"];
/// Names of registries and mirrors; the tools know their own.
const HOSTS: [&str; 6] =
    ["npmmirror", "registry.npmjs.org", "rsproxy.cn", "mirrors.", "index.crates.io", "static.crates.io"];
/// The only sources a lock file may name.
const LOCK_SOURCES: [&str; 2] =
    ["registry+https://github.com/rust-lang/crates.io-index", "https://registry.npmjs.org/"];

/// Machine paths and registry hosts, and lock files that name another registry than the usual.
pub fn check(tree: &Tree) -> Vec<Finding> {
    let texts = tree.texts().filter(|(path, _)| *path != "src/xtask/tidy/origin.rs");
    texts
        .flat_map(|(path, text)| {
            let judge = if is_lock(path) { judge_lock } else { judge_line };
            text.lines().enumerate().filter_map(move |(at, line)| Some(Finding::new(path, at + 1, judge(line)?)))
        })
        .collect()
}

fn is_lock(path: &str) -> bool {
    path.ends_with("Cargo.lock") || path.ends_with("package-lock.json")
}

fn judge_lock(line: &str) -> Option<String> {
    let line = line.trim();
    let source = line.strip_prefix("source = ").or_else(|| line.strip_prefix("\"resolved\": "))?;
    let known = LOCK_SOURCES.iter().any(|known| source[1..].starts_with(known));
    (!known).then(|| format!("locked to {}, which others can't reach", source.trim_end_matches(',')))
}

fn judge_line(line: &str) -> Option<String> {
    let path = MACHINE_PATHS.iter().find(|path| line.match_indices(**path).any(|(at, _)| starts_there(line, at)));
    if let Some(path) = path {
        return Some(format!("{path}… exists on one machine only"));
    }
    let host = HOSTS.iter().find(|host| line.match_indices(**host).any(|(at, _)| starts_there(line, at)))?;
    Some(format!("a registry's host ({host}) stands in the tools' configuration, not here"))
}

/// A path or host starts here, rather than going on from an address like `https://a.example/work/`.
fn starts_there(line: &str, at: usize) -> bool {
    let before = &line[..at];
    before.ends_with("://") || !before.ends_with(|before: char| before.is_alphanumeric() || "/.-_~}\\".contains(before))
}

#[cfg(test)]
mod tests {
    use super::{super::expect, *};

    #[test]
    fn machine_paths_and_hosts_are_found() {
        let text = "see `/home/a/b`\nhttps://a.example/work/x ok\nurl = \"https://index.crates.io/\"\n";
        let findings = [
            "README.md:1: /home/… exists on one machine only",
            "README.md:3: a registry's host (index.crates.io) stands in the tools' configuration, not here",
        ];
        expect(check, &[("README.md", text)], &findings);
    }

    #[test]
    fn a_lock_names_the_usual_registries_only() {
        let good = "source = \"registry+https://github.com/rust-lang/crates.io-index\"";
        let bad = "      \"resolved\": \"https://mirror.example/a.tgz\",";
        let finding = "tests/package-lock.json:1: locked to \"https://mirror.example/a.tgz\", which others can't reach";
        expect(check, &[("Cargo.lock", good), ("tests/package-lock.json", bad)], &[finding]);
    }
}
