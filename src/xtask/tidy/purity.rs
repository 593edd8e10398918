//! `domain` and `replica` have no side effects, so that they run the same in a browser, on a server
//! and in the simulation: no clock, no files, no sockets, no browser.

use proc_macro2::Span;
use syn::{
    UseTree,
    visit::{self, Visit},
};
use toml::{Table, Value};

use super::{Finding, Tree};

/// What a package may not use.
struct Pure {
    folder: &'static str,
    crates: &'static [&'static str],
    paths: &'static [&'static str],
}

const IO_PATHS: &[&str] = &["std::env", "std::fs", "std::net", "std::process", "std::thread", "std::time"];

const PURE: [Pure; 2] = [
    Pure {
        folder: "src/domain",
        crates: &[
            "automerge",
            "axum",
            "gloo-storage",
            "indexed_db_futures",
            "js-sys",
            "kaifong-replica",
            "leptos",
            "rusqlite",
            "tokio",
            "wasm-bindgen",
            "web-sys",
        ],
        paths: IO_PATHS,
    },
    Pure {
        folder: "src/replica",
        crates: &[
            "axum",
            "gloo-storage",
            "indexed_db_futures",
            "js-sys",
            "leptos",
            "rusqlite",
            "tokio",
            "wasm-bindgen",
            "web-sys",
        ],
        paths: IO_PATHS,
    },
];

/// Forbidden dependencies in the manifest and forbidden paths in the sources.
pub fn check(tree: &Tree) -> Vec<Finding> {
    PURE.iter().flat_map(|pure| check_package(tree, pure)).collect()
}

fn check_package(tree: &Tree, pure: &Pure) -> Vec<Finding> {
    let manifest = format!("{}/Cargo.toml", pure.folder);
    let mut findings: Vec<Finding> = tree
        .texts()
        .filter(|(path, _)| *path == manifest)
        .flat_map(|(path, text)| check_manifest(path, text, pure))
        .collect();
    let inside = format!("{}/", pure.folder);
    for (path, text) in tree.rust().filter(|(path, _)| path.starts_with(&inside)) {
        // A file that isn't Rust is the finding of another rule.
        if let Ok(file) = syn::parse_file(text) {
            Paths { path, pure, findings: &mut findings }.visit_file(&file);
        }
    }
    findings
}

/// Only what is compiled into the package counts: its tests may use what they like.
fn check_manifest(path: &str, text: &str, pure: &Pure) -> Vec<Finding> {
    let manifest: Table = match text.parse() {
        Ok(manifest) => manifest,
        Err(error) => return vec![Finding::new(path, 1, format!("not TOML: {}", error.message()))],
    };
    let own = manifest.get("dependencies").and_then(Value::as_table);
    let targets = manifest.get("target").and_then(Value::as_table).into_iter().flat_map(|targets| targets.values());
    let targeted = targets.filter_map(|target| target.get("dependencies")?.as_table());
    let names = own.into_iter().chain(targeted).flat_map(Table::keys);
    names
        .filter(|name| pure.crates.contains(&name.as_str()))
        .map(|name| {
            let line = text.lines().position(|line| line.starts_with(name.as_str())).map_or(1, |at| at + 1);
            Finding::new(path, line, format!("{} may not depend on {name}", pure.folder))
        })
        .collect()
}

struct Paths<'a> {
    path: &'a str,
    pure: &'a Pure,
    findings: &'a mut Vec<Finding>,
}

impl Paths<'_> {
    fn judge(&mut self, used: &str, span: Span) {
        let begins = |forbidden: &&&str| {
            used.strip_prefix(**forbidden).is_some_and(|rest| rest.is_empty() || rest.starts_with("::"))
        };
        let forbidden_crate = self.pure.crates.iter().any(|name| {
            let name = name.replace('-', "_");
            used.split("::").next() == Some(&name) && used.contains("::")
        });
        let forbidden = self.pure.paths.iter().find(begins);
        if forbidden.is_some() || forbidden_crate || used.split("::").last() == Some("SystemTime") {
            let message = format!("`{used}` has side effects; {} takes them as arguments", self.pure.folder);
            self.findings.push(Finding::new(self.path, span.start().line, message));
        }
    }

    fn judge_use(&mut self, prefix: &str, tree: &UseTree) {
        let join =
            |ident: &syn::Ident| if prefix.is_empty() { ident.to_string() } else { format!("{prefix}::{ident}") };
        match tree {
            UseTree::Path(path) => self.judge_use(&join(&path.ident), &path.tree),
            UseTree::Name(name) => self.judge(&join(&name.ident), name.ident.span()),
            UseTree::Rename(rename) => self.judge(&join(&rename.ident), rename.ident.span()),
            UseTree::Glob(glob) => self.judge(&format!("{prefix}::*"), glob.star_token.spans[0]),
            UseTree::Group(group) => group.items.iter().for_each(|item| self.judge_use(prefix, item)),
        }
    }
}

impl<'ast> Visit<'ast> for Paths<'_> {
    fn visit_item_use(&mut self, item: &'ast syn::ItemUse) {
        self.judge_use("", &item.tree);
    }

    fn visit_path(&mut self, path: &'ast syn::Path) {
        let names: Vec<String> = path.segments.iter().map(|segment| segment.ident.to_string()).collect();
        if let Some(first) = path.segments.first() {
            self.judge(&names.join("::"), first.ident.span());
        }
        visit::visit_path(self, path);
    }
}

#[cfg(test)]
mod tests {
    use super::{super::expect, *};

    #[test]
    fn domain_and_replica_use_no_side_effects() {
        let told = |path, line, used| format!("{path}:{line}: `{used}` has side effects; ");
        let domain = "use std::{collections::BTreeMap, time::Duration};\nfn a() { std::fs::read(b); }\n";
        let finding = "src/domain takes them as arguments";
        expect(
            check,
            &[("src/domain/a.rs", domain)],
            &[
                &(told("src/domain/a.rs", 1, "std::time::Duration") + finding),
                &(told("src/domain/a.rs", 2, "std::fs::read") + finding),
            ],
        );
        let replica = "use automerge::Automerge;\nuse web_sys::*;\nuse core::time::Duration;\n";
        let web = "src/replica/a.rs:2: `web_sys::*` has side effects; src/replica takes them as arguments";
        expect(check, &[("src/replica/a.rs", replica), ("src/worker/a.rs", replica)], &[web]);
    }

    #[test]
    fn domain_and_replica_depend_on_nothing_with_side_effects() {
        let manifest = "[dependencies]\nserde = \"1\"\nautomerge.workspace = true\n[dev-dependencies]\ntokio = \"1\"\n";
        expect(
            check,
            &[("src/domain/Cargo.toml", manifest), ("src/replica/Cargo.toml", manifest)],
            &["src/domain/Cargo.toml:3: src/domain may not depend on automerge"],
        );
        let targeted = "[target.'cfg(unix)'.dependencies]\nweb-sys = \"1\"\n";
        let finding = "src/replica/Cargo.toml:2: src/replica may not depend on web-sys";
        expect(check, &[("src/replica/Cargo.toml", targeted)], &[finding]);
    }
}
