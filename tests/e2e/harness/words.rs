//! The app's own words, from its locale files: stories check that people are told the right thing
//! without saying it themselves.

use std::{fs, path::Path};

use serde_json::Value;

/// The languages by their tags, the default first.
pub const LANGUAGES: [&str; 3] = ["zh-Hans", "zh-Hant", "en"];

/// A word in the default language: `namespace.key`. Of a sentence with gaps, its longest part
/// between them.
pub fn word(name: &str) -> String {
    word_in(LANGUAGES[0], name)
}

/// A word in a language.
pub fn word_in(language: &str, name: &str) -> String {
    let (namespace, key) = name.split_once('.').expect("words are named namespace.key");
    let locales = Path::new(env!("CARGO_MANIFEST_DIR")).join("../src/app/locale");
    let file = locales.join(language).join(format!("{namespace}.json"));
    let text = fs::read_to_string(&file).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
    let words: Value = serde_json::from_str(&text).expect("locale files are JSON");
    // Of a word that depends on a number, the form that serves most.
    let sentence = words[key].as_str().or_else(|| words[key].as_array()?.last()?[0].as_str());
    let sentence = sentence.unwrap_or_else(|| panic!("{} has no {key}", file.display()));
    longest_part(sentence).to_owned()
}

fn longest_part(sentence: &str) -> &str {
    let parts = sentence.split("{{").enumerate().map(|(index, part)| match (index, part.split_once("}}")) {
        (1.., Some((_, rest))) => rest,
        _ => part,
    });
    parts.max_by_key(|part| part.len()).unwrap_or_default().trim()
}
