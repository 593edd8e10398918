//! Every command's refusals: given a neighbourhood, when this is said, then that is the reason.

mod families;
mod neighbours;
mod suggestions;
mod tasks;

use super::story::{ACTORS, ADMIN, MEMBER, NOW, STRANGE, advance, check, context, every, id, neighbourhood};
use crate::{
    access::Actor,
    command::Command,
    decide::{Context, decide},
    record::Collection,
    refusal::Refusal,
    suggestion::Status,
    time::Timestamp,
};

/// What is said, by whom, and why not.
type Table = Vec<(Actor, Command, Refusal)>;

#[track_caller]
fn check_all(table: Table) {
    for (actor, command, refusal) in table {
        check(&[], (actor, command), Err(refusal));
    }
}

fn not_found<T>(of: Collection) -> Result<T, Refusal> {
    Err(Refusal::NotFound { of })
}

/// Who of [`ACTORS`] may say each of [`every`] command, in their order: admin, coordinator, captain,
/// member, partner, one of a strange role, other captain, other member.
const MAY: [(&str, &str); 33] = [
    ("WriteProfile/1", "x x . . . . . ."),
    ("AddEstate/1", "x x . . . . . ."),
    ("AddBuilding/1", "x x . . . . . ."),
    ("AddPerson/1", "x x x . . . x ."),
    ("EditPerson/1", "x x . x . . . ."),
    ("WriteContact/1", "x x . x . . . ."),
    ("GrantCaptaincy/1", "x x . . . . . ."),
    ("EditCaptaincy/1", "x x . . . . . ."),
    ("AddSeries/1", "x x . . . . . ."),
    ("AddTask/1", "x x x . . . x ."),
    ("EditTask/1", "x x x . . . . ."),
    ("EditTask/1", "x x . . . . . ."),
    ("AddRole/1", "x x x . . . . ."),
    ("AddRole/1", "x x . . . . . ."),
    ("EditRole/1", "x x x . . . . ."),
    ("ClaimRole/1", "x x x . . . . ."),
    ("ClaimRole/1", "x x . x . . . ."),
    ("WithdrawClaim/1", "x x . x . . . ."),
    ("RestoreClaim/1", "x x . . . . . x"),
    ("RaiseSuggestion/1", "x x x x x . x x"),
    ("EditSuggestion/1", "x x x x . . x ."),
    ("MoveSuggestion/1", "x x x . . . x ."),
    ("Comment/1", "x x x x x . x x"),
    ("AddFamily/1", "x x . x . . . x"),
    ("EditFamily/1", "x x . . . . . x"),
    ("AddChild/1", "x x . . . . . x"),
    ("EditChild/1", "x x . . . . . x"),
    ("Enrol/1", "x x . . . . . x"),
    ("Enrol/1", "x x . . . . . x"),
    ("EndEnrolment/1", "x x . . . . . x"),
    ("Remove/1", "x x . x . . . ."),
    ("Restore/1", "x x . x . . . ."),
    ("Endorse/1", ". . x . . . . ."),
];

#[test]
fn everybody_may_do_exactly_what_the_table_says() {
    let community = neighbourhood();
    for ((_, command), (name, row)) in every().into_iter().zip(MAY) {
        assert_eq!(command.name(), name);
        for (actor, may) in ACTORS.into_iter().zip(row.split(' ')) {
            match decide(context(&community, actor), command.clone()) {
                Ok(_) => assert_eq!(may, "x", "{actor:?} may not: {command:?}"),
                Err(Refusal::NotAllowed | Refusal::NotYours) => assert_eq!(may, ".", "{actor:?} may: {command:?}"),
                Err(refusal) => panic!("{refusal}: {command:?}"),
            }
        }
    }
}

/// Even for what would otherwise be one's own.
#[test]
fn a_role_of_a_newer_version_may_do_nothing() {
    for (_, command) in every() {
        check(&[], (STRANGE, command), Err(Refusal::NotAllowed));
    }
    check(&[], (STRANGE, Command::EditPerson { id: STRANGE.person, edits: vec![] }), Err(Refusal::NotAllowed));
}

#[test]
fn a_clock_far_off_is_refused() {
    let community = neighbourhood();
    for now in
        [Timestamp(0), NOW.plus_days(-12 * 366), NOW.plus_days(80 * 366), Timestamp(i64::MAX), Timestamp(i64::MIN)]
    {
        for (actor, command) in every() {
            let outcome = decide(Context { community: &community, actor, now }, command);
            assert_eq!(outcome, Err(Refusal::ClockFarOff), "at {now:?}");
        }
    }
}

#[test]
fn what_is_not_there_is_not_taken_out() {
    for collection in Collection::ALL.iter().copied().chain([Collection::Unknown]) {
        for command in [
            Command::Remove { key: super::story::key(collection, 99) },
            Command::Restore { key: super::story::key(collection, 99) },
        ] {
            check(&[], (ADMIN, command), not_found(collection));
        }
    }
}

/// What hangs on a suggestion that was taken out can't be moved on, but is still where it was.
#[test]
fn a_suggestion_that_was_taken_out_stands_still() {
    let gone = || Command::Remove { key: super::story::key(Collection::Suggestions, 1) };
    let given = [(MEMBER, gone())];
    check(&given, (ADMIN, advance(9, 1, Status::Triaged, "")), not_found(Collection::Suggestions));
    let comment = Command::Comment { id: id(9), suggestion: id(1), text: "still?".into() };
    check(&given, (ADMIN, comment), not_found(Collection::Suggestions));
    check(&given, (MEMBER, Command::Remove { key: super::story::key(Collection::Comments, 1) }), Ok(1));
    check(&given, (MEMBER, gone()), Ok(0));
}
