//! The small community in which the suites play: two buildings, a few people, a series, a task, two
//! suggestions. It is made by commands on a phone, as any community is.

use std::{collections::BTreeMap, sync::OnceLock};

use jiff::civil::{Date, date};
use kaifong_domain::{
    access::AccessRole,
    building::{BuildingEdit, EstateEdit},
    command::{Command, NewRole},
    id::{BuildingId, EstateId, PersonId, RequestId, RoleId, SeriesId, SuggestionId, TaskId},
    person::PersonEdit,
    profile::ProfileEdit,
    series::SeriesEdit,
    suggestion::SuggestionEdit,
    task::TaskEdit,
};
use kaifong_replica::document::Document;
use uuid::Uuid;

use crate::{ledger::Broken, seed::Seed, world::World};

/// The day of the series' first session: a Wednesday.
pub const FIRST: Date = date(2026, 11, 4);

const fn id(kind: u128, number: u128) -> Uuid {
    Uuid::from_u128(0x0196_0000_0000_7000_8000_0000_0000_0000 | kind << 32 | number)
}

/// The people: an admin, a coordinator, a captain, two members and a partner.
pub const PEOPLE: [AccessRole; 6] = [
    AccessRole::Admin,
    AccessRole::Coordinator,
    AccessRole::Captain,
    AccessRole::Member,
    AccessRole::Member,
    AccessRole::Partner,
];

/// One of [`PEOPLE`].
pub const fn person(number: usize) -> PersonId {
    PersonId(id(1, number as u128))
}

/// One of two buildings.
pub const fn building(number: usize) -> BuildingId {
    BuildingId(id(2, number as u128))
}

/// The weekly series.
pub const SERIES: SeriesId = SeriesId(id(3, 0));
/// A task with one role.
pub const TASK: TaskId = TaskId(id(4, 0));
/// The task's role, with two places.
pub const ROLE: RoleId = RoleId(id(5, 0));

/// One of two suggestions.
pub const fn suggestion(number: usize) -> SuggestionId {
    SuggestionId(id(6, number as u128))
}

/// The commands that found the community.
pub fn commands() -> Vec<Command> {
    let estate = EstateId(id(7, 0));
    let mut commands = vec![
        Command::WriteProfile { edits: vec![ProfileEdit::Name("Demo".into())] },
        Command::AddEstate { id: estate, edits: vec![EstateEdit::Name("East".into())] },
    ];
    commands.extend((0..2).map(|number| Command::AddBuilding {
        id: building(number),
        estate,
        edits: vec![BuildingEdit::Name(format!("Block {number}")), BuildingEdit::Households(90)],
    }));
    commands.extend((0..PEOPLE.len()).map(|number| Command::AddPerson {
        id: person(number),
        edits: vec![PersonEdit::Name(format!("Person {number}"))],
    }));
    commands.extend([
        Command::AddSeries {
            id: SERIES,
            first: FIRST,
            edits: vec![
                SeriesEdit::Title("Book club".into()),
                SeriesEdit::Teachers(1),
                SeriesEdit::Helpers(2),
                SeriesEdit::Minutes(1_170),
            ],
        },
        Command::AddTask {
            id: TASK,
            suggestion: None,
            edits: vec![TaskEdit::Title("Clean the yard".into())],
            roles: vec![NewRole { id: ROLE, name: "sweeper".into(), places: 2 }],
        },
    ]);
    commands.extend((0..2).map(|number| Command::RaiseSuggestion {
        id: suggestion(number),
        edits: vec![SuggestionEdit::Title(format!("Suggestion {number}"))],
    }));
    commands
}

/// What a server has stored of the community.
pub fn store() -> BTreeMap<String, Vec<Vec<u8>>> {
    static STORE: OnceLock<BTreeMap<String, Vec<Vec<u8>>>> = OnceLock::new();
    STORE.get_or_init(|| found().expect("in a world without faults a community can be founded")).clone()
}

fn found() -> Result<BTreeMap<String, Vec<Vec<u8>>>, Broken> {
    let mut world = World::new(Seed::new(0), BTreeMap::new());
    let admin = world.add_phone(person(0), PEOPLE[0]);
    world.rest()?;
    for command in commands() {
        let request = RequestId(world.seed.uuid());
        if let Err(refusal) = world.give(admin, request, command)? {
            panic!("founding is refused: {refusal}");
        }
    }
    world.check_end()?;
    let hub = world.server.hub();
    let chunk = |kind| Some(vec![hub.document(kind)?.save_after(&Document::new(kind).heads())]);
    Ok(hub.kinds().filter_map(|kind| Some((kind.name(), chunk(kind)?))).collect())
}

/// A world with the founded community, and a phone for each of these people, all switched on and even.
///
/// # Errors
/// If that breaks a promise.
pub fn world(seed: Seed, people: &[usize]) -> Result<World, Broken> {
    let mut world = World::new(seed, store());
    for number in people {
        world.add_phone(person(*number), PEOPLE[*number]);
    }
    world.rest()?;
    Ok(world)
}
