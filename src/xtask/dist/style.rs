//! One style sheet from many: each part in its cascade layer, without comments and needless space.

use std::collections::BTreeMap;

/// A style sheet that can't be bundled.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum Flaw {
    /// A comment, a text or a bracket that never ends: it would swallow the files after it.
    #[error("{file}: {what} has no end")]
    Open {
        /// The file.
        file: String,
        /// What isn't closed.
        what: &'static str,
    },
    /// A rule that has no meaning inside a layer.
    #[error("{file}: {rule} can't be bundled")]
    Rule {
        /// The file.
        file: String,
        /// The rule.
        rule: &'static str,
    },
    /// A file at a place the bundle doesn't know.
    #[error("style/{0}: only tokens.css, base.css and components/*.css are bundled")]
    Stray(String),
    /// A file that isn't text.
    #[error("{0} is not UTF-8")]
    NotText(String),
}

/// Bundles the shell's own sheet and the files of `style/`, by their path in there.
pub fn bundle(shell: String, files: &BTreeMap<String, Vec<u8>>) -> Result<String, Flaw> {
    let mut layers: BTreeMap<&str, String> = BTreeMap::new();
    layers.insert("shell", lean("public/shell.css", &shell)?);
    for (path, bytes) in files {
        let layer = match path.as_str() {
            "tokens.css" => "tokens",
            "base.css" => "base",
            _ if path.starts_with("components/") && path.ends_with(".css") => "components",
            _ => return Err(Flaw::Stray(path.clone())),
        };
        let text = str::from_utf8(bytes).map_err(|_| Flaw::NotText(path.clone()))?;
        layers.entry(layer).or_default().push_str(&lean(&format!("style/{path}"), text)?);
    }
    let order = ["shell", "tokens", "base", "components"];
    let mut sheet = format!("@layer {};", order.join(","));
    for (name, text) in order.iter().filter_map(|name| Some((name, layers.get(name)?))) {
        if !text.is_empty() {
            sheet.push_str(&format!("@layer {name}{{{text}}}"));
        }
    }
    Ok(sheet)
}

/// Removes comments and the white space that can't mean anything; leaves texts and everything
/// else as written.
fn lean(file: &str, css: &str) -> Result<String, Flaw> {
    let open = |what| Flaw::Open { file: file.to_owned(), what };
    let mut out = String::with_capacity(css.len());
    let mut depth = 0_i32;
    let mut rest = css;
    while let Some(first) = rest.chars().next() {
        let taken = match first {
            '/' if rest.starts_with("/*") => {
                let length = rest.find("*/").ok_or_else(|| open("a comment"))? + 2;
                // Between two words a comment parts them without being a space.
                let after = rest[length..].chars().next().unwrap_or(' ');
                if out.ends_with(is_word) && is_word(after) {
                    out.push_str("/**/");
                }
                length
            }
            '"' | '\'' => {
                let length = text_length(rest, first).ok_or_else(|| open("a text"))?;
                out.push_str(&rest[..length]);
                length
            }
            _ if first.is_ascii_whitespace() => {
                let length = rest.len() - rest.trim_ascii_start().len();
                let next = rest[length..].chars().next().unwrap_or('}');
                if !out.ends_with(joins_next) && !out.is_empty() && !joins_previous(next) {
                    out.push(' ');
                }
                length
            }
            _ => {
                depth += i32::from(first == '{') - i32::from(first == '}');
                if first == '}' && out.ends_with(';') {
                    out.pop();
                }
                out.push(first);
                first.len_utf8()
            }
        };
        rest = &rest[taken..];
    }
    if depth != 0 {
        return Err(open("a { or }"));
    }
    for rule in ["@import", "@charset", "@namespace"] {
        if out.contains(rule) {
            return Err(Flaw::Rule { file: file.to_owned(), rule });
        }
    }
    Ok(out)
}

/// White space after these says nothing. A space before a colon does, in a selector.
fn joins_next(before: char) -> bool {
    matches!(before, '{' | '}' | ';' | ',' | ':' | ' ')
}

fn joins_previous(after: char) -> bool {
    matches!(after, '{' | '}' | ';' | ',')
}

fn is_word(character: char) -> bool {
    character.is_alphanumeric() || matches!(character, '-' | '_' | '%')
}

/// The length of the text at the start, with its quotes.
fn text_length(rest: &str, quote: char) -> Option<usize> {
    let mut escaped = false;
    for (at, character) in rest.char_indices().skip(1) {
        match character {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '\n' => return None,
            _ if character == quote => return Some(at + 1),
            _ => {}
        }
    }
    None
}

#[cfg(test)]
mod tests;
