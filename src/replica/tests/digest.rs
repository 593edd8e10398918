//! Digests: nothing that differs is overlooked, and little is said.

use std::collections::BTreeSet;

use automerge::ChangeHash;
use proptest::prelude::*;

use crate::sync::digest::{Holdings, bucket, buckets, count, differing, root};

fn holdings(documents: usize) -> Holdings {
    let heads = |number: usize| vec![ChangeHash([number as u8; 32]), ChangeHash([(number >> 8) as u8 | 0x80; 32])];
    (0..documents).map(|number| (format!("document-{number}"), heads(number))).collect()
}

fn any_holdings() -> impl Strategy<Value = Holdings> {
    let heads = prop::collection::vec(any::<[u8; 32]>().prop_map(ChangeHash), 1..3);
    prop::collection::btree_map("[a-z]{1,12}", heads, 0..40)
}

/// The documents of which two sides do not hold the same.
fn unlike<'a>(one: &'a Holdings, other: &'a Holdings) -> BTreeSet<&'a String> {
    one.keys().chain(other.keys()).filter(|name| one.get(*name) != other.get(*name)).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_differs_is_in_a_bucket_that_differs(ours in any_holdings(), mut theirs in any_holdings(), alike in any::<u8>()) {
        theirs.extend(ours.clone().into_iter().take(usize::from(alike)));
        let ours_root = root(&ours);
        prop_assert_eq!(ours_root == root(&theirs), ours == theirs);
        let answer = buckets(&theirs, &ours_root);
        let found = differing(&ours, &ours_root, &answer).unwrap();
        for name in unlike(&ours, &theirs) {
            prop_assert!(found.contains(&bucket(name, count(&answer))));
        }
    }
}

#[test]
fn one_document_of_a_thousand_is_found_in_a_kilobyte() {
    let ours = holdings(1_000);
    let mut theirs = ours.clone();
    theirs.insert("document-500".into(), vec![ChangeHash([9; 32])]);
    let answer = buckets(&theirs, &root(&ours));
    assert_eq!(answer.len(), 1_024);
    let found = differing(&ours, &root(&ours), &answer).unwrap();
    assert_eq!(found, BTreeSet::from([bucket("document-500", count(&answer))]));
    let opened = ours.keys().filter(|name| found.contains(&bucket(name, count(&answer)))).count();
    assert!(opened < 30, "{opened} documents are opened for one");
}

/// The roots differ, and all buckets happen to look alike.
#[test]
fn a_collision_opens_everything() {
    let ours = holdings(20);
    let answer = buckets(&ours, &root(&ours));
    assert_eq!(differing(&ours, &root(&ours), &answer).unwrap().len(), count(&answer));
}

#[test]
fn the_salt_is_the_askers_root() {
    let (ours, other) = (holdings(20), holdings(21));
    assert_ne!(buckets(&ours, &root(&ours)), buckets(&ours, &root(&other)));
}

#[test]
fn what_is_no_answer_is_refused() {
    for length in [0, 7, 8 * 3, 8 * 256, 8 * 128 + 1] {
        assert_eq!(differing(&holdings(3), &[0; 32], &vec![0; length]), None, "{length} bytes");
    }
}
