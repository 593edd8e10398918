//! Refusals of commands about the book club's families.

use super::{
    super::story::{
        ADMIN, CAPTAIN, FIRST, MEMBER, NOW, OTHER_MEMBER, PARTNER, carry_out, check, id, key, neighbourhood,
    },
    check_all, not_found,
};
use crate::{
    access::{AccessRole, Actor, Team, Teams},
    child::{Child, ChildEdit, MOST_CHILDREN},
    command::Command,
    document::DocumentKind,
    enrolment::Enrolment,
    family::FamilyEdit,
    field::Field,
    id::{EnrolmentId, FamilyId},
    policy::may_read,
    record::Collection,
    refusal::Refusal,
};

fn add_child(number: u128, family: FamilyId) -> Command {
    Command::AddChild { id: id(number), family, edits: vec![ChildEdit::Name("Wing".into())] }
}

fn enrol(family: u128, child: u128, series: u128) -> Command {
    Command::Enrol { family: id(family), child: id(child), series: id(series), date: None }
}

#[test]
fn what_is_not_there_or_does_not_fit_is_refused() {
    let guardian = |name: &str| vec![FamilyEdit::Guardian(name.into())];
    let elsewhere = vec![FamilyEdit::Guardian("Ma".into()), FamilyEdit::Building(Some(id(99)))];
    let tuesday = FIRST.yesterday().unwrap();
    check_all(vec![
        (OTHER_MEMBER, Command::AddFamily { id: id(9), edits: vec![] }, Refusal::Missing { field: Field::Guardian }),
        (MEMBER, Command::AddFamily { id: id(9), edits: guardian("Ma") }, Refusal::NotAllowed),
        (ADMIN, Command::AddFamily { id: id(1), edits: guardian("Ma") }, Refusal::IdTaken),
        (
            OTHER_MEMBER,
            Command::AddFamily { id: id(9), edits: elsewhere },
            Refusal::NotFound { of: Collection::Buildings },
        ),
        (
            OTHER_MEMBER,
            Command::Enrol { family: id(1), child: id(1), series: id(1), date: Some(tuesday) },
            Refusal::NoSession,
        ),
    ]);
    for (command, of) in [
        (Command::EditFamily { id: id(9), edits: guardian("Ma") }, Collection::Families),
        (add_child(9, id(9)), Collection::Families),
        (enrol(9, 1, 1), Collection::Families),
        (enrol(1, 9, 1), Collection::Children),
        (enrol(1, 1, 9), Collection::Series),
        (Command::EditChild { id: id(9), family: id(1), edits: vec![] }, Collection::Children),
        (Command::EndEnrolment { family: id(1), id: id(9) }, Collection::Enrolments),
        (Command::EndEnrolment { family: id(2), id: EnrolmentId::of(id(1), id(1), None) }, Collection::Enrolments),
    ] {
        check(&[], (OTHER_MEMBER, command), not_found(of));
    }
}

#[test]
fn a_family_has_so_many_children_and_no_more() {
    let more: Vec<_> =
        (3..=MOST_CHILDREN as u128).map(|number| (OTHER_MEMBER, add_child(number + 10, id(1)))).collect();
    let one_more = (OTHER_MEMBER, add_child(90, id(1)));
    check(&more[1..], one_more.clone(), Ok(1));
    check(&more, one_more, Err(Refusal::TooMuch { field: Field::Child, most: MOST_CHILDREN as u64 }));
}

/// Whose own it is, the club's team, and those who coordinate; nobody else, whatever they are captain of.
#[test]
fn a_family_is_for_the_book_club_and_for_those_whose_it_is() {
    let (theirs, own) = (DocumentKind::Family(id(1)), DocumentKind::Family(FamilyId::of(MEMBER.person)));
    let community = neighbourhood();
    for (actor, may, may_own) in [
        (ADMIN, true, true),
        (OTHER_MEMBER, true, true),
        (MEMBER, false, true),
        (CAPTAIN, false, false),
        (PARTNER, false, false),
    ] {
        assert_eq!(
            (may_read(actor, theirs, &community), may_read(actor, own, &community)),
            (may, may_own),
            "{actor:?}"
        );
    }
    // Who is trusted with nothing in the community is not in a team either.
    for role in [AccessRole::Partner, AccessRole::Unknown] {
        let actor = Actor { role, teams: Teams::of_one(Team::BookClub), ..CAPTAIN };
        assert!(!may_read(actor, theirs, &community), "{role:?}");
    }
    let captain = Actor { teams: Teams::of_one(Team::BookClub), ..CAPTAIN };
    assert!(may_read(captain, theirs, &community));
}

#[test]
fn a_grown_up_enrols_their_own_children() {
    let family = FamilyId::of(MEMBER.person);
    let add = (MEMBER, Command::AddFamily { id: family, edits: vec![FamilyEdit::Guardian("Ma".into())] });
    let child = (MEMBER, add_child(9, family));
    let come = Command::Enrol { family, child: id(9), series: id(1), date: Some(FIRST) };
    let given = [add, child];
    for (actor, may) in [(MEMBER, Ok(1)), (OTHER_MEMBER, Ok(1)), (CAPTAIN, Err(Refusal::NotAllowed))] {
        check(&given, (actor, come.clone()), may);
    }
}

/// A child stands once in the list of a session, however often it is enrolled; not, once it comes no more.
#[test]
fn who_is_to_come_to_a_session() {
    let mut community = neighbourhood();
    let mut say = |command| drop(carry_out(&mut community, OTHER_MEMBER, NOW, command));
    say(Command::Enrol { family: id(1), child: id(1), series: id(1), date: Some(FIRST) });
    say(Command::Enrol { family: id(1), child: id(2), series: id(1), date: Some(FIRST) });
    let names = |community: &crate::community::Community, date| {
        community.enrolled(id(1), date).iter().map(|child| child.name.clone()).collect::<Vec<_>>()
    };
    assert_eq!(names(&community, FIRST), ["Child 1", "Child 2"]);
    let next = FIRST.checked_add(jiff::Span::new().days(7)).unwrap();
    assert_eq!(names(&community, next), ["Child 1"], "the other comes once");
    carry_out(&mut community, OTHER_MEMBER, NOW, Command::Remove { key: key(Collection::Families, 1) });
    assert_eq!(names(&community, FIRST), [""; 0], "a family that was taken out");
}

/// Two phones that enrol a child apart make one enrolment.
#[test]
fn an_enrolment_is_the_same_everywhere() {
    let ids = [(1, None), (1, Some(FIRST)), (2, None)].map(|(child, date)| EnrolmentId::of(id(child), id(1), date));
    assert_eq!(ids.iter().collect::<std::collections::BTreeSet<_>>().len(), 3);
    let community = neighbourhood();
    let Enrolment { child, series, date, .. } = community.enrolments[&EnrolmentId::of(id(1), id(1), None)];
    assert_eq!((child, series, date), (id(1), id(1), None));
    let Child { family, .. } = community.children[&child];
    check(&[], (OTHER_MEMBER, Command::Enrol { family, child, series, date }), Ok(0));
}
