//! The oracles are worth something: whoever lies, or leaves out a step that a promise rests on, is found out.

use kaifong_tests::world::Sabotage;

use crate::outcome;

/// How many seeds it may take an oracle to find out.
const PATIENCE: u64 = 60;

/// Some seed finds a lie out by the promise that it breaks, not by an accident that follows from it.
#[track_caller]
fn is_caught(sabotage: Sabotage, promises: &[&str]) {
    let broken = |why: &String| promises.iter().any(|promise| why.contains(promise));
    let caught =
        (0..PATIENCE).find_map(|seed| Some((seed, outcome(seed, Some(sabotage), false).err().filter(broken)?)));
    let (seed, why) = caught.unwrap_or_else(|| panic!("nobody noticed {sabotage:?} in {PATIENCE} seeds"));
    println!("{sabotage:?}, seed {seed}: {why}");
}

#[test]
fn the_oracles_catch_a_disk_that_forgets() {
    is_caught(Sabotage::DiskForgets, &["was saved and is gone", "does not wait"]);
}

#[test]
fn the_oracles_catch_a_store_that_forgets() {
    is_caught(Sabotage::StoreForgets, &["was kept and is not with the community"]);
}

#[test]
fn the_oracles_catch_a_receipt_before_its_commit() {
    is_caught(Sabotage::HastyReceipt, &["was kept and is not with the community"]);
}

#[test]
fn the_oracles_catch_a_lost_outbox_row() {
    is_caught(Sabotage::RowForgotten, &["does not wait"]);
}

#[test]
fn the_oracles_catch_a_deletion_before_the_reading_back() {
    is_caught(Sabotage::HastyDeletion, &["was saved and is gone"]);
}

#[test]
fn the_oracles_catch_a_name_used_twice() {
    is_caught(Sabotage::StaleNonce, &["of one actor"]);
}

#[test]
fn the_oracles_catch_a_server_that_lets_everybody_read() {
    is_caught(Sabotage::OpenDoors, &["may not read"]);
}

#[test]
fn the_oracles_catch_a_gate_that_lets_everything_in() {
    is_caught(Sabotage::OpenGate, &["which was forged"]);
}

#[test]
fn the_oracles_catch_a_server_that_believes_what_it_does_not_know() {
    is_caught(Sabotage::BlindFaith, &["was kept and is not with the community", "and the server differ", "is Status"]);
}

#[test]
fn the_oracles_catch_a_refused_list_that_loses_a_row() {
    is_caught(Sabotage::ListForgets, &["is not listed"]);
}
