//! Undo: what was visible before is visible again.

use proptest::prelude::*;

use super::{
    story::{
        CAPTAIN, COORDINATOR, FIRST, MEMBER, NOW, carry_out, cases, claim, context, every, id, key, neighbourhood,
        session, teacher_of,
    },
    wishes::{Wish, told, wishes},
};
use crate::{
    command::Command, community::Community, decide::decide, evolve::evolve, record::Collection,
    suggestion::SuggestionEdit, task::TaskEdit, undo::undo,
};

/// What people can see: without withdrawn claims, without what hangs on a record that was taken out,
/// and with a stored session that is still as its series has it as if it were not stored.
fn visible(community: &Community) -> Community {
    let mut seen = community.clone();
    seen.removed.clear();
    seen.claims.retain(|claim| claim.stands());
    seen.enrolments.retain(|enrolment| enrolment.stands() && community.children.contains_key(&enrolment.child));
    seen.children.retain(|child| community.families.contains_key(&child.family));
    seen.roles.retain(|role| community.tasks.contains_key(&role.task));
    let roles = seen.roles.clone();
    seen.claims.retain(|claim| roles.contains_key(&claim.role));
    seen.events.retain(|event| community.suggestions.contains_key(&event.suggestion));
    seen.endorsements.retain(|endorsement| community.captaincies.contains_key(&endorsement.captaincy));
    seen.comments.retain(|comment| community.suggestions.contains_key(&comment.suggestion));
    for task in community.tasks.values() {
        let Some((series, date)) = task.series.and_then(|id| community.series.get(&id)).zip(task.date) else {
            continue;
        };
        let (plain, roles) = series.session(date);
        let same_roles = seen.roles.values().filter(|role| role.task == task.id).count() == roles.len()
            && roles.iter().all(|role| seen.roles.get(&role.id) == Some(role));
        if *task == plain && same_roles && !seen.claims.values().any(|claim| claim.task == task.id) {
            seen.tasks.remove(&task.id);
            seen.roles.retain(|role| role.task != task.id);
        }
    }
    seen
}

/// Carries a wish out, if it is allowed and changes something, and undoes it again.
fn there_and_back(before: &Community, wish: &Wish) -> Result<(), TestCaseError> {
    let Ok(decision) = decide(wish.context(before), wish.command.clone()) else { return Ok(()) };
    let back = undo(before, &wish.command);
    if decision.changes.is_empty() {
        prop_assert_eq!(&back, &None, "nothing to undo in {:?}", wish.command);
        return Ok(());
    }
    let back = back.expect("what changes something can be undone");
    let mut after = before.clone();
    decision.changes.iter().for_each(|change| evolve(&mut after, change));
    match decide(wish.context(&after), back.clone()) {
        Ok(decision) => decision.changes.iter().for_each(|change| evolve(&mut after, change)),
        // Whoever hands a task or a suggestion over has no more say in it.
        Err(_) if hands_over(&wish.command) => return Ok(()),
        Err(refusal) => prop_assert!(false, "{refusal}: {back:?} after {:?}", wish.command),
    }
    prop_assert_eq!(visible(&after), visible(before), "{:?} after {:?}", back, wish.command);
    Ok(())
}

fn hands_over(command: &Command) -> bool {
    match command {
        Command::EditTask { edits, .. } => edits.iter().any(|edit| matches!(edit, TaskEdit::Lead(_))),
        Command::EditSuggestion { edits, .. } => edits.iter().any(|edit| matches!(edit, SuggestionEdit::Building(_))),
        _ => false,
    }
}

#[test]
fn every_command_can_be_undone() {
    for (actor, command) in every() {
        there_and_back(&neighbourhood(), &Wish { actor, at: NOW, command }).unwrap();
    }
}

proptest! {
    #![proptest_config(cases(384))]

    #[test]
    fn undo_brings_back_what_was_visible(wishes in wishes(50)) {
        let mut community = neighbourhood();
        for wish in &wishes {
            there_and_back(&community, wish)?;
            if let Ok(decision) = decide(wish.context(&community), wish.command.clone()) {
                decision.changes.iter().for_each(|change| evolve(&mut community, change));
            }
        }
        prop_assert_eq!(community, told(&wishes));
    }
}

#[test]
fn what_changes_nothing_is_not_undone() {
    let before = neighbourhood();
    for (actor, command) in every() {
        let mut after = before.clone();
        carry_out(&mut after, actor, NOW, command.clone());
        assert_eq!(undo(&after, &command), None, "the second {command:?}");
    }
    for command in [
        Command::WithdrawClaim { id: id(2) },
        Command::RestoreClaim { id: id(1) },
        Command::Remove { key: key(Collection::Comments, 2) },
        Command::Restore { key: key(Collection::Comments, 1) },
        Command::EditTask { id: id(1), occurrence: None, edits: vec![TaskEdit::Title(" Task 1 ".into())] },
        Command::EditTask { id: id(99), occurrence: None, edits: vec![TaskEdit::Title("x".into())] },
    ] {
        assert_eq!(undo(&before, &command), None, "{command:?}");
    }
}

/// Removing a role was once the coordinators' alone, so that a captain could add one but not undo it.
#[test]
fn who_adds_a_role_can_undo_it() {
    let mut community = neighbourhood();
    let (task, occurrence) = session(FIRST);
    let teach = Command::ClaimRole { id: id(9), task, occurrence, role: teacher_of(task), person: MEMBER.person };
    carry_out(&mut community, MEMBER, NOW, teach);
    for (actor, task) in [(CAPTAIN, id(1)), (MEMBER, task), (COORDINATOR, task)] {
        let add = Command::AddRole { task, occurrence: None, role: super::story::new_role(70, "tea", 1) };
        there_and_back(&community, &Wish { actor, at: NOW, command: add }).unwrap();
    }
}

/// A claim that was withdrawn and restored stands where it first stood.
#[test]
fn a_restored_claim_keeps_its_turn() {
    let mut community = neighbourhood();
    carry_out(&mut community, CAPTAIN, NOW, claim(9, CAPTAIN, 1, 1));
    let role = community.roles[&id(1)].clone();
    let seats = |community: &Community| community.seats(&role).iter().map(|(claim, _)| claim.id).collect::<Vec<_>>();
    assert_eq!(seats(&community), [1, 9].map(id));
    let withdraw = Command::WithdrawClaim { id: id(1) };
    let back = undo(&community, &withdraw).unwrap();
    carry_out(&mut community, MEMBER, NOW.plus_minutes(1), withdraw);
    assert_eq!(seats(&community), [id(9)]);
    carry_out(&mut community, MEMBER, NOW.plus_minutes(2), back);
    assert_eq!(seats(&community), [1, 9].map(id));
    assert!(decide(context(&community, MEMBER), Command::RestoreClaim { id: id(1) }).unwrap().changes.is_empty());
}
