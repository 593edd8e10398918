use super::{super::expect, *};

const PAGE: (&str, &str) = ("src/app/page/me.rs", "t!(i18n, me.title) t!(i18n, count)");
const TITLE: &str = "\u{6211}";

/// Runs the rule on one text for each language, in the order en, zh-Hans, zh-Hant.
fn check_texts(texts: [&str; 3], findings: &[&str]) {
    let paths = ["src/app/locale/en.json", "src/app/locale/zh-Hans.json", "src/app/locale/zh-Hant.json"];
    let files: Vec<_> = paths.into_iter().zip(texts).chain([PAGE]).collect();
    expect(check, &files, findings);
}

fn me(title: &str) -> String {
    format!("{{\n  \"me\": {{\n    \"title\": \"{title}\"\n  }}\n}}")
}

#[test]
fn complete_translations_pass() {
    check_texts([&me("Me"), &me(TITLE), &me(TITLE)], &[]);
    let english = "{\"count_one\": \"{{ count }} person\", \"count_other\": \"{{ count }} people\"}";
    let chinese = format!("{{\"count_other\": \"{{{{ count }}}} <b>{TITLE}</b> KB\"}}");
    check_texts([english, &chinese, &chinese], &[]);
}

#[test]
fn every_part_of_a_range_is_read() {
    let range = |other: &str| format!("{{\"count\": [\"u32\", [\"{TITLE}\", 1], [\"{other}\"]]}}");
    let finding = "src/app/locale/zh-Hant.json:1: `count` says \"people\" in zh-Hant";
    check_texts([&range("people"), &range(TITLE), &range("people")], &[finding]);
}

#[test]
fn a_key_must_be_in_every_language() {
    let finding = "src/app/locale/en.json:3: `me.title` is missing in zh-Hans and zh-Hant";
    check_texts([&me("Me"), "{}", "{}"], &[finding]);
}

#[test]
fn a_value_is_neither_empty_nor_foreign() {
    let findings = [
        "src/app/locale/en.json:3: `me.title` is empty",
        "src/app/locale/zh-Hant.json:3: `me.title` says \"Me\" in zh-Hant",
    ];
    check_texts([&me(" "), &me(TITLE), &me("Me")], &findings);
}

#[test]
fn a_key_must_be_used() {
    let text = me(TITLE).replace("title", "subtitle");
    let finding = "src/app/locale/zh-Hans.json:3: `me.subtitle` is used nowhere in src/app";
    check_texts([&me("Me").replace("title", "subtitle"), &text, &text], &[finding]);
}

#[test]
fn a_file_belongs_to_a_language() {
    let finding = "src/app/locale/fr.json:1: belongs to none of en, zh-Hans, zh-Hant";
    expect(check, &[("src/app/locale/fr.json", "{}")], &[finding]);
    assert_eq!(place("src/app/locale/zh-Hans/task.json"), Some(("zh-Hans", "task".to_owned())));
}
