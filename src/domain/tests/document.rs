//! Documents' names.

use std::collections::BTreeSet;

use super::story::{FIRST, NOW, id, neighbourhood};
use crate::{
    decide::home,
    document::{DocumentKind, YEARS},
    record::Collection,
};

fn private() -> [DocumentKind; 2] {
    [DocumentKind::Private(id(1)), DocumentKind::Family(id(1))]
}

fn kinds() -> impl Iterator<Item = DocumentKind> {
    let of_years = YEARS.flat_map(|year| [DocumentKind::Tasks(year), DocumentKind::Suggestions(year)]);
    let others = [DocumentKind::Access, DocumentKind::Erasures, DocumentKind::Commons, DocumentKind::Roster];
    others.into_iter().chain(private()).chain(of_years)
}

#[test]
fn every_kind_is_known_by_its_name() {
    let names: BTreeSet<_> = kinds().map(DocumentKind::name).collect();
    assert_eq!(names.len(), kinds().count());
    for kind in kinds() {
        assert_eq!(DocumentKind::from_name(&kind.name()), Some(kind));
    }
}

#[test]
fn a_strangers_name_is_refused() {
    for name in [
        "",
        "-",
        "commons ",
        "Commons",
        "roster-2026",
        "tasks",
        "tasks-",
        "tasks-26",
        "tasks-02026",
        "tasks-+202",
        "tasks-2014",
        "tasks-2100",
        "tasks--2026",
        "tasks-2026-1",
        "tasks-２０２６",
        "tasks- 202",
        "notes-2026",
        "suggestions-99999",
        "suggestions-20x6",
        "access-2026",
        "../commons",
        "private",
        "private-",
        "private-1",
        "private-00000000000000000000000000000000",
        "private-0000000000000000000000000000000A",
        "private-00000000-0000-0000-0000-00000000000a",
        "private-0000000000000000000000000000000a-1",
        "erasures-2026",
        "family",
        "family-",
        "family-00000000000000000000000000000000",
        "family-0000000000000000000000000000000A",
        "families-0000000000000000000000000000000a",
    ] {
        assert_eq!(DocumentKind::from_name(name), None, "{name:?}");
    }
}

#[test]
fn every_collection_has_one_kind_of_document() {
    for collection in Collection::ALL {
        let of_a_year = [DocumentKind::Tasks(2026), DocumentKind::Suggestions(2026)];
        let of_a_person = private();
        let others = [DocumentKind::Access, DocumentKind::Erasures, DocumentKind::Commons, DocumentKind::Roster];
        let homes = others
            .into_iter()
            .chain(of_a_person)
            .chain(of_a_year)
            .filter(|kind| kind.collections().contains(collection))
            .count();
        assert_eq!(homes, 1, "{collection:?}");
    }
}

#[test]
fn every_record_lives_where_its_collection_does() {
    let community = neighbourhood();
    for entry in community.entries() {
        let kind = home(&community, &entry.record).unwrap();
        assert!(kind.collections().contains(&entry.record.key().collection), "{entry:?} in {kind:?}");
        match kind {
            DocumentKind::Tasks(year) if entry.record.key().collection == Collection::Series => {
                assert_eq!(year, FIRST.year());
            }
            DocumentKind::Private(person) => assert_eq!(entry.record.key().id, person.0),
            DocumentKind::Family(family) => {
                let key = entry.record.key();
                assert!(kind.may_hold(key) && kind.may_take(key, &entry.record.fields()), "{entry:?}");
                let other = DocumentKind::Family(id(family.0.as_u128() + 1));
                assert!(!other.may_hold(key) || !other.may_take(key, &entry.record.fields()), "{entry:?}");
            }
            DocumentKind::Tasks(year) | DocumentKind::Suggestions(year) => assert_eq!(year, NOW.date().year()),
            _ => {}
        }
    }
}
