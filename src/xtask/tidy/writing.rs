//! Chinese stands in the translations, where it can be translated, and in invented data.

use super::{Finding, Tree};

/// Where Rust sources may hold Chinese.
const ALLOWED: [&str; 2] = ["src/app/locale/", "src/server/demo/"];

/// Tests speak as people do: a folder `tests`, or a file of that name.
fn is_test(path: &str) -> bool {
    path.split('/').any(|part| part == "tests" || part == "tests.rs")
}

/// Chinese in a Rust source.
pub fn check(tree: &Tree) -> Vec<Finding> {
    let allowed = |path: &str| is_test(path) || ALLOWED.iter().any(|allowed| path.starts_with(allowed));
    let sources = tree.rust().filter(|(path, _)| !allowed(path));
    sources
        .flat_map(|(path, text)| {
            let lines = text.lines().enumerate().filter(|(_, line)| line.contains(is_chinese));
            lines.map(move |(at, _)| Finding::new(path, at + 1, "Chinese outside the translations in src/app/locale"))
        })
        .collect()
}

/// Han characters and the punctuation that goes with them.
pub fn is_chinese(character: char) -> bool {
    matches!(u32::from(character),
        0x3000..=0x303f | 0x3400..=0x4dbf | 0x4e00..=0x9fff | 0xf900..=0xfaff | 0xff00..=0xffef | 0x2_0000..=0x3_ffff)
}

#[cfg(test)]
mod tests {
    use super::{super::expect, *};

    #[test]
    fn chinese_stands_in_translations_and_invented_data() {
        let source = "let a = 1;\nlet b = \"\u{8857}\u{574a}\";\n";
        let finding = "src/app/page/me.rs:2: Chinese outside the translations in src/app/locale";
        let allowed =
            [("src/server/demo/name.rs", source), ("tests/e2e/a.rs", source), ("src/domain/tests/a.rs", source)];
        expect(check, &[&allowed[..], &[("src/app/page/me.rs", source)]].concat(), &[finding]);
        expect(check, &[("src/domain/a.rs", "// \u{2192} caf\u{e9} \u{2019}")], &[]);
    }
}
