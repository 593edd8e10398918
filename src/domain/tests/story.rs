//! A small neighbourhood to tell stories about, and the helpers that tell them.

use std::collections::BTreeSet;

use jiff::civil::{Date, date};
use proptest::test_runner::Config as ProptestConfig;
use uuid::Uuid;

use crate::{
    access::{AccessRole, Actor, Team, Teams},
    building::{BuildingEdit, EstateEdit},
    captaincy::{CaptaincyEdit, Level},
    change::Change,
    child::{AgeBand, ChildEdit},
    command::{Command, NewRole},
    community::Community,
    contact::ContactEdit,
    decide::{Context, Decision, decide},
    device::Device,
    erasure::Erasure,
    evolve::evolve,
    family::FamilyEdit,
    id::{EndorsementId, EnrolmentId, FamilyId, PersonId, RoleId, SeriesId, TaskId},
    person::PersonEdit,
    profile::ProfileEdit,
    record::{Collection, RecordKey},
    refusal::Refusal,
    role::TaskRoleEdit,
    series::{Occurrence, SeriesEdit, TEACHER},
    suggestion::{Status, SuggestionEdit},
    task::{TaskEdit, TaskStatus},
    time::Timestamp,
};

/// Noon in late November.
pub(super) const NOW: Timestamp = Timestamp(1_795_579_200_000);

pub(super) fn id<T: From<Uuid>>(number: u128) -> T {
    Uuid::from_u128(number).into()
}

const fn actor(number: u128, role: AccessRole) -> Actor {
    Actor::new(PersonId(Uuid::from_u128(number)), role)
}

pub(super) const ADMIN: Actor = actor(1, AccessRole::Admin);
pub(super) const COORDINATOR: Actor = actor(2, AccessRole::Coordinator);
pub(super) const CAPTAIN: Actor = actor(3, AccessRole::Captain);
pub(super) const MEMBER: Actor = actor(4, AccessRole::Member);
pub(super) const PARTNER: Actor = actor(5, AccessRole::Partner);
/// Of a role that only a newer version knows.
pub(super) const STRANGE: Actor = actor(6, AccessRole::Unknown);
pub(super) const OTHER_CAPTAIN: Actor = actor(7, AccessRole::Captain);
/// Of the book club's team.
pub(super) const OTHER_MEMBER: Actor = Actor { teams: Teams::of_one(Team::BookClub), ..actor(8, AccessRole::Member) };
pub(super) const ACTORS: [Actor; 8] =
    [ADMIN, COORDINATOR, CAPTAIN, MEMBER, PARTNER, STRANGE, OTHER_CAPTAIN, OTHER_MEMBER];

/// The first session's day of series 1, a Wednesday.
pub(super) const FIRST: Date = date(2026, 1, 7);

/// A session of series 1.
pub(super) fn session(date: Date) -> (TaskId, Option<Occurrence>) {
    let series: SeriesId = id(1);
    (TaskId::session(series, date), Some(Occurrence { series, date }))
}

pub(super) fn teacher_of(task: TaskId) -> RoleId {
    RoleId::of_session(task, TEACHER)
}

pub(super) fn new_role(number: u128, name: &str, places: u32) -> NewRole {
    NewRole { id: id(number), name: name.into(), places }
}

pub(super) fn context(community: &Community, actor: Actor) -> Context<'_> {
    Context { community, actor, now: NOW }
}

/// How property tests run. Failing cases are not written into the source tree: a case worth keeping
/// becomes a test with a name.
pub(super) fn cases(cases: u32) -> ProptestConfig {
    ProptestConfig { cases, failure_persistence: None, ..ProptestConfig::default() }
}

/// Carries a command out.
pub(super) fn carry_out(community: &mut Community, actor: Actor, now: Timestamp, command: Command) -> Vec<Change> {
    let Decision { changes, .. } = decide(Context { community, actor, now }, command.clone())
        .unwrap_or_else(|refusal| panic!("{refusal}: {command:?}"));
    evolve_all(community, &changes);
    changes
}

pub(super) fn evolve_all(community: &mut Community, changes: &[Change]) {
    changes.iter().for_each(|change| evolve(community, change));
}

/// Given a neighbourhood in which some things were said, when something is said, then so many changes
/// or this refusal come of it.
#[track_caller]
pub(super) fn check(given: &[(Actor, Command)], (actor, command): (Actor, Command), then: Result<usize, Refusal>) {
    let mut community = neighbourhood();
    for (actor, command) in given {
        carry_out(&mut community, *actor, NOW, command.clone());
    }
    let outcome = decide(context(&community, actor), command.clone());
    assert_eq!(outcome.map(|decision| decision.changes.len()), then, "{actor:?}: {command:?}");
}

pub(super) fn claim(number: u128, person: Actor, task: u128, role: u128) -> Command {
    Command::ClaimRole { id: id(number), task: id(task), occurrence: None, role: id(role), person: person.person }
}

pub(super) fn key(collection: Collection, number: u128) -> RecordKey {
    RecordKey { collection, id: Uuid::from_u128(number) }
}

pub(super) fn advance(number: u128, suggestion: u128, to: Status, note: &str) -> Command {
    Command::MoveSuggestion { id: id(number), suggestion: id(suggestion), to, note: note.into() }
}

pub(super) fn endorse(by: Actor, captaincy: u128, note: &str) -> Command {
    let captaincy = id(captaincy);
    Command::Endorse { id: EndorsementId::of(captaincy, by.person), captaincy, note: note.into() }
}

/// Everybody of [`ACTORS`] has a card. Of each kind there is number 1; task 2 is done; claim 1 is the
/// member's, claim 2 the other member's and withdrawn; suggestion 1 was raised by the member and is
/// nobody's yet, suggestion 2 is the partner's to follow up; comment 2 was taken out; device 1 is the member's; contact 1 is
/// the admin's; person 10 was erased; family 1 has two children, of whom the second does not come any more.
/// Captaincies 2 and 3 are candidates': the other member's, whom the captain endorses, and the strange one's.
pub(super) fn neighbourhood() -> Community {
    let mut community = Community::default();
    let mut say = |actor, command| {
        carry_out(&mut community, actor, NOW.plus_days(-1), command);
    };
    say(ADMIN, Command::WriteProfile { edits: vec![ProfileEdit::Name("Banyan".into())] });
    say(ADMIN, Command::AddEstate { id: id(1), edits: vec![EstateEdit::Name("North".into())] });
    let edits = vec![BuildingEdit::Name("Block 1".into()), BuildingEdit::Households(120)];
    say(COORDINATOR, Command::AddBuilding { id: id(1), estate: id(1), edits });
    for actor in ACTORS {
        let edits = vec![PersonEdit::Name(format!("Neighbour {}", actor.person.0.as_u128()))];
        say(COORDINATOR, Command::AddPerson { id: actor.person, edits });
    }
    say(ADMIN, Command::WriteContact { person: ADMIN.person, edits: vec![ContactEdit::Phone("555 0101".into())] });
    let (person, building) = (CAPTAIN.person, id(1));
    say(COORDINATOR, Command::GrantCaptaincy { id: id(1), person, building, level: Level::Formal });
    for (number, candidate) in [(2, OTHER_MEMBER), (3, STRANGE)] {
        let (id, person) = (id(number), candidate.person);
        say(COORDINATOR, Command::GrantCaptaincy { id, person, building, level: Level::Candidate });
    }
    say(CAPTAIN, endorse(CAPTAIN, 2, "Always there"));
    let edits = vec![SeriesEdit::Title("Book club".into()), SeriesEdit::Minutes(19 * 60 + 30)];
    say(COORDINATOR, Command::AddSeries { id: id(1), first: FIRST, edits });
    for task in [1, 2] {
        let edits = vec![TaskEdit::Title(format!("Task {task}"))];
        let roles = vec![new_role(task, "hands", 1)];
        say(CAPTAIN, Command::AddTask { id: id(task), suggestion: None, edits, roles });
    }
    say(MEMBER, claim(1, MEMBER, 1, 1));
    say(OTHER_MEMBER, claim(2, OTHER_MEMBER, 1, 1));
    say(OTHER_MEMBER, Command::WithdrawClaim { id: id(2) });
    let done = vec![TaskEdit::Status(TaskStatus::Done)];
    say(CAPTAIN, Command::EditTask { id: id(2), occurrence: None, edits: done });
    for suggestion in [1, 2] {
        let edits = vec![SuggestionEdit::Title(format!("Suggestion {suggestion}"))];
        say(MEMBER, Command::RaiseSuggestion { id: id(suggestion), edits });
    }
    let edits = vec![SuggestionEdit::Owner(Some(PARTNER.person))];
    say(CAPTAIN, Command::EditSuggestion { id: id(2), edits });
    say(CAPTAIN, advance(1, 2, Status::Triaged, ""));
    for comment in [1, 2] {
        say(MEMBER, Command::Comment { id: id(comment), suggestion: id(1), text: "Please".into() });
    }
    say(MEMBER, Command::Remove { key: key(Collection::Comments, 2) });
    let device = Device { id: id(1), since: NOW.plus_days(-1), person: MEMBER.person };
    evolve(&mut community, &Change::DeviceLetIn(device));
    evolve(&mut community, &Change::PersonErased(Erasure { id: id(10), at: NOW.plus_days(-1) }));
    add_family(&mut community);
    community
}

fn add_family(community: &mut Community) {
    let mut say = |command| drop(carry_out(community, OTHER_MEMBER, NOW.plus_days(-1), command));
    let (family, series) = (id(1), id(1));
    say(Command::AddFamily { id: family, edits: vec![FamilyEdit::Guardian("Aunt Fong".into())] });
    for child in [1, 2] {
        let edits = vec![ChildEdit::Name(format!("Child {child}")), ChildEdit::Age(AgeBand::From6)];
        say(Command::AddChild { id: id(child), family, edits });
        say(Command::Enrol { family, child: id(child), series, date: None });
    }
    say(Command::EndEnrolment { family, id: EnrolmentId::of(id(2), series, None) });
}

/// Every command, and those that can be said of a session that is not stored yet twice: each is
/// allowed in the [`neighbourhood`] and changes something.
pub(super) fn every() -> Vec<(Actor, Command)> {
    let (task, occurrence) = session(FIRST);
    let (person, building) = (OTHER_CAPTAIN.person, id(1));
    let title = || vec![TaskEdit::Title("New".into()), TaskEdit::Place("Hall".into())];
    let name = "New".to_owned();
    vec![
        (ADMIN, Command::WriteProfile { edits: vec![ProfileEdit::About("Us".into())] }),
        (ADMIN, Command::AddEstate { id: id(9), edits: vec![EstateEdit::Name(name.clone())] }),
        (ADMIN, Command::AddBuilding { id: id(9), estate: id(1), edits: vec![BuildingEdit::Name(name.clone())] }),
        (CAPTAIN, Command::AddPerson { id: id(9), edits: vec![PersonEdit::Name(name.clone())] }),
        (MEMBER, Command::EditPerson { id: MEMBER.person, edits: vec![PersonEdit::Building(Some(id(1)))] }),
        (
            MEMBER,
            Command::WriteContact { person: MEMBER.person, edits: vec![ContactEdit::Email("a@b.example".into())] },
        ),
        (COORDINATOR, Command::GrantCaptaincy { id: id(9), person, building, level: Level::Core }),
        (COORDINATOR, Command::EditCaptaincy { id: id(1), edits: vec![CaptaincyEdit::Level(Level::Core)] }),
        (ADMIN, Command::AddSeries { id: id(9), first: FIRST, edits: vec![SeriesEdit::Title(name.clone())] }),
        (
            CAPTAIN,
            Command::AddTask { id: id(9), suggestion: Some(id(1)), edits: title(), roles: vec![new_role(9, "a", 2)] },
        ),
        (CAPTAIN, Command::EditTask { id: id(1), occurrence: None, edits: title() }),
        (COORDINATOR, Command::EditTask { id: task, occurrence, edits: title() }),
        (CAPTAIN, Command::AddRole { task: id(1), occurrence: None, role: new_role(9, "more", 3) }),
        (COORDINATOR, Command::AddRole { task, occurrence, role: new_role(9, "more", 3) }),
        (CAPTAIN, Command::EditRole { id: id(1), edits: vec![TaskRoleEdit::Places(5)] }),
        (CAPTAIN, claim(9, CAPTAIN, 1, 1)),
        (MEMBER, Command::ClaimRole { id: id(9), task, occurrence, role: teacher_of(task), person: MEMBER.person }),
        (MEMBER, Command::WithdrawClaim { id: id(1) }),
        (OTHER_MEMBER, Command::RestoreClaim { id: id(2) }),
        (PARTNER, Command::RaiseSuggestion { id: id(9), edits: vec![SuggestionEdit::Title(name)] }),
        (MEMBER, Command::EditSuggestion { id: id(1), edits: vec![SuggestionEdit::Place("Gate".into())] }),
        (CAPTAIN, advance(9, 1, Status::Triaged, "")),
        (OTHER_MEMBER, Command::Comment { id: id(9), suggestion: id(1), text: "Me too".into() }),
        (
            MEMBER,
            Command::AddFamily { id: FamilyId::of(MEMBER.person), edits: vec![FamilyEdit::Guardian("Ma".into())] },
        ),
        (OTHER_MEMBER, Command::EditFamily { id: id(1), edits: vec![FamilyEdit::Phone("555 0107".into())] }),
        (OTHER_MEMBER, Command::AddChild { id: id(9), family: id(1), edits: vec![ChildEdit::Name("Third".into())] }),
        (COORDINATOR, Command::EditChild { id: id(1), family: id(1), edits: vec![ChildEdit::Age(AgeBand::From8)] }),
        (OTHER_MEMBER, Command::Enrol { family: id(1), child: id(1), series: id(1), date: Some(FIRST) }),
        (OTHER_MEMBER, Command::Enrol { family: id(1), child: id(2), series: id(1), date: None }),
        (OTHER_MEMBER, Command::EndEnrolment { family: id(1), id: EnrolmentId::of(id(1), id(1), None) }),
        (MEMBER, Command::Remove { key: key(Collection::Comments, 1) }),
        (MEMBER, Command::Restore { key: key(Collection::Comments, 2) }),
        (CAPTAIN, endorse(CAPTAIN, 3, "Knows everybody")),
    ]
}

#[test]
fn every_command_is_told() {
    let names: BTreeSet<_> = every().iter().map(|(_, command)| command.name()).collect();
    let known: BTreeSet<String> = Command::NAMES.iter().map(|name| format!("{name}/1")).collect();
    assert!(names.iter().copied().eq(known.iter().map(String::as_str)), "{names:?}");
    for (actor, command) in every() {
        assert!(!carry_out(&mut neighbourhood(), actor, NOW, command).is_empty());
    }
}
