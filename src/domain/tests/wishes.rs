//! Any commands at all, from anybody, with ids that often meet: most are refused, many are not.

use jiff::{Span, civil::Date};
use proptest::{prelude::*, sample::select};
use uuid::Uuid;

use super::story::{ACTORS, FIRST, NOW, context, id, neighbourhood, new_role, session, teacher_of};
use crate::{
    access::Actor,
    building::{BuildingEdit, EstateEdit},
    captaincy::{CaptaincyEdit, Level},
    child::{AgeBand, ChildEdit},
    command::Command,
    community::Community,
    contact::ContactEdit,
    decide::{Context, decide},
    evolve::evolve,
    family::FamilyEdit,
    id::{EndorsementId, EnrolmentId, FamilyId, PersonId, RoleId, TaskId},
    person::{Group, PersonEdit},
    profile::ProfileEdit,
    record::{Collection, RecordKey},
    role::TaskRoleEdit,
    series::{Occurrence, SeriesEdit},
    suggestion::{Category, Status, SuggestionEdit},
    task::{TaskEdit, TaskKind, TaskStatus, Theme},
    time::Timestamp,
    value::LongText,
};

/// Somebody asks for something at some time.
#[derive(Clone, Debug)]
pub(super) struct Wish {
    pub(super) actor: Actor,
    pub(super) at: Timestamp,
    pub(super) command: Command,
}

impl Wish {
    pub(super) fn context<'a>(&self, community: &'a Community) -> Context<'a> {
        Context { now: self.at, ..context(community, self.actor) }
    }
}

/// What became of a neighbourhood in which some things were asked for, as far as they were allowed.
pub(super) fn told(wishes: &[Wish]) -> Community {
    let mut community = neighbourhood();
    for wish in wishes {
        if let Ok(decision) = decide(wish.context(&community), wish.command.clone()) {
            decision.changes.iter().for_each(|change| evolve(&mut community, change));
        }
    }
    community
}

pub(super) fn wishes(most: usize) -> impl Strategy<Value = Vec<Wish>> {
    // Half of them by those who may do most.
    let actor = prop_oneof![select(&ACTORS[..3]), select(&ACTORS[..])];
    let wish = (
        actor,
        -2_000_i64..2_000,
        prop_oneof![commons(), roster(), tasks(), claims(), suggestions(), families(), taken_out()],
    );
    let wish = wish.prop_map(|(actor, minutes, command)| Wish { actor, at: NOW.plus_minutes(minutes), command });
    prop::collection::vec(wish, 1..most)
}

fn any_id<T: From<Uuid> + std::fmt::Debug>() -> impl Strategy<Value = T> + Clone {
    (1_u128..6).prop_map(id)
}

fn text() -> impl Strategy<Value = String> {
    select(&["", "a", " b ", "街坊", "a"][..]).prop_map(str::to_owned)
}

fn person() -> impl Strategy<Value = PersonId> {
    select(&ACTORS[..]).prop_map(|actor| actor.person)
}

fn day() -> impl Strategy<Value = Date> {
    select(&[-7_i64, 0, 7, 8, 14][..]).prop_map(|days| FIRST.checked_add(Span::new().days(days)).unwrap())
}

fn moment() -> impl Strategy<Value = Option<Timestamp>> {
    prop::option::of((0_i64..3).prop_map(|days| NOW.plus_days(days)))
}

/// A task, a session, or, sometimes, one thing called the other.
fn place() -> impl Strategy<Value = (TaskId, Option<Occurrence>)> {
    prop_oneof![4 => any_id().prop_map(|task| (task, None)), 4 => day().prop_map(session),
        1 => (any_id(), day()).prop_map(|(task, day)| (task, session(day).1)),
        1 => day().prop_map(|day| (session(day).0, None))]
}

fn role() -> impl Strategy<Value = RoleId> {
    prop_oneof![any_id(), day().prop_map(|day| teacher_of(session(day).0))]
}

fn several<T: std::fmt::Debug + 'static>(edit: impl Strategy<Value = T> + 'static) -> BoxedStrategy<Vec<T>> {
    prop::collection::vec(edit, 0..4).boxed()
}

fn commons() -> BoxedStrategy<Command> {
    let profile = prop_oneof![text().prop_map(ProfileEdit::Name), text().prop_map(ProfileEdit::About)];
    let building = prop_oneof![text().prop_map(BuildingEdit::Name), (0_u32..6_000).prop_map(BuildingEdit::Households)];
    prop_oneof![
        several(profile).prop_map(|edits| Command::WriteProfile { edits }),
        (any_id(), text()).prop_map(|(id, name)| Command::AddEstate { id, edits: vec![EstateEdit::Name(name)] }),
        (any_id(), any_id(), several(building)).prop_map(|(id, estate, edits)| Command::AddBuilding {
            id,
            estate,
            edits
        }),
    ]
    .boxed()
}

fn roster() -> BoxedStrategy<Command> {
    let edit = prop_oneof![
        text().prop_map(PersonEdit::Name),
        text().prop_map(PersonEdit::Unit),
        prop::option::of(any_id()).prop_map(PersonEdit::Building),
        prop::collection::btree_set(select(Group::ALL), 0..3).prop_map(PersonEdit::Groups),
        prop::collection::btree_set(text(), 0..3).prop_map(PersonEdit::Skills),
        moment().prop_map(PersonEdit::CheckedInAt),
    ];
    let new = (prop_oneof![person(), any_id::<PersonId>(), Just(id(20))], several(edit));
    let reach = prop_oneof![text().prop_map(ContactEdit::Phone), text().prop_map(ContactEdit::Note)];
    let contact = (prop_oneof![person(), Just(id(10))], several(reach));
    let level = || prop_oneof![4 => select(Level::ALL), 1 => Just(Level::Unknown)];
    prop_oneof![
        new.clone().prop_map(|(id, edits)| Command::AddPerson { id, edits }),
        new.prop_map(|(id, edits)| Command::EditPerson { id, edits }),
        contact.prop_map(|(person, edits)| Command::WriteContact { person, edits }),
        (any_id(), person(), any_id(), level()).prop_map(|(id, person, building, level)| Command::GrantCaptaincy {
            id,
            person,
            building,
            level
        }),
        (any_id(), several(level().prop_map(CaptaincyEdit::Level)))
            .prop_map(|(id, edits)| Command::EditCaptaincy { id, edits }),
        (person(), any_id(), text()).prop_map(|(by, captaincy, note)| {
            let id = EndorsementId::of(captaincy, by);
            Command::Endorse { id, captaincy, note }
        }),
    ]
    .boxed()
}

fn tasks() -> BoxedStrategy<Command> {
    let edit = prop_oneof![
        text().prop_map(TaskEdit::Title),
        text().prop_map(|text| TaskEdit::Text(LongText(text))),
        select(TaskKind::ALL).prop_map(TaskEdit::Kind),
        select(TaskStatus::ALL).prop_map(TaskEdit::Status),
        moment().prop_map(TaskEdit::StartsAt),
        moment().prop_map(TaskEdit::EndsAt),
        prop::option::of(person()).prop_map(TaskEdit::Lead),
        prop::option::of(select(Theme::ALL)).prop_map(TaskEdit::Theme),
    ];
    let edits = || several(edit.clone().boxed());
    let new = || (3_u128..7, text(), 0_u32..4).prop_map(|(id, name, places)| new_role(id, &name, places));
    let role_edit = prop_oneof![text().prop_map(TaskRoleEdit::Name), (0_u32..600).prop_map(TaskRoleEdit::Places)];
    prop_oneof![
        (any_id(), day(), text(), prop::option::of(day())).prop_map(|(id, first, title, last)| Command::AddSeries {
            id,
            first,
            edits: vec![SeriesEdit::Title(title), SeriesEdit::Last(last)]
        }),
        (any_id(), prop::option::of(any_id()), edits(), several(new()))
            .prop_map(|(id, suggestion, edits, roles)| Command::AddTask { id, suggestion, edits, roles }),
        (place(), edits()).prop_map(|((id, occurrence), edits)| Command::EditTask { id, occurrence, edits }),
        (place(), new()).prop_map(|((task, occurrence), role)| Command::AddRole { task, occurrence, role }),
        (role(), several(role_edit)).prop_map(|(id, edits)| Command::EditRole { id, edits }),
    ]
    .boxed()
}

fn claims() -> BoxedStrategy<Command> {
    let of_session = (any_id(), day(), person()).prop_map(|(id, day, person)| {
        let (task, occurrence) = session(day);
        Command::ClaimRole { id, task, occurrence, role: teacher_of(task), person }
    });
    prop_oneof![
        (any_id(), place(), role(), person()).prop_map(|(id, (task, occurrence), role, person)| {
            Command::ClaimRole { id, task, occurrence, role, person }
        }),
        of_session,
        any_id().prop_map(|id| Command::WithdrawClaim { id }),
        any_id().prop_map(|id| Command::RestoreClaim { id }),
    ]
    .boxed()
}

fn suggestions() -> BoxedStrategy<Command> {
    let edit = prop_oneof![
        text().prop_map(SuggestionEdit::Title),
        text().prop_map(|text| SuggestionEdit::Text(LongText(text))),
        prop::option::of(any_id()).prop_map(SuggestionEdit::Building),
        select(Category::ALL).prop_map(SuggestionEdit::Category),
        prop::option::of(person()).prop_map(SuggestionEdit::Owner),
    ];
    let new = (any_id(), several(edit));
    prop_oneof![
        new.clone().prop_map(|(id, edits)| Command::RaiseSuggestion { id, edits }),
        new.prop_map(|(id, edits)| Command::EditSuggestion { id, edits }),
        (any_id(), any_id(), select(Status::ALL), text())
            .prop_map(|(id, suggestion, to, note)| Command::MoveSuggestion { id, suggestion, to, note }),
        (any_id(), any_id(), text()).prop_map(|(id, suggestion, text)| Command::Comment { id, suggestion, text }),
    ]
    .boxed()
}

fn families() -> BoxedStrategy<Command> {
    let family = || {
        prop_oneof![3 => Just(id(1)), 1 => any_id(), 1 => person().prop_map(FamilyId::of), 1 => Just(id(10))].boxed()
    };
    let edit = prop_oneof![
        text().prop_map(FamilyEdit::Guardian),
        text().prop_map(FamilyEdit::Note),
        prop::option::of(any_id()).prop_map(FamilyEdit::Building),
    ];
    let new = (family(), several(edit));
    let edit = prop_oneof![text().prop_map(ChildEdit::Name), select(AgeBand::ALL).prop_map(ChildEdit::Age)];
    let child = (any_id(), family(), several(edit));
    let comes = (family(), any_id(), any_id(), prop::option::of(day()).boxed());
    prop_oneof![
        new.clone().prop_map(|(id, edits)| Command::AddFamily { id, edits }),
        new.prop_map(|(id, edits)| Command::EditFamily { id, edits }),
        child.clone().prop_map(|(id, family, edits)| Command::AddChild { id, family, edits }),
        child.prop_map(|(id, family, edits)| Command::EditChild { id, family, edits }),
        comes.clone().prop_map(|(family, child, series, date)| Command::Enrol { family, child, series, date }),
        comes.prop_map(|(family, child, series, date)| Command::EndEnrolment {
            family,
            id: EnrolmentId::of(child, series, date)
        }),
    ]
    .boxed()
}

fn taken_out() -> BoxedStrategy<Command> {
    let ids = prop_oneof![
        (0_u128..6).prop_map(id::<Uuid>),
        day().prop_map(|day| session(day).0.0),
        role().prop_map(|role| role.0)
    ];
    let key = (select(Collection::ALL), ids).prop_map(|(collection, id)| RecordKey { collection, id });
    prop_oneof![key.clone().prop_map(|key| Command::Remove { key }), key.prop_map(|key| Command::Restore { key }),]
        .boxed()
}
