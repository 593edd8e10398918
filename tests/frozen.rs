//! A community as it was stored before the roster had gained endorsements: what its server holds, and what three of its
//! phones do, two of which have something waiting.

use std::collections::BTreeMap;

use kaifong_replica::storage::ChunkId;

use crate::{
    disk::Disk,
    founding::{self, PEOPLE},
    seed::Seed,
    stranger::Store,
    world::World,
};

/// Written by the version before, with a serializer that writes no names: it can't be written anew.
const BEFORE_ENDORSEMENTS: &[u8] = include_bytes!("fixtures/before-endorsements.postcard");

type Rows = BTreeMap<[u8; 32], Vec<u8>>;
type Phone = (BTreeMap<ChunkId, Vec<u8>>, Rows, Rows, BTreeMap<String, Vec<u8>>);

/// The coordinator's phone, on which a captaincy of [`founding::person`] 3 waits.
pub const COORDINATOR: usize = 0;
/// The captain's, on which nothing waits.
pub const CAPTAIN: usize = 1;
/// The phone of [`founding::person`] 3, who has edited their card.
pub const MEMBER: usize = 2;

/// What its server held.
///
/// # Panics
/// If the fixture can't be read.
pub fn store() -> Store {
    read().1
}

/// The community with this version on all of its devices: the phones are off, and out of reach no more.
///
/// # Panics
/// If the fixture can't be read.
pub fn world() -> World {
    let (now, store, phones) = read();
    let mut world = World::new(Seed::new(1), store);
    world.now = now;
    for (number, (chunks, outbox, refused, meta)) in (1..).zip(phones) {
        let index = world.add_phone(founding::person(number), PEOPLE[number]);
        world.phones[index].disk = Disk { chunks, outbox, refused, meta, quota: None };
    }
    world
}

fn read() -> (i64, Store, Vec<Phone>) {
    postcard::from_bytes(BEFORE_ENDORSEMENTS).expect("the fixture is as it was written")
}
