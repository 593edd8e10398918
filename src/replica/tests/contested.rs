//! Records that were made apart on several phones, such as a session that both opened: whatever anybody
//! said of them is seen by everybody.

use std::collections::BTreeSet;

use kaifong_domain::{
    command::Command,
    id::{ClaimId, PersonId, RoleId, TaskId},
    person::PersonEdit,
    role::TaskRoleEdit,
    series::{HELPER, Occurrence, TEACHER},
    task::{Task, TaskEdit, Theme},
    value::LongText,
};
use uuid::Uuid;

use super::pen::{FIRST, PERSON, Pen, SERIES};

fn session() -> TaskId {
    TaskId::session(SERIES, FIRST)
}

fn edit(edits: Vec<TaskEdit>) -> Command {
    Command::EditTask { id: session(), occurrence: Some(Occurrence { series: SERIES, date: FIRST }), edits }
}

/// Each pen's edits are made apart; then all meet, in either order, and see `then`.
fn check(apart: [Vec<TaskEdit>; 2], together: &[Vec<TaskEdit>], then: impl Fn(&Task)) {
    for turned in [false, true] {
        let [mut a, mut b] = Pen::several();
        let [first, second] = apart.clone();
        let (first, second) = if turned { (second, first) } else { (first, second) };
        a.give(edit(first));
        b.give(edit(second));
        a.meet(&mut b);
        for edits in together {
            b.give(edit(edits.clone()));
            assert_eq!(b.community, b.afresh(), "one's own edit of a contested record is seen");
            b.meet(&mut a);
        }
        then(&a.community.tasks[&session()]);
    }
}

#[test]
fn both_phones_edits_are_seen() {
    check([vec![TaskEdit::Title("Puppets".into())], vec![TaskEdit::Place("Hall".into())]], &[], |task| {
        assert_eq!((task.title.as_str(), task.place.as_str()), ("Puppets", "Hall"));
    });
}

/// An edit to a losing map makes no patches: such records must be read again whenever something comes.
#[test]
fn later_edits_are_seen_in_whichever_map_they_stand() {
    let (title, place) = (TaskEdit::Title("Shadows".into()), TaskEdit::Place("Yard".into()));
    check(
        [vec![TaskEdit::Title("Puppets".into())], vec![TaskEdit::Place("Hall".into())]],
        &[vec![title], vec![place]],
        |task| assert_eq!((task.title.as_str(), task.place.as_str()), ("Shadows", "Yard")),
    );
}

#[test]
fn an_edit_is_seen_beside_an_opening_without_one() {
    for turned in [false, true] {
        let [mut a, mut b] = Pen::several();
        let (role, occurrence) =
            (RoleId::of_session(session(), HELPER), Some(Occurrence { series: SERIES, date: FIRST }));
        let claim =
            Command::ClaimRole { id: ClaimId(Uuid::from_u128(9)), task: session(), occurrence, role, person: PERSON };
        let title = edit(vec![TaskEdit::Title("Puppets".into()), TaskEdit::Theme(Some(Theme::Myth))]);
        let (early, late) = if turned { (&mut b, &mut a) } else { (&mut a, &mut b) };
        early.give(title);
        // Much else is written before the second opening: what that begins with is newer than the edit.
        for number in 0..9 {
            let (id, edits) = (TaskId(Uuid::from_u128(100 + number)), vec![TaskEdit::Title("Post".into())]);
            late.give(Command::AddTask { id, suggestion: None, edits, roles: vec![] });
        }
        late.give(claim);
        a.meet(&mut b);
        let task = &b.community.tasks[&session()];
        assert_eq!((task.title.as_str(), task.theme), ("Puppets", Some(Theme::Myth)));
        assert_eq!(b.community.seats(&b.community.roles[&role]).len(), 1);
    }
}

#[test]
fn what_was_said_last_is_seen_wherever_it_stands() {
    let title = |title: &str| vec![TaskEdit::Title(title.into())];
    for last in ["Puppets", "Shadows", "Book club", "A play"] {
        check([title("Puppets"), title("Shadows")], &[title("Another"), title(last)], |task| {
            assert_eq!(task.title, last);
        });
    }
}

#[test]
fn a_field_can_be_emptied() {
    check([vec![TaskEdit::Lead(Some(PERSON))], vec![TaskEdit::Place("Hall".into())]], &[], |task| {
        assert_eq!(task.lead, Some(PERSON));
    });
    check(
        [vec![TaskEdit::Lead(Some(PERSON))], vec![TaskEdit::Place("Hall".into())]],
        &[vec![TaskEdit::Lead(None), TaskEdit::Place(String::new())]],
        |task| assert_eq!((task.lead, task.place.as_str()), (None, "")),
    );
}

#[test]
fn a_long_text_is_seen_edited_and_emptied() {
    let text = |text: &str| vec![TaskEdit::Text(LongText(text.into()))];
    check([text("Bring lamps."), vec![TaskEdit::Place("Hall".into())]], &[], |task| {
        assert_eq!(task.text.0, "Bring lamps.");
    });
    check([text("Bring lamps."), text("Bring glue.")], &[text("Bring all."), text("Bring all of it.")], |task| {
        assert_eq!(task.text.0, "Bring all of it.");
    });
    check([text("Bring lamps."), text("Bring glue.")], &[text("")], |task| assert_eq!(task.text.0, ""));
}

#[test]
fn roles_of_a_session_keep_their_edits() {
    let role = RoleId::of_session(session(), TEACHER);
    for turned in [false, true] {
        let [mut a, mut b] = Pen::several();
        let (quick, slow) = if turned { (&mut b, &mut a) } else { (&mut a, &mut b) };
        quick.give(edit(vec![TaskEdit::Place("Hall".into())]));
        quick.give(Command::EditRole { id: role, edits: vec![TaskRoleEdit::Places(7)] });
        slow.give(edit(vec![TaskEdit::Title("Puppets".into())]));
        a.meet(&mut b);
        assert_eq!(a.community.roles[&role].places, 7);
    }
}

#[test]
fn sets_of_both_are_one_and_items_can_be_taken_out() {
    let id = PersonId(Uuid::from_u128(77));
    let skills = |items: &[&str]| PersonEdit::Skills(items.iter().map(|item| (*item).to_owned()).collect());
    let [mut a, mut b] = Pen::several();
    for (pen, skill) in [(&mut a, "piano"), (&mut b, "wiring")] {
        pen.give(Command::AddPerson { id, edits: vec![PersonEdit::Name("Li".into()), skills(&[skill, "tea"])] });
    }
    a.meet(&mut b);
    assert_eq!(a.community.people[&id].skills, BTreeSet::from(["piano".into(), "tea".into(), "wiring".into()]));
    a.give(Command::EditPerson { id, edits: vec![skills(&["wiring", "chess"])] });
    a.meet(&mut b);
    assert_eq!(b.community.people[&id].skills, BTreeSet::from(["chess".into(), "wiring".into()]));
}

/// A change whose chunk was damaged is given again, and then the first one comes back from the community
/// with what others have said of it since.
#[test]
fn a_record_given_again_keeps_what_others_said_of_the_first() {
    let id = PersonId(Uuid::from_u128(77));
    let add = Command::AddPerson { id, edits: vec![PersonEdit::Name("Li".into())] };
    for turned in [false, true] {
        let [mut a, mut b, mut again] = Pen::several();
        let (first, second) = if turned { (&mut again, &mut a) } else { (&mut a, &mut again) };
        first.give(add.clone());
        first.meet(&mut b);
        b.give(Command::EditPerson { id, edits: vec![PersonEdit::About("Mends bicycles".into())] });
        second.give(add.clone());
        second.meet(&mut b);
        assert_eq!(b.community.people[&id].about, "Mends bicycles");
    }
}
