//! Families of the book club: who holds them, and that they go when they are erased.

use kaifong_domain::{
    access::{AccessRole, Team, Teams},
    change::{Change, Write},
    child::{AgeBand, Child, ChildEdit},
    command::Command,
    document::DocumentKind,
    family::{Family, FamilyEdit},
    id::{ChildId, EnrolmentId, FamilyId, PersonId},
    record::Record,
    refusal::Refusal,
    rejection::Rejection,
    time::Timestamp,
};
use kaifong_replica::{document::Document, gate::Rights};
use kaifong_tests::{
    forge::Desk,
    founding::{self, PEOPLE},
    world::{NOON, World},
};
use uuid::Uuid;

use crate::{
    policy::written,
    saying::{give, long_comment, reach, refused, world},
};

const MEMBER: PersonId = founding::person(3);
const FAMILY: FamilyId = FamilyId(Uuid::from_u128(77));
const CHILD: ChildId = ChildId(Uuid::from_u128(78));
const DAY: i64 = 24 * 60 * 60 * 1_000;

fn club() -> Teams {
    Teams::of_one(Team::BookClub)
}

fn add(id: FamilyId) -> Command {
    Command::AddFamily {
        id,
        edits: vec![FamilyEdit::Guardian("Aunt Fong".into()), FamilyEdit::Phone("555 0177".into())],
    }
}

fn add_child(id: ChildId, family: FamilyId) -> Command {
    Command::AddChild { id, family, edits: vec![ChildEdit::Name("Wing".into()), ChildEdit::Age(AgeBand::From6)] }
}

fn enrol(family: FamilyId, child: ChildId) -> Command {
    Command::Enrol { family, child, series: founding::SERIES, date: None }
}

/// The coordinator, a captain, a member of the team and another member; the first has written a family down.
fn told() -> World {
    let mut world = world(&[1, 2, 3, 4]);
    world.set_teams(2, club()).unwrap();
    world.rest().unwrap();
    for command in [add(FAMILY), add_child(CHILD, FAMILY), enrol(FAMILY, CHILD)] {
        give(&mut world, 0, command);
    }
    world.rest().unwrap();
    world
}

/// Who shows the family and has it stored, of the phones.
fn holders(world: &World, family: FamilyId) -> Vec<usize> {
    let name = DocumentKind::Family(family).name();
    let holds = |phone: &usize| {
        let stored = world.phones[*phone].disk.chunks.keys().any(|chunk| chunk.document == name);
        let shown = world.phones[*phone].view.families.contains_key(&family);
        assert_eq!(stored, shown, "phone {phone}");
        stored
    };
    (0..world.phones.len()).filter(holds).collect()
}

#[test]
fn a_family_comes_to_the_team_and_to_those_who_coordinate() {
    let mut world = told();
    assert_eq!(holders(&world, FAMILY), [0, 2]);
    for phone in [1, 3] {
        assert_eq!(refused(&mut world, phone, add(FamilyId(Uuid::from_u128(5)))), Refusal::NotAllowed);
    }
    give(&mut world, 2, Command::EditChild { id: CHILD, family: FAMILY, edits: vec![ChildEdit::Age(AgeBand::From8)] });
    world.rest().unwrap();
    assert_eq!(world.phones[0].view.children[&CHILD].age, AgeBand::From8);
    // Whoever leaves the team has it no more, whoever comes has it, also after a restart without a line.
    world.set_teams(2, Teams::NONE).unwrap();
    world.set_teams(3, club()).unwrap();
    world.rest().unwrap();
    assert_eq!(holders(&world, FAMILY), [0, 3]);
    world.kill(3).unwrap();
    reach(&mut world, 3, false);
    world.boot(3).unwrap();
    let edit = Command::EditFamily { id: FAMILY, edits: vec![FamilyEdit::Note("Nuts".into())] };
    give(&mut world, 3, edit);
    reach(&mut world, 3, true);
    world.rest().unwrap();
    assert_eq!(world.phones[0].view.families[&FAMILY].note, "Nuts");
    // A team is worth nothing to somebody who is a partner now.
    world.set_role(3, AccessRole::Partner).unwrap();
    world.rest().unwrap();
    assert_eq!(holders(&world, FAMILY), [0]);
    world.check_end().unwrap();
}

/// What was written by somebody who had left the team meanwhile is listed, and comes to nobody.
#[test]
fn who_left_the_team_is_told_so() {
    let mut world = told();
    reach(&mut world, 2, false);
    world.cut(2);
    let late = give(&mut world, 2, add_child(ChildId(Uuid::from_u128(79)), FAMILY));
    world.run(|_| true).unwrap();
    world.set_teams(2, Teams::NONE).unwrap();
    reach(&mut world, 2, true);
    world.rest().unwrap();
    assert!(world.phones[2].lists(late) && holders(&world, FAMILY) == [0]);
    assert_eq!(world.phones[0].view.children.len(), 1);
    world.check_end().unwrap();
}

#[test]
fn a_grown_up_writes_their_own_family_down() {
    let mut world = told();
    let (own, child) = (FamilyId::of(founding::person(4)), ChildId(Uuid::from_u128(80)));
    reach(&mut world, 3, false);
    for command in [add(own), add_child(child, own), enrol(own, child)] {
        give(&mut world, 3, command);
    }
    world.run(|_| true).unwrap();
    reach(&mut world, 3, true);
    world.rest().unwrap();
    assert_eq!(holders(&world, own), [0, 2, 3]);
    assert_eq!(world.phones[2].view.enrolled(founding::SERIES, founding::FIRST).len(), 2);
    give(&mut world, 3, Command::EndEnrolment { family: own, id: EnrolmentId::of(child, founding::SERIES, None) });
    world.rest().unwrap();
    assert_eq!(world.phones[2].view.enrolled(founding::SERIES, founding::FIRST).len(), 1);
    // It goes with them.
    world.erase(founding::person(4)).unwrap();
    world.rest().unwrap();
    assert_eq!((holders(&world, own), holders(&world, FAMILY)), (vec![], vec![0, 2]));
    world.check_end().unwrap();
}

/// Two phones that enrol a child apart make one enrolment, and either of them can end it.
#[test]
fn a_child_that_is_enrolled_twice_is_enrolled_once() {
    let mut world = told();
    give(&mut world, 0, Command::EndEnrolment { family: FAMILY, id: EnrolmentId::of(CHILD, founding::SERIES, None) });
    world.rest().unwrap();
    let once = Command::Enrol { family: FAMILY, child: CHILD, series: founding::SERIES, date: Some(founding::FIRST) };
    for phone in [0, 2] {
        reach(&mut world, phone, false);
        world.cut(phone);
        give(&mut world, phone, once.clone());
    }
    world.run(|_| true).unwrap();
    [0, 2].into_iter().for_each(|phone| reach(&mut world, phone, true));
    world.rest().unwrap();
    for phone in [0, 2] {
        assert_eq!(world.phones[phone].view.enrolled(founding::SERIES, founding::FIRST).len(), 1);
    }
    let id = EnrolmentId::of(CHILD, founding::SERIES, Some(founding::FIRST));
    give(&mut world, 2, Command::EndEnrolment { family: FAMILY, id });
    world.rest().unwrap();
    assert!(world.phones[0].view.enrolled(founding::SERIES, founding::FIRST).is_empty());
    world.check_end().unwrap();
}

/// A backup of server and phone, and a phone that was away.
#[test]
fn a_family_that_is_erased_does_not_come_back() {
    let mut world = told();
    world.back_up_server();
    world.back_up(0);
    reach(&mut world, 2, false);
    world.cut(2);
    give(&mut world, 2, Command::EditFamily { id: FAMILY, edits: vec![FamilyEdit::Note("Fetched by Grandma".into())] });
    let comment = long_comment(&mut world);
    give(&mut world, 2, comment);
    world.run(|_| true).unwrap();
    world.erase_family(FAMILY).unwrap();
    world.rest().unwrap();
    world.kill_server();
    reach(&mut world, 2, true);
    world.rest().unwrap();
    let is_gone = |world: &World| {
        let name = DocumentKind::Family(FAMILY).name();
        let lists = |phone: &kaifong_tests::phone::Phone| {
            phone.refused.iter().any(|one| one.given.command.describes() == Some(FAMILY.subject()))
        };
        assert!(!world.server.store.contains_key(&name) && holders(world, FAMILY).is_empty());
        assert!(!world.phones.iter().any(lists), "what waited about it is gone too");
    };
    is_gone(&world);
    assert_eq!(refused(&mut world, 0, add(FAMILY)), Refusal::Erased);
    world.restore_server();
    world.restore(0).unwrap();
    world.rest().unwrap();
    is_gone(&world);
    let people = (0..4).map(|phone| world.phones[phone].view.people.len()).collect::<Vec<_>>();
    assert!(people.iter().all(|count| *count == people[0] && *count > 0), "nobody else is: {people:?}");
    world.check_end().unwrap();
}

/// As with everything that is for few: not in a hand-over, and not for ever on a phone that hears nothing.
#[test]
fn a_family_stays_where_it_belongs() {
    let mut world = told();
    for phone in [0, 2] {
        reach(&mut world, phone, false);
        world.cut(phone);
    }
    give(&mut world, 0, Command::EditFamily { id: FAMILY, edits: vec![FamilyEdit::Note("Nuts".into())] });
    let comment = long_comment(&mut world);
    give(&mut world, 0, comment);
    world.run(|_| true).unwrap();
    world.pack(0).unwrap();
    world.run(|_| true).unwrap();
    assert_eq!(world.phones[0].packed.clone().unwrap().unwrap().own, 1, "the comment alone");
    world.pass(31 * DAY, true).unwrap();
    world.run(|_| true).unwrap();
    assert_eq!(holders(&world, FAMILY), [0], "what waits there is not lost");
    [0, 2].into_iter().for_each(|phone| reach(&mut world, phone, true));
    world.rest().unwrap();
    assert_eq!(holders(&world, FAMILY), [0, 2]);
    assert_eq!(world.phones[2].view.families[&FAMILY].note, "Nuts");
    world.check_end().unwrap();
}

/// A child of one family in another one's document would be shown to whom it is not for, and stay when its own goes.
#[test]
fn what_is_of_one_family_does_not_stand_in_anothers_document() {
    let actor =
        kaifong_domain::access::Actor { teams: club(), ..kaifong_domain::access::Actor::new(MEMBER, PEOPLE[3]) };
    let kind = DocumentKind::Family(FAMILY);
    let at = Timestamp(NOON);
    let mut document = Document::new(kind);
    let family = Family {
        id: FAMILY,
        created_by: MEMBER,
        created_at: at,
        guardian: "Aunt Fong".into(),
        phone: String::new(),
        building: None,
        note: String::new(),
    };
    document.commit(&[Change::FamilyAdded(family.clone())], "AddFamily/1", at).unwrap();
    let child = |family| Child { id: CHILD, family, name: "Wing".into(), age: AgeBand::From4 };
    let other = FamilyId(Uuid::from_u128(99));
    for (record, outcome) in [
        (Record::from(child(FAMILY)), vec![]),
        (Record::from(child(other)), vec![Rejection::Shape]),
        (Record::from(Family { id: other, ..family.clone() }), vec![Rejection::Shape]),
    ] {
        let create = Write::Create(record.key(), record.fields());
        let chunk = written(&mut document.clone(), [7; 8], &[create]).expect("it writes something");
        let mut desk = Desk::at(document.clone()).with_rights(Rights::Of(actor));
        let refused = desk.bring(vec![chunk]).expect("the link is not cut");
        assert_eq!(refused.iter().map(|refused| refused.why).collect::<Vec<_>>(), outcome, "{record:?}");
    }
}
