//! Asking twice does no harm: the second time nothing changes.

use proptest::prelude::*;

use super::{
    story::{NOW, carry_out, cases, every, neighbourhood},
    wishes::{Wish, wishes},
};
use crate::{command::Command, community::Community, decide::decide, evolve::evolve, task::TaskEdit};

/// Asks again, a little later, after it was done.
fn again(community: &Community, wish: &Wish) -> Result<(), TestCaseError> {
    let later = Wish { at: wish.at.plus_minutes(3), ..wish.clone() };
    match decide(later.context(community), wish.command.clone()) {
        Ok(decision) => prop_assert_eq!(decision.changes, vec![], "{:?}", wish.command),
        // Whoever hands a task over has no more say in it.
        Err(_) if matches!(&wish.command, Command::EditTask { edits, .. } if edits.iter().any(|edit| matches!(edit, TaskEdit::Lead(_)))) =>
            {}
        Err(refusal) => prop_assert!(false, "{refusal}: {:?}", wish.command),
    }
    Ok(())
}

#[test]
fn every_command_twice() {
    for (actor, command) in every() {
        let mut community = neighbourhood();
        carry_out(&mut community, actor, NOW, command.clone());
        again(&community, &Wish { actor, at: NOW, command }).unwrap();
    }
}

/// A phone whose clock had leapt into another year was told that what waited in this year's document was kept: it was
/// looked for in the other's.
#[test]
fn what_was_done_before_is_where_it_was_done() {
    let mut made = 0;
    for (actor, command) in every() {
        let mut community = neighbourhood();
        let wish = Wish { actor, at: NOW, command };
        let document = decide(wish.context(&community), wish.command.clone()).unwrap().document;
        carry_out(&mut community, actor, NOW, wish.command.clone());
        let later = Wish { at: NOW.plus_minutes(366 * 24 * 60), ..wish };
        if let Ok(again) = decide(later.context(&community), later.command.clone()) {
            made += usize::from(document.year().is_some());
            assert_eq!(again.document, document, "{:?}", later.command);
        }
    }
    assert!(made > 5, "{made}");
}

proptest! {
    #![proptest_config(cases(384))]

    #[test]
    fn any_command_twice(wishes in wishes(50)) {
        let mut community = neighbourhood();
        for wish in &wishes {
            if let Ok(decision) = decide(wish.context(&community), wish.command.clone()) {
                let before = community.clone();
                decision.changes.iter().for_each(|change| evolve(&mut community, change));
                prop_assert_eq!(decision.changes.is_empty(), before == community, "a change changes something");
                again(&community, wish)?;
            }
        }
    }
}
