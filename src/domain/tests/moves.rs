//! The way of a suggestion: every pair of statuses, every role, and clocks that are wrong.

use proptest::prelude::*;

use super::story::{
    ACTORS, ADMIN, CAPTAIN, COORDINATOR, MEMBER, NOW, OTHER_CAPTAIN, OTHER_MEMBER, PARTNER, advance, carry_out, cases,
    context, id, neighbourhood,
};
use crate::{
    access::Actor,
    change::Change,
    community::Community,
    decide::decide,
    event::Event,
    evolve::evolve,
    refusal::Refusal,
    suggestion::{Status, trail},
    time::Timestamp,
};

/// From (a row) to (a column), both in the order of `Status::ALL`: `x` is a move.
const MOVES: [(Status, &str); 7] = [
    //                 R T D W S A X
    (Status::Raised, ". x x . . . x"),
    (Status::Triaged, ". . x x . . x"),
    (Status::Discussing, ". . . x . . x"),
    (Status::Working, ". . x . x . ."),
    (Status::Solved, ". . . x . x ."),
    (Status::Agreed, ". . . x . . ."),
    (Status::Declined, ". x . . . . ."),
];

fn is_move(from: Status, to: Status) -> bool {
    let row = MOVES.iter().find(|(status, _)| *status == from).map(|(_, row)| row);
    let column = Status::ALL.iter().position(|status| *status == to);
    row.zip(column).is_some_and(|(row, column)| row.split(' ').nth(column) == Some("x"))
}

/// Suggestion 2 was raised by the member and is followed up by the partner.
fn may_move(actor: Actor, to: Status) -> bool {
    match actor {
        ADMIN | COORDINATOR | CAPTAIN | OTHER_CAPTAIN | PARTNER => true,
        MEMBER => to == Status::Agreed,
        _ => false,
    }
}

/// A neighbourhood in which suggestion 2 stands somewhere.
fn standing(status: Status) -> Community {
    let mut community = neighbourhood();
    let last = community.moves_of(id(2)).last().map(|event| (*event).clone()).expect("it was triaged");
    let event = Event { id: id(100), at: last.at.plus_minutes(1), from: last.to, to: status, ..last };
    evolve(&mut community, &Change::SuggestionMoved(event));
    assert_eq!(community.status_of(id(2)), status);
    community
}

#[test]
fn from_every_status_to_every_status_by_everybody() {
    let statuses = || Status::ALL.iter().copied().chain([Status::Unknown]);
    for from in statuses() {
        let community = standing(from);
        for to in statuses() {
            for actor in ACTORS {
                for note in ["", "why"] {
                    let outcome = decide(context(&community, actor), advance(200, 2, to, note));
                    let expected = if !may_move(actor, to) {
                        Err(Refusal::NotAllowed)
                    } else if !is_move(from, to) {
                        Err(Refusal::NoSuchMove { from, to })
                    } else if matches!(to, Status::Solved | Status::Declined) && note.is_empty() {
                        Err(Refusal::NoteNeeded { to })
                    } else {
                        Ok(1)
                    };
                    let found = outcome.map(|decision| decision.changes.len());
                    assert_eq!(found, expected, "{actor:?} moves from {from:?} to {to:?} with {note:?}");
                }
            }
        }
    }
}

#[test]
fn a_move_says_from_where_and_by_whom() {
    let community = standing(Status::Working);
    let decision = decide(context(&community, PARTNER), advance(200, 2, Status::Solved, " done ")).unwrap();
    let [Change::SuggestionMoved(event)] = &decision.changes[..] else { panic!("{decision:?}") };
    assert_eq!((event.from, event.to, event.by), (Status::Working, Status::Solved, PARTNER.person));
    assert_eq!(event.note, "done", "trimmed");
}

#[test]
fn a_way_out_leads_from_every_settled_status() {
    for status in Status::ALL.iter().filter(|status| status.is_settled()) {
        assert!(!status.next().is_empty(), "{status:?} can be reopened");
    }
    let reaches = |from: Status| {
        let mut seen = vec![from];
        while let Some(next) = seen.iter().flat_map(|status| status.next()).find(|next| !seen.contains(next)) {
            seen.push(*next);
        }
        seen
    };
    for from in Status::ALL {
        assert!(reaches(*from).contains(&Status::Agreed), "from {from:?} one can still come to agree");
    }
}

#[test]
fn a_move_that_was_taken_back_counts_no_more() {
    let mut community = standing(Status::Working);
    carry_out(&mut community, CAPTAIN, NOW, advance(200, 2, Status::Solved, "done"));
    let key = crate::record::RecordKey { collection: crate::record::Collection::Events, id: id(200) };
    carry_out(&mut community, CAPTAIN, NOW, crate::command::Command::Remove { key });
    assert_eq!(community.status_of(id(2)), Status::Working);
    assert_eq!(community.statuses()[&id(2)], Status::Working);
}

/// Moves made apart, without seeing each other.
#[test]
fn of_two_moves_made_apart_both_stay() {
    let community = standing(Status::Discussing);
    let mut merged = community.clone();
    for (actor, number, to) in [(CAPTAIN, 200, Status::Working), (OTHER_CAPTAIN, 201, Status::Declined)] {
        for change in decide(context(&community, actor), advance(number, 2, to, "why")).unwrap().changes {
            evolve(&mut merged, &change);
        }
    }
    let apart: Vec<_> = trail(merged.moves_of(id(2))).into_iter().map(|(event, apart)| (event.to, apart)).collect();
    assert_eq!(apart.len(), 4, "{apart:?}");
    assert_eq!(apart[2..], [(Status::Working, false), (Status::Declined, true)]);
    assert_eq!(merged.status_of(id(2)), Status::Declined);
    assert_eq!(merged.statuses()[&id(2)], Status::Declined);
}

proptest! {
    #![proptest_config(cases(256))]

    /// Each mover sees all that came before, but their clock may be hours behind or ahead.
    #[test]
    fn a_move_never_sorts_before_what_it_followed(
        moves in prop::collection::vec((any::<usize>(), -500_000_i64..500_000, any::<u128>()), 1..20),
    ) {
        let mut community = neighbourhood();
        let mut told = vec![Status::Triaged];
        for (choice, skew, number) in moves {
            let status = community.status_of(id(2));
            let to = status.next()[choice % status.next().len()];
            let actor = if choice % 2 == 0 { CAPTAIN } else { OTHER_CAPTAIN };
            carry_out(&mut community, actor, NOW.plus_minutes(skew), advance(number, 2, to, "why"));
            told.push(to);
            let seen: Vec<_> = community.moves_of(id(2)).iter().map(|event| event.to).collect();
            prop_assert_eq!(&seen, &told);
            prop_assert!(trail(community.moves_of(id(2))).iter().all(|(_, apart)| !apart));
            prop_assert_eq!(community.statuses()[&id(2)], to);
        }
    }
}

#[test]
fn a_clock_at_the_end_of_time_stops_nobody() {
    let mut community = standing(Status::Working);
    let mut event = community.events[&id(100)].clone();
    event.at = Timestamp(i64::MAX);
    community.events.insert(event.id, event);
    carry_out(&mut community, CAPTAIN, NOW, advance(u128::MAX, 2, Status::Solved, "done"));
    assert_eq!(community.status_of(id(2)), Status::Solved);
    assert!(decide(context(&community, OTHER_MEMBER), advance(300, 2, Status::Agreed, "")).is_err());
}
