//! Whatever is written apart comes out the same, in whatever order it is put together.

use std::collections::{BTreeMap, BTreeSet};

use kaifong_domain::{community::Community, document::DocumentKind, id::RequestId};
use kaifong_replica::document::Document;
use kaifong_tests::{asking, founding, phone::community_of, seed::Seed, world::World};
use proptest::prelude::*;

/// Several people write apart. None of them is a partner, who sees only a part of it.
fn written_apart(number: u64) -> World {
    let mut seed = Seed::new(number);
    let count = 2 + seed.below(3);
    let people: Vec<usize> = (0..count).map(|_| seed.below(founding::PEOPLE.len() - 1)).collect();
    let mut world = founding::world(seed, &people).unwrap();
    world.phones.iter_mut().for_each(|phone| phone.is_reachable = false);
    for _ in 0..40 {
        let phone = world.seed.below(count);
        let World { seed, phones, .. } = &mut world;
        let command = asking::command(seed, phones[phone].community(), phones[phone].identity.actor, false);
        let request = RequestId(world.seed.uuid());
        let _ = world.give(phone, request, command).unwrap();
    }
    world
}

type Changes = BTreeMap<DocumentKind, BTreeSet<Vec<u8>>>;

fn changes_of(world: &World) -> Changes {
    let mut changes = Changes::new();
    for (kind, document) in world.phones.iter().flat_map(|phone| phone.replica().documents()) {
        changes.entry(kind).or_default().extend(document.changes_after(&Document::new(kind).heads()));
    }
    changes
}

/// Puts all changes together in an order of the seed's.
fn put_together(changes: &Changes, seed: &mut Seed) -> (Community, Vec<Vec<automerge::ChangeHash>>) {
    let (mut entries, mut heads) = (vec![], vec![]);
    for (kind, changes) in changes {
        let mut changes: Vec<&Vec<u8>> = changes.iter().collect();
        (1..changes.len()).for_each(|last| changes.swap(last, seed.below(last + 1)));
        let mut document = Document::new(*kind);
        changes.into_iter().for_each(|change| document.absorb(change).unwrap());
        entries.extend(document.entries().entries);
        heads.push(document.heads());
    }
    (community_of(entries), heads)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_order_does_not_matter(number in any::<u64>()) {
        let (mut world, mut seed) = (written_apart(number), Seed::new(number));
        let changes = changes_of(&world);
        prop_assert_eq!(put_together(&changes, &mut seed), put_together(&changes, &mut seed));
        // Then they meet, and the usher seats their claims.
        world.check_end().unwrap();
        // Nobody sees other people's private documents.
        let is_shared = |kind: &DocumentKind| !kind.is_private();
        let mut changes = changes_of(&world);
        changes.retain(|kind, _| is_shared(kind));
        let shared = world.phones[0].replica().documents().filter(|(kind, _)| is_shared(kind));
        let seen = shared.flat_map(|(_, document)| document.clone().entries().entries);
        prop_assert_eq!(put_together(&changes, &mut seed).0, community_of(seen));
    }
}
