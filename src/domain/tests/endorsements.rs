//! Captains who speak for captaincies: who may, for whom, and once.

use super::story::{
    ADMIN, CAPTAIN, COORDINATOR, MEMBER, NOW, OTHER_CAPTAIN, OTHER_MEMBER, carry_out, check, context, endorse,
    evolve_all, id, neighbourhood,
};
use crate::{
    access::Actor,
    captaincy::Level,
    change::Write,
    command::Command,
    decide::decide,
    endorsement::Endorsement,
    field::Field,
    id::{BuildingId, CaptaincyId, EndorsementId, PersonId},
    policy::judge,
    record::{Collection, Record, RecordKey},
    refusal::Refusal,
    undo::undo,
    value::Value,
};

fn appointed(person: Actor, level: Level) -> (Actor, Command) {
    let (person, building): (PersonId, BuildingId) = (person.person, id(1));
    (ADMIN, Command::GrantCaptaincy { id: id(50), person, building, level })
}

fn said_by(by: Actor, captaincy: u128) -> RecordKey {
    let captaincy: CaptaincyId = id(captaincy);
    RecordKey { collection: Collection::Endorsements, id: EndorsementId::of(captaincy, by.person).0 }
}

#[test]
fn captains_by_appointment_speak_for_others() {
    check(&[], (CAPTAIN, endorse(CAPTAIN, 3, "Knows everybody")), Ok(1));
    for who in [OTHER_CAPTAIN, COORDINATOR, ADMIN] {
        let said = || (who, endorse(who, 3, ""));
        check(&[], said(), Err(Refusal::NotAllowed));
        check(&[appointed(who, Level::Candidate)], said(), Err(Refusal::NotAllowed));
        check(&[appointed(who, Level::Formal)], said(), Ok(1));
        check(&[appointed(who, Level::Core)], said(), Ok(1));
    }
    // Whoever is no captain any more has no say, whatever still stands in the roster.
    check(&[appointed(MEMBER, Level::Core)], (MEMBER, endorse(MEMBER, 3, "")), Err(Refusal::NotAllowed));
}

#[test]
fn of_what_is_not_there_and_too_many_words() {
    check(&[], (CAPTAIN, endorse(CAPTAIN, 99, "")), Err(Refusal::NotFound { of: Collection::Captaincies }));
    let long = Refusal::TooMuch { field: Field::Note, most: 200 };
    check(&[], (CAPTAIN, endorse(CAPTAIN, 3, &"x".repeat(201))), Err(long));
    check(&[], (CAPTAIN, endorse(CAPTAIN, 1, "")), Err(Refusal::Oneself));
    // A modified page can't count twice, nor in another's name.
    check(&[], (CAPTAIN, endorse(OTHER_CAPTAIN, 3, "")), Err(Refusal::NotAllowed));
}

/// Twice, or on two phones, is once.
#[test]
fn an_endorsement_is_one() {
    check(&[], (CAPTAIN, endorse(CAPTAIN, 2, "Always there")), Ok(0));
    check(&[], (CAPTAIN, endorse(CAPTAIN, 2, "Helps with everything")), Ok(1));
    let mut community = neighbourhood();
    let apart: Vec<_> = ["one", "two"]
        .into_iter()
        .flat_map(|note| decide(context(&community, CAPTAIN), endorse(CAPTAIN, 3, note)).unwrap().changes)
        .collect();
    evolve_all(&mut community, &apart);
    assert_eq!(community.endorsements_of(id(3)).len(), 1);
}

#[test]
fn withdrawn_and_given_again() {
    let key = said_by(CAPTAIN, 2);
    let (gone, back) = (Command::Remove { key }, Command::Restore { key });
    for who in [CAPTAIN, COORDINATOR, ADMIN] {
        check(&[], (who, gone.clone()), Ok(1));
    }
    check(&[], (OTHER_CAPTAIN, gone.clone()), Err(Refusal::NotYours));
    let given = [(CAPTAIN, gone)];
    check(&given, (CAPTAIN, back), Ok(1));
    check(&given, (CAPTAIN, endorse(CAPTAIN, 2, "Always there")), Ok(1));
    check(&given, (CAPTAIN, endorse(CAPTAIN, 2, "Since ever")), Ok(2));
}

#[test]
fn undo_brings_the_words_back() {
    let mut community = neighbourhood();
    let command = endorse(CAPTAIN, 2, "Since ever");
    let back = undo(&community, &command).unwrap();
    carry_out(&mut community, CAPTAIN, NOW, command);
    carry_out(&mut community, CAPTAIN, NOW, back);
    assert_eq!(community, neighbourhood());
}

/// What no command of ours writes.
#[test]
fn nobody_puts_words_into_anothers_mouth() {
    let community = neighbourhood();
    let by = |number: u128, by: Actor, captaincy: CaptaincyId| {
        let record =
            Record::from(Endorsement { id: id(number), captaincy, by: by.person, at: NOW, note: String::new() });
        Write::Create(record.key(), record.fields())
    };
    let named = |by: Actor, captaincy| said_by(by, captaincy).id.as_u128();
    let put = Write::Put(said_by(CAPTAIN, 2), Field::Note, Value::Text("Never".into()));
    for (actor, write) in [
        (CAPTAIN, by(77, CAPTAIN, id(3))),
        (CAPTAIN, by(named(CAPTAIN, 1), CAPTAIN, id(1))),
        (CAPTAIN, by(named(CAPTAIN, 99), CAPTAIN, id(99))),
        (ADMIN, by(named(CAPTAIN, 3), CAPTAIN, id(3))),
        (OTHER_MEMBER, by(named(OTHER_MEMBER, 3), OTHER_MEMBER, id(3))),
        (ADMIN, put.clone()),
        (OTHER_MEMBER, put.clone()),
    ] {
        let why = judge(actor, std::slice::from_ref(&write), &community).unwrap_err();
        assert!(matches!(why, Refusal::NotAllowed | Refusal::NotYours), "{actor:?}: {write:?}");
    }
    assert!(judge(CAPTAIN, &[by(named(CAPTAIN, 3), CAPTAIN, id(3))], &community).is_ok());
    assert!(judge(CAPTAIN, &[put], &community).is_ok());
}
