//! Translations are complete, used, and in their own language.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::{Finding, Tree};

const FOLDER: &str = "src/app/locale/";
/// The language the others are compared with.
const FIRST: &str = "zh-Hans";
const LANGUAGES: [&str; 3] = ["en", "zh-Hans", "zh-Hant"];

/// Latin words that are the same in Chinese.
const SAME_IN_CHINESE: [&str; 20] = [
    "App",
    "CSV",
    "Chrome",
    "Edge",
    "English",
    "Firefox",
    "GB",
    "ID",
    "IndexedDB",
    "JSON",
    "KB",
    "Kaifong",
    "MB",
    "OK",
    "PDF",
    "PWA",
    "QR",
    "Safari",
    "WebAssembly",
    "Wi-Fi",
];

/// Endings by which a key has one value for each form a count takes; languages differ in which.
const PLURALS: [&str; 6] = ["_zero", "_one", "_two", "_few", "_many", "_other"];

/// A translation: where it stands and what it says.
struct Entry<'a> {
    path: &'a str,
    line: usize,
    text: String,
}

/// The entries of one language by their key, plural endings taken off.
type Entries<'a> = BTreeMap<String, Vec<Entry<'a>>>;

/// Missing, empty, unused and foreign translations.
pub fn check(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut languages: BTreeMap<&str, Entries<'_>> = BTreeMap::new();
    for (path, text) in tree.texts().filter(|(path, _)| path.starts_with(FOLDER) && path.ends_with(".json")) {
        let Some((language, namespace)) = place(path) else {
            findings.push(Finding::new(path, 1, format!("belongs to none of {}", LANGUAGES.join(", "))));
            continue;
        };
        match serde_json::from_str::<Value>(text) {
            Ok(value) => collect(&value, &namespace, (path, text), languages.entry(language).or_default()),
            Err(error) => findings.push(Finding::new(path, error.line(), format!("not JSON: {error}"))),
        }
    }
    if languages.is_empty() {
        return findings;
    }
    findings.extend(unequal(&languages));
    findings.extend(languages.iter().flat_map(|(language, entries)| misworded(language, entries)));
    findings.extend(languages.get(FIRST).into_iter().flat_map(|first| unused(tree, first)));
    findings
}

/// The language and namespace of `zh-Hans.json`, `zh-Hans/task.json` or `task/zh-Hans.json`.
fn place(path: &str) -> Option<(&'static str, String)> {
    let parts: Vec<&str> = path.strip_prefix(FOLDER)?.strip_suffix(".json")?.split('/').collect();
    let language = *LANGUAGES.iter().find(|language| parts.contains(*language))?;
    let rest: Vec<&str> = parts.into_iter().filter(|part| *part != language).collect();
    Some((language, rest.join(".")))
}

fn collect<'a>(value: &Value, key: &str, source: (&'a str, &'a str), entries: &mut Entries<'a>) {
    let (path, text) = source;
    match value {
        Value::Object(map) => {
            for (name, value) in map {
                let inner = if key.is_empty() { name.clone() } else { format!("{key}.{name}") };
                collect(value, &inner, source, entries);
            }
        }
        _ => {
            let quoted = format!("\"{}\"", last(key));
            let line = text.lines().position(|line| line.contains(&quoted)).map_or(1, |at| at + 1);
            let said = said(value).into_iter().map(|text| Entry { path, line, text });
            entries.entry(singular(key).to_owned()).or_default().extend(said);
        }
    }
}

/// What a value says: one text, or for a range over counts (`["u32", ["one person", 1], …]`) the
/// text of each of its parts. A value of another kind says nothing.
fn said(value: &Value) -> Vec<String> {
    let first = |part: &Value| Some(part.as_array()?.first()?.as_str()?.to_owned());
    match value {
        Value::Array(parts) => parts.iter().filter_map(first).collect(),
        _ => vec![value.as_str().unwrap_or_default().to_owned()],
    }
}

fn singular(key: &str) -> &str {
    let key = PLURALS.iter().find_map(|ending| key.strip_suffix(ending)).unwrap_or(key);
    key.strip_suffix("_ordinal").unwrap_or(key)
}

fn last(key: &str) -> &str {
    key.rsplit('.').next().unwrap_or(key)
}

/// Keys that one language has and another lacks.
fn unequal(languages: &BTreeMap<&str, Entries<'_>>) -> Vec<Finding> {
    let all: BTreeMap<&String, &Entry<'_>> =
        languages.values().flatten().filter_map(|(key, entries)| Some((key, entries.first()?))).collect();
    let lacking = |key: &String| {
        let has = |language: &&&str| !languages.get(**language).is_some_and(|entries| entries.contains_key(key));
        LANGUAGES.iter().filter(has).copied().collect::<Vec<_>>().join(" and ")
    };
    let gaps =
        all.into_iter().map(|(key, entry)| (key, entry, lacking(key))).filter(|(.., lacking)| !lacking.is_empty());
    gaps.map(|(key, entry, lacking)| Finding::new(entry.path, entry.line, format!("`{key}` is missing in {lacking}")))
        .collect()
}

/// Empty values, and Latin words in Chinese.
fn misworded(language: &str, entries: &Entries<'_>) -> Vec<Finding> {
    let judge = |key: &str, entry: &Entry<'_>| {
        let message = if entry.text.trim().is_empty() {
            format!("`{key}` is empty")
        } else {
            let word = language.starts_with("zh").then(|| latin_word(&entry.text)).flatten()?;
            format!("`{key}` says \"{word}\" in {language}")
        };
        Some(Finding::new(entry.path, entry.line, message))
    };
    let all = entries.iter().flat_map(|(key, entries)| entries.iter().map(move |entry| (key, entry)));
    all.filter_map(|(key, entry)| judge(key, entry)).collect()
}

/// The first word of two or more Latin letters that isn't the same in Chinese, outside `{{ names }}`
/// and `<tags>`.
fn latin_word(text: &str) -> Option<String> {
    let mut plain = String::new();
    let mut depth = 0_u32;
    for character in text.chars() {
        match character {
            '{' | '<' => depth += 1,
            '}' | '>' => depth = depth.saturating_sub(1),
            _ if depth == 0 => plain.push(character),
            _ => {}
        }
        if depth > 0 {
            plain.push(' ');
        }
    }
    let words = plain.split(|character: char| !character.is_ascii_alphabetic() && character != '-');
    words
        .map(|word| word.trim_matches('-'))
        .find(|word| word.len() > 1 && !SAME_IN_CHINESE.contains(word))
        .map(str::to_owned)
}

/// Keys whose last part appears nowhere in the app's sources.
fn unused(tree: &Tree, entries: &Entries<'_>) -> Vec<Finding> {
    let sources = tree.rust().filter(|(path, _)| path.starts_with("src/app/"));
    let is_name = |character: char| character.is_alphanumeric() || character == '_';
    let words: BTreeSet<&str> =
        sources.flat_map(|(_, text)| text.split(move |character| !is_name(character))).collect();
    let idle = entries.iter().filter(|(key, _)| !words.contains(last(key)));
    idle.filter_map(|(key, entries)| Some((key, entries.first()?)))
        .map(|(key, entry)| Finding::new(entry.path, entry.line, format!("`{key}` is used nowhere in src/app")))
        .collect()
}

#[cfg(test)]
mod tests;
