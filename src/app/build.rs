//! Makes the module of compile-checked words from `locale/<language>/<namespace>.json`, and fails
//! the build where a language lacks a word, or has one that the default language does not know.

use std::{collections::BTreeSet, error::Error, fs, path::Path};

use leptos_i18n_build::{Config, ParseOptions, TranslationsInfos, options::CodegenOptions};

/// The default language first: its words are the keys that all others must have.
const LANGUAGES: [&str; 3] = ["zh-Hans", "zh-Hant", "en"];
const NAMESPACES: [&str; 19] = [
    "access",
    "archive",
    "common",
    "conflict",
    "families",
    "handover",
    "held",
    "history",
    "join",
    "me",
    "neighbours",
    "personal",
    "refusal",
    "refused",
    "resident",
    "suggestions",
    "sync",
    "tasks",
    "today",
];

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed=locale");
    if std::env::var("CARGO_CFG_TARGET_ARCH").is_ok_and(|arch| arch == "wasm32") {
        // By these xtask tells which functions only the further screens need, and splits them off.
        println!("cargo::rustc-link-arg=--emit-relocs");
    }
    check_words()?;
    let config = Config::new(LANGUAGES[0])?
        .add_locales(&LANGUAGES[1..])?
        .add_namespaces(NAMESPACES)?
        .locales_path("locale")
        .parse_options(ParseOptions::new().interpolate_display(true));
    let words = TranslationsInfos::parse(config)?;
    words.rerun_if_locales_changed();
    words.emit_diagnostics();
    let lints = "#![allow(missing_docs, dead_code, deprecated, unused_imports, clippy::all, clippy::too_many_lines)]"
        .parse()?;
    let options = CodegenOptions::new().top_level_attributes(Some(lints)).gen_docs(false);
    let out = std::env::var_os("OUT_DIR").ok_or("cargo sets OUT_DIR")?;
    words.generate_i18n_module_with_options(Path::new(&out).join("i18n"), options)?;
    Ok(())
}

fn check_words() -> Result<(), Box<dyn Error>> {
    let mut faults = Vec::new();
    for namespace in NAMESPACES {
        let expected = keys(LANGUAGES[0], namespace)?;
        for language in &LANGUAGES[1..] {
            let found = keys(language, namespace)?;
            faults.extend(expected.difference(&found).map(|key| format!("{language} lacks {namespace}.{key}")));
            faults.extend(found.difference(&expected).map(|key| format!("only {language} has {namespace}.{key}")));
        }
    }
    if faults.is_empty() { Ok(()) } else { Err(faults.join("\n").into()) }
}

fn keys(language: &str, namespace: &str) -> Result<BTreeSet<String>, Box<dyn Error>> {
    let path = format!("locale/{language}/{namespace}.json");
    let text = fs::read_to_string(&path).map_err(|error| format!("{path}: {error}"))?;
    let words: serde_json::Map<String, serde_json::Value> =
        serde_json::from_str(&text).map_err(|error| format!("{path}: {error}"))?;
    Ok(words.into_iter().map(|(key, _)| key).collect())
}
