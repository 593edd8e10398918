//! Names: sorting them, finding them by the first letters of their pinyin, and the letter and colour
//! that stand for a person.

use std::{cell::RefCell, cmp::Ordering, collections::BTreeMap};

use js_sys::{Function, Intl, Object};
use kaifong_domain::id::PersonId;
use wasm_bindgen::JsValue;

use super::{Language, language, tag};

/// The first character of each pinyin initial, in the order of `zh-u-co-pinyin`: a character belongs
/// to the last initial whose boundary does not sort after it. No syllable begins with i, u or v.
const BOUNDARIES: [(char, char); 23] = [
    ('a', '\u{5416}'),
    ('b', '\u{516B}'),
    ('c', '\u{5693}'),
    ('d', '\u{5491}'),
    ('e', '\u{59B8}'),
    ('f', '\u{53D1}'),
    ('g', '\u{65EE}'),
    ('h', '\u{54C8}'),
    ('j', '\u{4E0C}'),
    ('k', '\u{5494}'),
    ('l', '\u{5783}'),
    ('m', '\u{5988}'),
    ('n', '\u{62CF}'),
    ('o', '\u{5662}'),
    ('p', '\u{5991}'),
    ('q', '\u{4E03}'),
    ('r', '\u{5465}'),
    ('s', '\u{4EE8}'),
    ('t', '\u{4ED6}'),
    ('w', '\u{5C72}'),
    ('x', '\u{5915}'),
    ('y', '\u{4E2B}'),
    ('z', '\u{5E00}'),
];

thread_local! {
    static COLLATORS: RefCell<BTreeMap<&'static str, Function>> = const { RefCell::new(BTreeMap::new()) };
    static INITIALS: RefCell<BTreeMap<char, char>> = const { RefCell::new(BTreeMap::new()) };
}

/// Chinese names sort by pinyin whatever the language: that is how people look them up.
fn collator(locale: &'static str) -> Function {
    COLLATORS.with_borrow_mut(|known| {
        let make = || {
            let locales = js_sys::Array::of1(&JsValue::from_str(locale));
            let options = Object::new();
            // A plain object takes every property.
            let _ = js_sys::Reflect::set(&options, &"numeric".into(), &JsValue::TRUE);
            Intl::Collator::new(&locales, &options).compare()
        };
        known.entry(locale).or_insert_with(make).clone()
    })
}

fn compared(collator: &Function, a: &str, b: &str) -> Ordering {
    let order = collator.call2(&JsValue::UNDEFINED, &JsValue::from_str(a), &JsValue::from_str(b));
    order.ok().and_then(|order| order.as_f64()).unwrap_or(0.0).total_cmp(&0.0)
}

/// Sorts by name as a reader of the language expects, numbers by their size.
pub fn sort_by_name<T>(items: &mut [T], name: impl Fn(&T) -> &str) {
    let collator = match language() {
        Language::zh_Hans | Language::zh_Hant => collator("zh-u-co-pinyin"),
        Language::en => collator(tag(Language::en)),
    };
    items.sort_by(|a, b| compared(&collator, name(a), name(b)));
}

/// The first letter of a character's pinyin, or the character itself in lower case.
pub fn initial(character: char) -> char {
    if !('\u{4E00}'..='\u{9FFF}').contains(&character) {
        return character.to_lowercase().next().unwrap_or(character);
    }
    if let Some(known) = INITIALS.with_borrow(|known| known.get(&character).copied()) {
        return known;
    }
    let collator = collator("zh-u-co-pinyin");
    let (mut a, mut b) = ([0; 4], [0; 4]);
    let text = character.encode_utf8(&mut a);
    let after = BOUNDARIES
        .partition_point(|(_, first)| compared(&collator, first.encode_utf8(&mut b), text) != Ordering::Greater);
    let letter = after.checked_sub(1).map_or(character, |index| BOUNDARIES[index].0);
    INITIALS.with_borrow_mut(|known| known.insert(character, letter));
    letter
}

/// The initials of a name: "lhm" for a name of three characters.
pub fn initials(name: &str) -> String {
    name.chars().filter(|character| character.is_alphanumeric()).map(initial).collect()
}

/// What a person typed, made ready to be looked for.
pub struct Query(Vec<String>);

impl Query {
    /// Words typed with spaces between must all be found.
    pub fn new(text: &str) -> Self {
        Self(text.split_whitespace().map(str::to_lowercase).collect())
    }

    /// Whether nothing was typed.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether every word is found: as it is, in one of the texts; or as pinyin initials, in `name`.
    pub fn finds(&self, name: &str, texts: &[&str]) -> bool {
        self.0.iter().all(|word| {
            let within = |text: &str| text.to_lowercase().contains(word.as_str());
            let latin = || word.chars().all(|character| character.is_ascii_alphanumeric());
            within(name) || texts.iter().any(|text| within(text)) || latin() && initials(name).contains(word.as_str())
        })
    }
}

/// What stands in a person's avatar: a Chinese name's family name, a Latin name's initials.
pub fn monogram(name: &str) -> String {
    let chinese: Vec<char> = name.chars().filter(|c| ('\u{4E00}'..='\u{9FFF}').contains(c)).collect();
    if chinese.is_empty() {
        return name.split_whitespace().filter_map(|word| word.chars().next()).take(2).collect();
    }
    chinese.first().map(char::to_string).unwrap_or_default()
}

/// Which of eight colours stands for a person: the same on every phone.
pub fn hue(person: PersonId) -> usize {
    usize::from(person.0.as_bytes()[15]) % 8
}
