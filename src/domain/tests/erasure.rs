//! What is left of somebody who was erased.

use super::story::{
    ADMIN, CAPTAIN, MEMBER, NOW, OTHER_MEMBER, carry_out, check, claim, evolve_all, id, key, neighbourhood,
};
use crate::{
    change::{Change, Write},
    command::Command,
    community::Community,
    contact::ContactEdit,
    decide::decide,
    document::DocumentKind,
    erasure::{Erasure, NAMELESS, of_roster, of_tasks},
    evolve::evolve,
    field::Field,
    id::{EndorsementId, PersonId},
    person::PersonEdit,
    policy::{judge, may_read},
    record::{Collection, Record},
    refusal::Refusal,
    task::{TaskEdit, TaskStatus},
    value::Value,
};

fn erased(mut community: Community, person: PersonId) -> Community {
    let changes = of_roster(&community, person);
    evolve_all(&mut community, &changes);
    evolve(&mut community, &Change::PersonErased(Erasure { id: person, at: NOW }));
    community
}

#[test]
fn the_card_is_empty_and_taken_out_and_the_captaincies_go() {
    let mut community = neighbourhood();
    let edits = vec![
        PersonEdit::Unit("Water works".into()),
        PersonEdit::Building(Some(id(1))),
        PersonEdit::Skills(["Piano".to_owned()].into()),
        PersonEdit::About("Plays".into()),
        PersonEdit::Availability("Evenings".into()),
    ];
    carry_out(&mut community, CAPTAIN, NOW, Command::EditPerson { id: CAPTAIN.person, edits });
    let community = erased(community, CAPTAIN.person);
    assert!(community.people.get(&CAPTAIN.person).is_none());
    assert!(community.captaincies.values().all(|captaincy| captaincy.person != CAPTAIN.person));
    let Some(Record::Person(card)) = community.removed.get(&key(Collection::People, 3)) else { panic!() };
    let words = [&card.unit, &card.availability, &card.about];
    assert!(card.name == NAMELESS && words.iter().all(|word| word.is_empty()));
    assert!(card.building.is_none() && card.skills.is_empty() && card.groups.is_empty());
    // Once is enough; and of somebody who has no card there is nothing to take out.
    assert_eq!(of_roster(&community, CAPTAIN.person), []);
    assert_eq!(of_roster(&community, id(99)), []);
}

/// What is said for somebody goes with them, and so does what they said: also what had been withdrawn.
#[test]
fn endorsements_go_with_either() {
    for who in [CAPTAIN, OTHER_MEMBER] {
        let mut community = neighbourhood();
        let said = EndorsementId::of(id(2), CAPTAIN.person);
        let of = |community: &Community| match community.removed.get(&key(Collection::Endorsements, said.0.as_u128())) {
            Some(Record::Endorsement(endorsement)) => Some(endorsement.note.clone()),
            _ => None,
        };
        assert_eq!(of(&erased(community.clone(), who.person)), Some(String::new()), "{who:?}");
        let withdrawn = Command::Remove { key: key(Collection::Endorsements, said.0.as_u128()) };
        carry_out(&mut community, CAPTAIN, NOW, withdrawn);
        assert_eq!(of(&community).as_deref(), Some("Always there"));
        let community = erased(community, who.person);
        assert_eq!(of(&community), Some(String::new()), "{who:?}");
        assert_eq!(of_roster(&community, who.person), []);
    }
    assert_eq!(erased(neighbourhood(), MEMBER.person).endorsements.len(), 1, "and nobody else's");
}

#[test]
fn places_in_what_is_to_come_are_given_back() {
    let mut community = neighbourhood();
    for (task, days) in [(1, 1), (2, -1)] {
        let edits = vec![TaskEdit::StartsAt(Some(NOW.plus_days(days))), TaskEdit::Status(TaskStatus::Open)];
        carry_out(&mut community, CAPTAIN, NOW, Command::EditTask { id: id(task), occurrence: None, edits });
    }
    carry_out(&mut community, MEMBER, NOW, claim(3, MEMBER, 2, 2));
    let changes = of_tasks(&community, MEMBER.person, NOW);
    evolve_all(&mut community, &changes);
    assert!(!community.claims[&id(1)].stands(), "it begins tomorrow");
    assert!(community.claims[&id(3)].stands(), "it was yesterday: who was there was there");
    assert_eq!(of_tasks(&community, MEMBER.person, NOW), []);
}

/// Neither by those who may do most, nor by writes that no command makes.
#[test]
fn nothing_is_said_of_them_again() {
    let community = erased(neighbourhood(), MEMBER.person);
    let person = MEMBER.person;
    let phone = || vec![ContactEdit::Phone("555 0104".into())];
    for command in [
        Command::WriteContact { person, edits: phone() },
        Command::Restore { key: key(Collection::People, 4) },
        Command::AddPerson { id: id(10), edits: vec![PersonEdit::Name("Again".into())] },
    ] {
        let refusal = decide(super::story::context(&community, ADMIN), command.clone()).unwrap_err();
        assert_eq!(refusal, Refusal::Erased, "{command:?}");
    }
    for actor in [ADMIN, MEMBER] {
        assert!(!may_read(actor, DocumentKind::Private(person), &community));
        let write = Write::Put(key(Collection::People, 4), Field::Name, Value::Text("Again".into()));
        assert_eq!(judge(actor, &[write], &community).unwrap_err(), Refusal::Erased);
    }
    check(
        &[],
        (ADMIN, Command::WriteContact { person: id(10), edits: phone() }),
        Err(Refusal::NotFound { of: Collection::People }),
    );
    check(&[], (ADMIN, Command::Remove { key: key(Collection::Erasures, 10) }), Err(Refusal::NotAllowed));
}
