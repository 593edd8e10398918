//! The policy at the gate: what it lets in is what the table allows, whatever a modified client writes.

mod stage;

use kaifong_domain::{
    access::{AccessRole, Actor},
    bridge::Tick,
    captaincy::Level,
    change::Write,
    command::Command,
    document::DocumentKind,
    id::{CaptaincyId, EventId, PersonId, RequestId},
    person::PersonEdit,
    profile::ProfileEdit,
    record::{Collection, Record, RecordKey},
    refusal::Refusal,
    refused::Cause,
    rejection::Rejection,
    suggestion::{Status, SuggestionEdit},
};
use kaifong_replica::{document::Document, gate::Rights};
use kaifong_tests::{
    forge::Desk,
    founding::{self, PEOPLE},
    world::World,
};

use self::stage::Stage;
pub use self::stage::written;
use crate::saying::{give, raise, reach, refused, rename, world};

#[test]
fn the_gate_lets_in_what_the_table_allows_and_nothing_else() {
    let (mut let_in, mut kept_out) = (0, 0);
    for seed in 0..40 {
        let mut stage = Stage::new(seed);
        (0..60).for_each(|_| stage.step());
        (let_in, kept_out) = (let_in + stage.tally.0, kept_out + stage.tally.1);
    }
    assert!(let_in > 500 && kept_out > 500, "{let_in} let in, {kept_out} kept out");
}

/// Nobody takes over somebody else's record by making it once more on top of an older state.
#[test]
fn nobody_makes_anothers_record_again() {
    let stage = Stage::new(0);
    let kind = DocumentKind::Suggestions(2026);
    let theirs = stage.community.suggestions[&founding::suggestion(0)].clone();
    let attempt = |number: usize, raised_by| {
        let actor = Actor::new(founding::person(number), PEOPLE[number]);
        let mut mine = theirs.clone();
        (mine.raised_by, mine.title) = (raised_by, "Mine".into());
        let record = Record::from(mine);
        let create = Write::Create(record.key(), record.fields());
        let chunk = written(&mut Document::new(kind), [7; 8], &[create]).expect("it writes something");
        let mut desk = Desk::at(stage.documents[&kind].clone()).with_rights(Rights::Of(actor));
        desk.known = stage.community.clone();
        desk.bring(vec![chunk]).expect("the link is not cut").iter().map(|refused| refused.why).collect::<Vec<_>>()
    };
    assert_eq!(attempt(3, founding::person(3)), [Rejection::NotAllowed], "another's");
    assert_eq!(attempt(3, theirs.raised_by), [Rejection::NotAllowed], "in another's name");
    assert_eq!(attempt(0, theirs.raised_by), [], "one's own");
}

/// A modified client skips its own check, or a phone has not heard yet that its person coordinates no more: the
/// server keeps out what is not theirs, tells them, and nothing else is disturbed.
#[test]
fn who_coordinates_no_more_is_told_so() {
    let mut world = world(&[0, 1]);
    world.set_role(1, AccessRole::Member).unwrap();
    reach(&mut world, 1, false);
    let profile = Command::WriteProfile { edits: vec![ProfileEdit::Name("Mine".into())] };
    let (forged, own) = (give(&mut world, 1, profile), raise(&mut world, 1, "A bench").1);
    let theirs = give(&mut world, 0, rename("A lamp"));
    reach(&mut world, 1, true);
    world.rest().unwrap();
    assert!(world.phones[1].lists(forged), "they are told");
    assert_eq!(
        world.phones[1].refused.iter().map(|refused| refused.why).collect::<Vec<_>>(),
        [Cause::Rejected(Rejection::NotAllowed)]
    );
    assert_eq!((world.phones[1].tick(own), world.phones[0].tick(theirs)), (Some(Tick::Kept), Some(Tick::Kept)));
    assert_eq!(world.phones[0].view.card().map(|card| card.name.as_str()), Some("Demo"));
    world.check_end().unwrap();
}

/// Where somebody is captain stands in another document than what they move.
#[test]
fn a_captain_moves_what_is_about_their_building() {
    let mut world = world(&[0, 2]);
    let at = |number: usize| Command::EditSuggestion {
        id: founding::suggestion(number),
        edits: vec![SuggestionEdit::Building(Some(founding::building(number)))],
    };
    let id = CaptaincyId(world.seed.uuid());
    let (person, building) = (founding::person(2), founding::building(0));
    give(&mut world, 0, Command::GrantCaptaincy { id, person, building, level: Level::Formal });
    for number in 0..2 {
        give(&mut world, 0, at(number));
    }
    world.rest().unwrap();
    let advance = |world: &mut World, number, to| {
        let (id, suggestion) = (EventId(world.seed.uuid()), founding::suggestion(number));
        Command::MoveSuggestion { id, suggestion, to, note: String::new() }
    };
    let elsewhere = advance(&mut world, 1, Status::Triaged);
    let request = RequestId(world.seed.uuid());
    assert_eq!(world.give(1, request, elsewhere).unwrap(), Err(Refusal::NotAllowed), "before the edit");
    // Out of reach, the phone does not hear that the captaincy was taken away.
    reach(&mut world, 1, false);
    let there = advance(&mut world, 0, Status::Triaged);
    let moved = give(&mut world, 1, there);
    let key = RecordKey { collection: Collection::Captaincies, id: id.0 };
    let gone = give(&mut world, 0, Command::Remove { key });
    world.run(|_| true).unwrap();
    assert_eq!(world.phones[0].tick(gone), Some(Tick::Kept));
    reach(&mut world, 1, true);
    world.rest().unwrap();
    assert!(world.phones[1].lists(moved), "the server knows who is captain now");
    give(&mut world, 0, Command::Restore { key });
    world.rest().unwrap();
    let there = advance(&mut world, 0, Status::Triaged);
    let moved = give(&mut world, 1, there);
    world.rest().unwrap();
    assert_eq!(world.phones[1].tick(moved), Some(Tick::Kept));
    world.kill_server();
    world.rest().unwrap();
    let again = advance(&mut world, 0, Status::Discussing);
    let said = give(&mut world, 1, again);
    world.rest().unwrap();
    assert_eq!(world.phones[1].tick(said), Some(Tick::Kept), "a server that was started again knows it too");
    world.check_end().unwrap();
}

/// Whose card it is says who looks after them: a captain whose phone has not heard of somebody yet, or does not care,
/// writes none for them.
#[test]
fn a_captain_writes_no_card_for_somebody_who_came_in() {
    let mut world = world(&[0, 2]);
    let newcomer = PersonId(world.seed.uuid());
    let card = |id, name: &str| {
        let building = PersonEdit::Building(Some(founding::building(0)));
        Command::AddPerson { id, edits: vec![PersonEdit::Name(name.into()), building] }
    };
    reach(&mut world, 1, false);
    world.add_phone(newcomer, AccessRole::Member);
    world.run(|_| true).unwrap();
    let id = PersonId(world.seed.uuid());
    let (theirs, fresh) = (give(&mut world, 1, card(newcomer, "Mine")), give(&mut world, 1, card(id, "Mei")));
    world.kill_server();
    reach(&mut world, 1, true);
    world.rest().unwrap();
    assert!(world.phones[1].lists(theirs), "the server knows who came in");
    assert_eq!(world.phones[1].tick(fresh), Some(Tick::Kept));
    assert!(!world.phones[0].view.people.contains_key(&newcomer));
    assert_eq!(refused(&mut world, 1, card(newcomer, "Mine")), Refusal::NotAllowed, "before the edit");
    // One that was started again knows it, and one that has been running all the while.
    reach(&mut world, 1, false);
    let other = PersonId(world.seed.uuid());
    world.add_phone(other, AccessRole::Member);
    world.run(|_| true).unwrap();
    let theirs = give(&mut world, 1, card(other, "Mine too"));
    reach(&mut world, 1, true);
    world.rest().unwrap();
    assert!(world.phones[1].lists(theirs));
    let own = give(&mut world, 2, card(newcomer, "Myself"));
    world.rest().unwrap();
    assert_eq!(world.phones[2].tick(own), Some(Tick::Kept));
    world.check_end().unwrap();
}
