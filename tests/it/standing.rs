//! How a device stands with the community, as it is told on every line: what it is trusted with, and whether it has
//! access at all.

use kaifong_domain::{
    access::AccessRole, bridge::Line, building::EstateEdit, command::Command, document::DocumentKind, id::EstateId,
    person::PersonEdit, refusal::Refusal, refused::Cause,
};
use kaifong_tests::{founding, world::World};
use uuid::Uuid;

use crate::saying::{give, long_comment, reach, refused, rename, world};

fn names(world: &World, phone: usize) -> Vec<String> {
    let mut names: Vec<String> = world.phones[phone].disk.chunks.keys().map(|chunk| chunk.document.clone()).collect();
    names.dedup();
    names
}

/// A phone learnt its role when it signed in, and never again.
#[test]
fn a_new_role_is_learnt_on_the_line_and_remembered() {
    let mut world = world(&[1, 3]);
    world.rest().unwrap();
    assert_eq!(world.phones[1].identity.actor.role, AccessRole::Member);
    world.set_role(1, AccessRole::Coordinator).unwrap();
    world.rest().unwrap();
    assert_eq!(world.phones[1].identity.actor.role, AccessRole::Coordinator);
    world.kill(1).unwrap();
    reach(&mut world, 1, false);
    world.boot(1).unwrap();
    let edits = vec![EstateEdit::Name("North".into())];
    let estate = Command::AddEstate { id: EstateId(Uuid::from_u128(77)), edits };
    // It decides with the new role, also without a line.
    give(&mut world, 1, estate);
    reach(&mut world, 1, true);
    world.rest().unwrap();
    world.check_end().unwrap();
}

/// Documents stayed on the phone of somebody who may not have them any more.
#[test]
fn what_a_new_role_may_not_have_leaves_the_phone() {
    let mut world = world(&[1, 3]);
    world.rest().unwrap();
    assert!(names(&world, 1).contains(&"roster".to_owned()));
    assert!(!world.phones[1].community().people.is_empty());
    world.set_role(1, AccessRole::Partner).unwrap();
    world.rest().unwrap();
    let left = names(&world, 1);
    assert!(
        left.iter().all(|name| name == "access" || name == "commons" || name.starts_with("suggestions")),
        "{left:?}"
    );
    assert!(world.phones[1].community().people.is_empty() && world.phones[1].view.people.is_empty());
    world.kill(1).unwrap();
    world.boot(1).unwrap();
    assert!(world.phones[1].view.people.is_empty());
    // Given back the role, they have it all again.
    world.set_role(1, AccessRole::Member).unwrap();
    world.rest().unwrap();
    assert!(!world.phones[1].view.people.is_empty());
    world.check_end().unwrap();
}

#[test]
fn a_device_without_access_holds_nothing_but_what_its_person_wrote_and_nobody_has() {
    let mut world = world(&[1, 3]);
    world.rest().unwrap();
    reach(&mut world, 1, false);
    world.cut(1);
    let about = Command::EditPerson { id: founding::person(3), edits: vec![PersonEdit::About("Unsent".into())] };
    let (one, comment) = (give(&mut world, 1, about), long_comment(&mut world));
    let other = give(&mut world, 1, comment);
    world.run(|_| true).unwrap();
    world.withdraw(1).unwrap();
    reach(&mut world, 1, true);
    world.rest().unwrap();
    for _ in 0..2 {
        let phone = &world.phones[1];
        assert_eq!(phone.status.line, Line::Revoked);
        assert!(phone.disk.chunks.is_empty() && phone.disk.outbox.is_empty());
        assert!(phone.lists(one) && phone.lists(other));
        assert!(phone.refused.iter().all(|refused| refused.why == Cause::AccessLost));
        assert_eq!(phone.view.entries(), vec![]);
        assert_eq!(phone.status.waiting, 0);
        world.kill(1).unwrap();
        world.boot(1).unwrap();
    }
    // Nothing can be asked for in the name of somebody who has no access.
    assert_eq!(refused(&mut world, 1, rename("A lamp")), Refusal::SignedOut);
    let held: Vec<DocumentKind> = world.phones[1].replica.as_ref().unwrap().documents().map(|(kind, _)| kind).collect();
    assert!(held.is_empty(), "{held:?}");
    world.check_end().unwrap();
}
