//! A file is a room and a function fits a screen (DESIGN, "Style").

use proc_macro2::Span;
use syn::{
    Block, ImplItemFn, ItemFn, Signature, TraitItemFn,
    spanned::Spanned,
    visit::{self, Visit},
};

use super::{Finding, Tree};

const FILE_LINES: usize = 300;
const FUNCTION_LINES: usize = 70;
const FILE_BYTES: usize = 300 * 1024;

/// Too long files and functions, files called mod.rs, files too heavy for a repository.
pub fn check(tree: &Tree) -> Vec<Finding> {
    let heavy = tree.files.iter().filter(|(_, bytes)| bytes.len() > FILE_BYTES);
    let heavy = heavy.map(|(path, bytes)| {
        Finding::new(path, 1, format!("{} KB; a file has at most {} KB", bytes.len() / 1024, FILE_BYTES / 1024))
    });
    heavy
        .chain(tree.rust().filter(|(path, _)| !is_sample(path)).flat_map(|(path, text)| check_file(path, text)))
        .collect()
}

/// Frozen samples that tests read are no rooms to live in.
fn is_sample(path: &str) -> bool {
    path.starts_with("tests/fixtures/") || path.starts_with("tests/data/")
}

fn check_file(path: &str, text: &str) -> Vec<Finding> {
    let mut findings = Vec::new();
    if path.ends_with("/mod.rs") {
        findings.push(Finding::new(path, 1, "a module stands in foo.rs beside foo/, not in mod.rs"));
    }
    let lines = text.lines().count();
    if lines > FILE_LINES {
        findings.push(Finding::new(path, FILE_LINES + 1, format!("{lines} lines; a file has at most {FILE_LINES}")));
    }
    match syn::parse_file(text) {
        Ok(file) => Functions { path, findings: &mut findings }.visit_file(&file),
        Err(error) => findings.push(Finding::new(path, error.span().start().line, format!("not Rust: {error}"))),
    }
    findings
}

struct Functions<'a> {
    path: &'a str,
    findings: &'a mut Vec<Finding>,
}

impl Functions<'_> {
    fn measure(&mut self, signature: &Signature, block: &Block) {
        let line = |span: Span| span.start().line;
        let first = line(signature.span());
        let lines = block.brace_token.span.close().end().line - first + 1;
        if lines > FUNCTION_LINES {
            let name = &signature.ident;
            let message = format!("`{name}` has {lines} lines; a function has at most {FUNCTION_LINES}");
            self.findings.push(Finding::new(self.path, first, message));
        }
    }
}

impl<'ast> Visit<'ast> for Functions<'_> {
    fn visit_item_fn(&mut self, item: &'ast ItemFn) {
        self.measure(&item.sig, &item.block);
        visit::visit_item_fn(self, item);
    }

    fn visit_impl_item_fn(&mut self, item: &'ast ImplItemFn) {
        self.measure(&item.sig, &item.block);
        visit::visit_impl_item_fn(self, item);
    }

    fn visit_trait_item_fn(&mut self, item: &'ast TraitItemFn) {
        if let Some(block) = &item.default {
            self.measure(&item.sig, block);
        }
        visit::visit_trait_item_fn(self, item);
    }
}

#[cfg(test)]
mod tests {
    use super::{super::expect, *};

    fn function(lines: usize) -> String {
        format!("#[doc = \"\"]\nfn long() {{\n{}}}\n", "    go();\n".repeat(lines - 2))
    }

    #[test]
    fn a_function_has_at_most_seventy_lines() {
        expect(check, &[("src/a.rs", &function(70))], &[]);
        let finding = ["src/a.rs:2: `long` has 71 lines; a function has at most 70"];
        expect(check, &[("src/a.rs", &function(71))], &finding);
        let method = format!("impl A {{\n{}}}\n", function(71));
        expect(check, &[("src/a.rs", &method)], &["src/a.rs:3: `long` has 71 lines; a function has at most 70"]);
    }

    #[test]
    fn a_file_has_at_most_three_hundred_lines() {
        let lines = |count| "const A: u8 = 1;\n".repeat(count);
        expect(check, &[("src/a.rs", &lines(300)), ("tests/fixtures/b.rs", &lines(301))], &[]);
        expect(check, &[("src/a.rs", &lines(301))], &["src/a.rs:301: 301 lines; a file has at most 300"]);
    }

    #[test]
    fn other_findings_name_their_file() {
        let module = "src/a/mod.rs:1: a module stands in foo.rs beside foo/, not in mod.rs";
        expect(check, &[("src/a/mod.rs", "")], &[module]);
        let heavy = " ".repeat(301 * 1024);
        expect(check, &[("docs/a.svg", &heavy)], &["docs/a.svg:1: 301 KB; a file has at most 300 KB"]);
        expect(check, &[("src/a.rs", "fn fn")], &["src/a.rs:1: not Rust: expected identifier, found keyword `fn`"]);
    }
}
