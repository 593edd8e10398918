//! The projection: what is put in comes out again, in whatever order it came.

use proptest::prelude::*;

use super::{
    story::{COORDINATOR, NOW, carry_out, cases, id, neighbourhood},
    wishes::{told, wishes},
};
use crate::{
    captaincy::Level,
    command::Command,
    community::Community,
    record::{Collection, Entry, RecordKey},
    table::Table,
};

fn from_entries(entries: impl IntoIterator<Item = Entry>) -> Community {
    let mut community = Community::default();
    for entry in entries {
        community.put(entry);
    }
    community
}

proptest! {
    #![proptest_config(cases(128))]

    #[test]
    fn entries_make_an_equal_community_in_any_order(
        wishes in wishes(40), seed in any::<u64>(),
    ) {
        let community = told(&wishes);
        let mut entries = community.entries();
        prop_assert_eq!(&from_entries(entries.clone()), &community);
        // Any order will do: a rotation and a reversal stand for all.
        let turn = (seed as usize) % entries.len();
        entries.rotate_left(turn);
        entries.reverse();
        prop_assert_eq!(&from_entries(entries), &community);
    }
}

#[test]
fn there_is_a_record_of_every_kind() {
    let community = neighbourhood();
    for collection in Collection::ALL {
        let has = community.entries().iter().any(|entry| entry.record.key().collection == *collection);
        assert!(has, "{collection:?}");
    }
}

#[test]
fn a_record_is_seen_taken_out_or_unknown() {
    let mut community = neighbourhood();
    let entries = community.entries();
    for Entry { record, .. } in entries.into_iter().filter(|entry| !entry.removed) {
        let key = record.key();
        assert!(community.knows(key) && community.record(key) == Some(record.clone()));
        community.put(Entry::plain(record.clone(), true));
        assert!(community.knows(key) && community.record(key).is_none());
        community.put(Entry::plain(record.clone(), false));
        assert!(community.knows(key) && community.record(key).is_some() && !community.removed.contains_key(&key));
        community.take(key);
        assert!(!community.knows(key));
    }
    community.removed.clear();
    assert_eq!(community, Community::default());
    assert!(!community.knows(RecordKey { collection: Collection::Unknown, id: id(1) }));
}

#[test]
fn of_captains_the_core_ones_come_first_and_strangers_last() {
    let mut community = neighbourhood();
    community.captaincies = Table::default();
    for (number, level) in [(10, Level::Candidate), (11, Level::Core), (12, Level::Formal), (13, Level::Core)] {
        let (person, building) = (COORDINATOR.person, id(1));
        let grant = Command::GrantCaptaincy { id: id(number), person, building, level };
        carry_out(&mut community, COORDINATOR, NOW.plus_minutes(-(number as i64)), grant);
    }
    let strange =
        crate::captaincy::Captaincy { id: id(14), level: Level::Unknown, ..community.captaincies[&id(11)].clone() };
    community.captaincies.insert(strange.id, strange);
    let order: Vec<_> = community.captains_of(id(1)).iter().map(|captaincy| captaincy.id).collect();
    assert_eq!(order, [13, 11, 12, 10, 14].map(id));
    assert!(community.captains_of(id(9)).is_empty());
}
