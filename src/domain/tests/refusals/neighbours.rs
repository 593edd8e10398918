//! Refusals about the community's card, buildings, people and captains.

use super::{Table, check_all};
use crate::{
    building::{BuildingEdit, EstateEdit},
    captaincy::{CaptaincyEdit, Level},
    command::Command,
    field::Field,
    id::{BuildingId, PersonId},
    person::PersonEdit,
    profile::ProfileEdit,
    record::Collection,
    refusal::Refusal,
    tests::story::{ADMIN, CAPTAIN, COORDINATOR, MEMBER, NOW, OTHER_CAPTAIN, OTHER_MEMBER, PARTNER, check, id, key},
};

fn person(id: PersonId, edits: &[PersonEdit]) -> Command {
    let edits = [&[PersonEdit::Name("Somebody".into())], edits].concat();
    Command::AddPerson { id, edits }
}

fn grant(number: u128, person: PersonId, building: BuildingId, level: Level) -> Command {
    Command::GrantCaptaincy { id: id(number), person, building, level }
}

#[test]
fn of_places() {
    let estate = |number, name: &str| Command::AddEstate { id: id(number), edits: vec![EstateEdit::Name(name.into())] };
    let building = |number, estate, name: &str| Command::AddBuilding {
        id: id(number),
        estate: id(estate),
        edits: vec![BuildingEdit::Name(name.into())],
    };
    let missing = Refusal::Missing { field: Field::Name };
    let table: Table = vec![
        (ADMIN, Command::WriteProfile { edits: vec![ProfileEdit::Name("  ".into())] }, missing),
        (ADMIN, estate(9, ""), missing),
        (ADMIN, Command::AddEstate { id: id(9), edits: vec![] }, missing),
        (ADMIN, estate(1, "Another"), Refusal::IdTaken),
        (ADMIN, building(9, 1, "\u{3000}"), missing),
        (ADMIN, building(9, 99, "Block 9"), Refusal::NotFound { of: Collection::Estates }),
        (ADMIN, building(1, 1, "Block 9"), Refusal::IdTaken),
        (CAPTAIN, building(9, 1, "Block 9"), Refusal::NotAllowed),
    ];
    check_all(table);
}

#[test]
fn of_people() {
    let nowhere = PersonEdit::Building(Some(id(99)));
    let checked_in = PersonEdit::CheckedInAt(Some(NOW));
    let not_there = |of| Refusal::NotFound { of };
    let edit = |id, edit: &PersonEdit| Command::EditPerson { id, edits: vec![edit.clone()] };
    let table: Table = vec![
        (MEMBER, person(id(9), &[]), Refusal::NotAllowed),
        (PARTNER, person(id(9), &[]), Refusal::NotAllowed),
        (COORDINATOR, person(id(9), &[PersonEdit::Name(String::new())]), Refusal::Missing { field: Field::Name }),
        (COORDINATOR, person(id(9), std::slice::from_ref(&nowhere)), not_there(Collection::Buildings)),
        (CAPTAIN, person(id(9), std::slice::from_ref(&checked_in)), Refusal::NotAllowed),
        (CAPTAIN, person(MEMBER.person, &[]), Refusal::IdTaken),
        (MEMBER, person(MEMBER.person, &[]), Refusal::IdTaken),
        (COORDINATOR, edit(id(99), &checked_in), not_there(Collection::People)),
        (MEMBER, edit(MEMBER.person, &checked_in), Refusal::NotAllowed),
        (MEMBER, edit(MEMBER.person, &nowhere), not_there(Collection::Buildings)),
        (MEMBER, edit(OTHER_MEMBER.person, &nowhere), Refusal::NotYours),
        (CAPTAIN, edit(MEMBER.person, &nowhere), Refusal::NotYours),
        (MEMBER, edit(MEMBER.person, &PersonEdit::Name(" ".into())), Refusal::Missing { field: Field::Name }),
        (MEMBER, Command::Remove { key: key(Collection::People, 4) }, Refusal::NotYours),
    ];
    check_all(table);
}

#[test]
fn of_captains() {
    let edit = |number, level| Command::EditCaptaincy { id: id(number), edits: vec![CaptaincyEdit::Level(level)] };
    let strange = Refusal::NeedsUpdate { field: Field::Level };
    let table: Table = vec![
        (COORDINATOR, grant(9, id(99), id(1), Level::Formal), Refusal::NotFound { of: Collection::People }),
        (COORDINATOR, grant(9, id(4), id(99), Level::Formal), Refusal::NotFound { of: Collection::Buildings }),
        (COORDINATOR, grant(9, id(4), id(1), Level::Unknown), strange),
        (COORDINATOR, grant(1, id(4), id(1), Level::Formal), Refusal::IdTaken),
        (OTHER_CAPTAIN, grant(9, OTHER_CAPTAIN.person, id(1), Level::Core), Refusal::NotAllowed),
        (COORDINATOR, edit(99, Level::Core), Refusal::NotFound { of: Collection::Captaincies }),
        (COORDINATOR, edit(1, Level::Unknown), strange),
        (CAPTAIN, edit(1, Level::Core), Refusal::NotAllowed),
        (CAPTAIN, Command::Remove { key: key(Collection::Captaincies, 1) }, Refusal::NotAllowed),
    ];
    check_all(table);
}

#[test]
fn a_card_of_ones_own_is_everybodys_right() {
    let own = || person(OTHER_MEMBER.person, &[]);
    let gone = Command::Remove { key: key(Collection::People, 8) };
    check(&[], (COORDINATOR, gone.clone()), Ok(1));
    check(&[(COORDINATOR, gone)], (OTHER_MEMBER, own()), Err(Refusal::IdTaken));
}

/// A card that was taken out comes back as a whole when it is written again.
#[test]
fn the_communitys_card_can_be_written_again() {
    let gone = || Command::Remove { key: key(Collection::Profile, 0) };
    let write = |name: &str| Command::WriteProfile { edits: vec![ProfileEdit::Name(name.into())] };
    check(&[(ADMIN, gone())], (ADMIN, write("Again")), Ok(2));
    check(&[(ADMIN, gone()), (ADMIN, write("Again"))], (ADMIN, write("Again")), Ok(0));
    check(&[(ADMIN, gone()), (ADMIN, write("Again"))], (ADMIN, gone()), Ok(1));
}

/// Of several values for one field the last counts, and only what differs is written.
#[test]
fn edits_come_to_one_change_a_field() {
    let name = |name: &str| PersonEdit::Name(name.into());
    let edit = |edits: &[PersonEdit]| Command::EditPerson { id: MEMBER.person, edits: edits.to_vec() };
    check(&[], (MEMBER, edit(&[name("a"), name("b"), PersonEdit::Unit("u".into())])), Ok(2));
    check(&[], (MEMBER, edit(&[name("a"), name("Neighbour 4")])), Ok(0));
    check(&[], (MEMBER, edit(&[])), Ok(0));
}
