//! The table of who may do what: as it is written down for people, and against writes that no command makes.

use std::fmt::Write as _;

use super::story::{
    ADMIN, CAPTAIN, COORDINATOR, FIRST, MEMBER, NOW, OTHER_CAPTAIN, OTHER_MEMBER, PARTNER, advance, carry_out, check,
    context, id, key, neighbourhood, teacher_of,
};
use crate::{
    access::{AccessRole, Actor},
    change::Write,
    claim::Claim,
    command::Command,
    comment::Comment,
    community::Community,
    contact::Contact,
    decide::decide,
    device::Device,
    event::Event,
    field::Field,
    id::{BuildingId, ClaimId},
    person::PersonEdit,
    policy::{Part, Party, TABLE, judge},
    record::{Collection, Entry, Record},
    refusal::Refusal,
    suggestion::{Status, SuggestionEdit},
    value::{FieldValue, Value},
};

fn in_words(party: Party) -> &'static str {
    match party {
        Party::Everybody => "everybody who may read it",
        Party::Coordinator => "coordinators and admins",
        Party::CaptainOfNewcomer => "captains, for somebody who has no device and no contact yet",
        Party::Planner => "captains (no session), coordinators and admins",
        Party::CaptainThere => {
            "captains of the suggestion's building (any captain if it names none), coordinators and admins"
        }
        Party::CaptainInCharge => "captains of the building on the person's card",
        Party::BookClub => "the book club's team, coordinators and admins",
        Party::Endorser => "captains by appointment, for somebody else's captaincy",
        Party::Themselves => "the person whom it is about",
        Party::Author => "who made it",
        Party::RaiserAtFirst => "who raised it, until it is taken on",
        Party::RaiserToAgree => "who raised the suggestion, to agree that it is solved",
        Party::Owner => "who follows the suggestion up",
        Party::CaptainWhoMadeIt => "the captain who made the task",
        Party::Lead => "who leads the task",
        Party::Teacher => "who teaches the session",
        Party::Opener => "everybody who may read it, of a session just as its series has it",
    }
}

fn render() -> String {
    let mut page = String::from(
        "# Who may do what\n\n\
         This is `TABLE` in `src/domain/policy/table.rs`, written out by its test. The same table refuses on a phone,\n\
         before an edit, and at the server's gate, before what a phone brings is merged. What it does not name nobody\n\
         may do. A new record must say truly who made it, and nobody makes somebody else's record a second time.\n\n\
         | records | what | who |\n|---|---|---|\n",
    );
    for rule in TABLE {
        let part = match rule.part {
            Part::New => "make one".to_owned(),
            Part::Rest => "edit it".to_owned(),
            Part::Removal => "take it out, bring it back".to_owned(),
            Part::Fields(fields) => {
                let names: Vec<String> = fields.iter().map(|field| format!("`{}`", field.code())).collect();
                format!("edit {}", names.join(", "))
            }
        };
        let who: Vec<&str> = rule.by.iter().map(|party| in_words(*party)).collect();
        let who = if who.is_empty() { "the community's server alone".to_owned() } else { who.join("; ") };
        writeln!(page, "| `{}` | {part} | {who} |", rule.on.code()).expect("a text takes more text");
    }
    page
}

#[test]
fn the_table_is_written_down() {
    let page = render();
    assert!(include_str!("../../../docs/policy.md") == page, "docs/policy.md has to read:\n{page}");
}

#[track_caller]
fn refused(community: &Community, actor: Actor, writes: &[Write]) {
    let why = judge(actor, writes, community).unwrap_err();
    assert!(matches!(why, Refusal::NotAllowed | Refusal::NotYours), "{why}");
}

fn create(record: impl Into<Record>) -> Write {
    let record = record.into();
    Write::Create(record.key(), record.fields())
}

/// What no command of ours makes, but a modified phone could.
#[test]
fn nobody_writes_past_the_table() {
    let community = neighbourhood();
    let suggestion = community.suggestions[&id(1)].clone();
    let by = |actor: Actor| Comment { id: id(50), suggestion: id(1), by: actor.person, at: NOW, text: "Hm".into() };
    let claim = community.claims[&id(1)].clone();
    let put = |collection, number, field, value| Write::Put(key(collection, number), field, value);
    let mine = OTHER_MEMBER.person.to_value();
    for (actor, write) in [
        (OTHER_MEMBER, create(by(MEMBER))),
        (ADMIN, create(by(MEMBER))),
        (OTHER_MEMBER, put(Collection::Suggestions, 1, Field::RaisedBy, mine.clone())),
        (MEMBER, put(Collection::Suggestions, 1, Field::RaisedAt, NOW.to_value())),
        (ADMIN, put(Collection::Events, 1, Field::To, Status::Agreed.to_value())),
        (MEMBER, put(Collection::Comments, 1, Field::Text, Value::Text("I never said that".into()))),
        (MEMBER, put(Collection::Claims, 1, Field::Person, mine.clone())),
        (OTHER_MEMBER, put(Collection::Claims, 1, Field::WithdrawnAt, NOW.to_value())),
        (ADMIN, put(Collection::Claims, 1, Field::SeatedAt, NOW.to_value())),
        (ADMIN, create(Claim { id: id(50), seated_at: Some(NOW), ..claim.clone() })),
        (OTHER_MEMBER, create(crate::suggestion::Suggestion { raised_by: OTHER_MEMBER.person, ..suggestion })),
        (OTHER_MEMBER, create(Claim { person: OTHER_MEMBER.person, ..claim })),
        (OTHER_MEMBER, put(Collection::Suggestions, 1, Field::Unknown, Value::Int(1))),
        (OTHER_MEMBER, put(Collection::Suggestions, 77, Field::Title, Value::Int(1))),
        (ADMIN, put(Collection::Devices, 1, Field::Person, mine)),
    ] {
        refused(&community, actor, &[write]);
    }
}

/// A piece of a text stood as if the field were empty.
#[test]
fn a_piece_of_a_text_leaves_the_field_as_it_is() {
    let (community, task) = (neighbourhood(), key(Collection::Tasks, 1));
    let text = Value::Long("Bring gloves".into());
    let writes = [Write::Put(task, Field::Text, text.clone()), Write::Part(task, Field::Text)];
    let written = judge(ADMIN, &writes, &community).unwrap();
    assert!(written[&task].fields().contains(&(Field::Text, text)));
    refused(&community, OTHER_MEMBER, &[Write::Part(task, Field::Text)]);
}

/// Whoever may not open a session with a title of their own may not do so in two steps either.
#[test]
fn a_session_is_opened_as_its_series_has_it() {
    let community = neighbourhood();
    let (task, roles) = community.series[&id(1)].session(FIRST);
    let opening = [create(task.clone()), create(roles[0].clone()), create(roles[1].clone())];
    assert!(judge(MEMBER, &opening, &community).is_ok());
    let mut lead = task.clone();
    lead.lead = Some(MEMBER.person);
    refused(&community, MEMBER, &[create(lead.clone())]);
    lead.created_by = CAPTAIN.person;
    refused(&community, CAPTAIN, &[create(lead)]);
    let mut many = roles[0].clone();
    many.places = 20;
    refused(&community, MEMBER, &[opening[0].clone(), create(many)]);
    let place = Write::Put(key(Collection::Tasks, task.id.0.as_u128()), Field::Place, Value::Text("At mine".into()));
    refused(&community, MEMBER, &[opening[0].clone(), place.clone()]);
    // A teacher may, from the moment of the claim.
    let claim = Claim {
        id: ClaimId(uuid::Uuid::from_u128(60)),
        task: task.id,
        role: teacher_of(task.id),
        person: MEMBER.person,
        claimed_at: NOW,
        withdrawn_at: None,
        seated_at: None,
        placed_at: None,
    };
    let gone = Write::Put(key(Collection::Claims, 60), Field::WithdrawnAt, NOW.to_value());
    assert!(judge(MEMBER, &[&opening[..], &[create(claim.clone()), place.clone()]].concat(), &community).is_ok());
    refused(&community, MEMBER, &[&opening[..], &[create(claim), gone, place]].concat());
}

/// A suggestion about a building is for that building's captains.
#[test]
fn captains_follow_up_their_buildings() {
    let at = |building: Option<BuildingId>| Command::EditSuggestion {
        id: id(1),
        edits: vec![SuggestionEdit::Building(building)],
    };
    let given = [(CAPTAIN, at(Some(id(1))))];
    let triage = || advance(90, 1, Status::Triaged, "");
    check(&given, (CAPTAIN, triage()), Ok(1));
    check(&given, (COORDINATOR, triage()), Ok(1));
    check(&given, (OTHER_CAPTAIN, triage()), Err(Refusal::NotAllowed));
    check(&given, (OTHER_CAPTAIN, at(None)), Err(Refusal::NotAllowed));
    let owner = vec![SuggestionEdit::Owner(Some(OTHER_CAPTAIN.person))];
    check(
        &given,
        (OTHER_CAPTAIN, Command::EditSuggestion { id: id(1), edits: owner.clone() }),
        Err(Refusal::NotAllowed),
    );
    // Whoever is asked to follow it up may, wherever they are captain.
    let asked = [given[0].clone(), (CAPTAIN, Command::EditSuggestion { id: id(1), edits: owner })];
    check(&asked, (OTHER_CAPTAIN, triage()), Ok(1));
    check(&[], (OTHER_CAPTAIN, triage()), Ok(1));
}

/// Whoever writes a card says who looks after its person, and is given how they can be reached: no captain writes one for
/// somebody who is there already.
#[test]
fn a_captain_writes_no_card_for_somebody_who_is_known() {
    let card = |number| Command::AddPerson {
        id: id(number),
        edits: vec![PersonEdit::Name("New".into()), PersonEdit::Building(Some(id(1)))],
    };
    let with = |record: Record, removed| {
        let mut community = neighbourhood();
        community.put(Entry::plain(record, removed));
        community
    };
    let device = with(Device { id: id(9), since: NOW, person: id(20) }.into(), false);
    let contact = || Contact { phone: "555 0120".into(), ..Contact::blank(id(20)) };
    for community in [device, with(contact().into(), false), with(contact().into(), true)] {
        let by =
            |actor, number| decide(context(&community, actor), card(number)).map(|decision| decision.changes.len());
        assert_eq!(by(CAPTAIN, 20), Err(Refusal::NotAllowed));
        assert_eq!(by(CAPTAIN, 21), Ok(1));
        assert_eq!(by(COORDINATOR, 20), Ok(1));
        assert_eq!(by(Actor::new(id(20), AccessRole::Member), 20), Ok(1));
    }
}

/// The state is that of the moment before each write: in one breath too.
#[test]
fn what_is_taken_on_is_not_its_raisers_any_more() {
    let mut community = neighbourhood();
    let title = Write::Put(key(Collection::Suggestions, 1), Field::Title, Value::Text("Lamp".into()));
    assert!(judge(MEMBER, std::slice::from_ref(&title), &community).is_ok());
    carry_out(&mut community, CAPTAIN, NOW, advance(90, 1, Status::Triaged, ""));
    refused(&community, MEMBER, &[title]);
    let agreed = |by: Actor| {
        let (suggestion, from, to, at) = (id(1), Status::Solved, Status::Agreed, NOW);
        create(Event { id: id(91), suggestion, from, to, by: by.person, at, note: String::new() })
    };
    assert!(judge(MEMBER, &[agreed(MEMBER)], &community).is_ok());
    refused(&community, OTHER_MEMBER, &[agreed(OTHER_MEMBER)]);
    refused(&community, PARTNER, &[agreed(PARTNER)]);
}

/// A phone that was set back gives the same command again: the same record by the same hand.
#[test]
fn what_is_made_twice_is_one() {
    let community = neighbourhood();
    let record = community.suggestions[&id(1)].clone();
    assert!(judge(MEMBER, &[create(record.clone())], &community).is_ok());
    refused(&community, ADMIN, &[create(record)]);
}
