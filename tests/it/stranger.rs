//! What strangers and newer versions do to records is seen at once, and not only after a restart.

use automerge::transaction::Transactable;
use kaifong_domain::{
    bridge::Problem,
    document::DocumentKind,
    field::Field,
    record::{Collection, RecordKey},
};
use kaifong_tests::{
    founding,
    stranger::{self, delete, record},
    world::World,
};

use crate::saying::{give, rename, world};

const SUGGESTIONS: DocumentKind = DocumentKind::Suggestions(2026);

fn key() -> RecordKey {
    RecordKey { collection: Collection::Suggestions, id: founding::suggestion(0).0 }
}

/// The phones stay on, and hear of it when the server is back.
fn written(world: &mut World, write: impl FnOnce(&mut automerge::transaction::Transaction<'_>)) {
    world.kill_server();
    stranger::write(&mut world.server.store, SUGGESTIONS, 1, write);
    world.rest().unwrap();
}

/// It stayed on the screen until the phone was switched off.
#[test]
fn a_record_that_a_stranger_deletes_goes_from_the_screen() {
    let mut world = world(&[0, 1]);
    written(&mut world, |tx| delete(tx, key()));
    for phone in &world.phones {
        assert!(!phone.view.knows(key()) && phone.view.suggestions.len() == 1);
    }
    world.check_end().unwrap();
}

#[test]
fn a_record_that_cannot_be_read_any_more_goes_from_the_screen_and_stays_in_the_document() {
    let mut world = world(&[0, 1]);
    written(&mut world, |tx| {
        let record = record(tx, key()).unwrap();
        tx.put(&record, Field::RaisedAt.code(), "yesterday").unwrap();
    });
    for phone in &world.phones {
        assert!(!phone.view.knows(key()));
        assert_eq!(phone.problems, [Problem::NeedsUpdate { document: SUGGESTIONS, records: 1 }]);
    }
    world.check_end().unwrap();
    let (_, document) = world.phones[0].replica().documents().find(|(kind, _)| *kind == SUGGESTIONS).unwrap();
    assert!(record(document.automerge(), key()).is_some());
}

#[test]
fn what_is_edited_apart_from_its_deletion_comes_to_the_same_everywhere() {
    let mut world = world(&[0, 1]);
    world.phones[0].is_reachable = false;
    give(&mut world, 0, rename("A lamp"));
    world.run(|_| true).unwrap();
    written(&mut world, |tx| delete(tx, key()));
    assert!(world.phones[0].view.knows(key()) && !world.phones[1].view.knows(key()));
    world.check_end().unwrap();
}
