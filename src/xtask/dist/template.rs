//! Fills the `{{names}}` in the templates of the app shell.

use std::collections::BTreeMap;

/// A template and its values that don't fit together.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum Mismatch {
    /// The template asks for something nobody gives.
    #[error("{template}: there is no value for {{{{{name}}}}}")]
    Unknown {
        /// The template's file.
        template: String,
        /// What it asks for.
        name: String,
    },
    /// A value the template has no place for: most likely a link that got lost.
    #[error("{template}: {{{{{name}}}}} is used nowhere")]
    Unused {
        /// The template's file.
        template: String,
        /// What it should ask for.
        name: String,
    },
    /// An opening `{{` without its end.
    #[error("{template}: a {{{{ has no }}}}")]
    Open {
        /// The template's file.
        template: String,
    },
    /// A file the app shell can't do without.
    #[error("{template} is missing")]
    Absent {
        /// The template's file.
        template: String,
    },
}

/// Replaces every `{{name}}`; every value must be used and every name must have a value.
pub fn fill(template: &str, text: &str, values: &BTreeMap<&str, String>) -> Result<String, Mismatch> {
    let template = template.to_owned();
    let mut unused: Vec<&str> = values.keys().copied().collect();
    let mut parts = text.split("{{");
    let mut filled = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let Some((name, rest)) = part.split_once("}}") else { return Err(Mismatch::Open { template }) };
        let Some(value) = values.get(name) else {
            return Err(Mismatch::Unknown { template, name: name.to_owned() });
        };
        unused.retain(|unused| *unused != name);
        filled.push_str(value);
        filled.push_str(rest);
    }
    match unused.first() {
        Some(name) => Err(Mismatch::Unused { template, name: (*name).to_owned() }),
        None => Ok(filled),
    }
}

/// A script without indentation, empty lines and lines that are only a `//` comment. Our own
/// templates have no text that spans lines, so this can't change what they do.
pub fn lean(script: &str) -> String {
    let lines = script.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with("//"));
    lines.flat_map(|line| [line, "\n"]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, values: &[(&'static str, &str)], expected: Result<&str, &str>) {
        let values = values.iter().map(|(name, value)| (*name, (*value).to_owned())).collect();
        let filled = fill("boot.js", text, &values).map_err(|mismatch| mismatch.to_string());
        assert_eq!(filled.as_deref().map_err(String::as_str), expected, "{text}");
    }

    #[test]
    fn every_name_gets_its_value() {
        check("a {{x}} b {{y}} {{x}}", &[("x", "1"), ("y", "2")], Ok("a 1 b 2 1"));
        check("if (a) { b({ c }) }", &[], Ok("if (a) { b({ c }) }"));
    }

    #[test]
    fn a_mismatch_is_told() {
        check("{{z}}", &[], Err("boot.js: there is no value for {{z}}"));
        check("", &[("x", "1")], Err("boot.js: {{x}} is used nowhere"));
        check("{{x", &[("x", "1")], Err("boot.js: a {{ has no }}"));
    }

    #[test]
    fn a_lean_script_keeps_addresses_and_code() {
        assert_eq!(lean("// why\n  go('http://a')\n\n  // more\n}\n"), "go('http://a')\n}\n");
    }
}
