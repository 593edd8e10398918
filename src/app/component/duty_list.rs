//! A person's duties: the tasks in which they have claimed a place, and whether they got it.

use kaifong_domain::{
    claim::Seat,
    community::Community,
    id::PersonId,
    role::TaskRole,
    task::{Task, TaskStatus},
    time::Timestamp,
};
use leptos::prelude::*;

use super::{
    badge::{Tone, badge},
    icon::Glyph,
    list_row::list_row,
};
use crate::{
    context::clock::use_today,
    locale::{
        format,
        words::{role_name::role_name, seat::seat},
    },
    markup::view,
};

/// One duty.
#[derive(Clone, PartialEq, Eq)]
pub struct Duty {
    /// In which task.
    pub task: Task,
    /// As what.
    pub role: TaskRole,
    /// What the claim has come to.
    pub seat: Seat,
}

impl Duty {
    /// Whether it still lies ahead: it is open, and not over.
    pub fn is_ahead(&self, now: Timestamp) -> bool {
        let end = self.task.ends_at.or(self.task.starts_at);
        self.task.status == TaskStatus::Open && end.is_none_or(|end| end >= now)
    }

    /// Whether it counts as a service given: a place in a task that was done, or is over and was not
    /// called off.
    pub fn is_served(&self, now: Timestamp) -> bool {
        let over = self.task.ends_at.or(self.task.starts_at).is_some_and(|end| end < now);
        let held = self.task.status == TaskStatus::Done || self.task.status == TaskStatus::Open && over;
        held && self.seat == Seat::Confirmed
    }
}

/// All duties of a person, the standing ones last, the others by when they begin.
pub fn duties_of(community: &Community, person: PersonId) -> Vec<Duty> {
    let claims = community.claims.values().filter(|claim| claim.person == person && claim.stands());
    let duty = |claim: &kaifong_domain::claim::Claim| {
        let role = community.roles.get(&claim.role)?.clone();
        let task = community.tasks.get(&claim.task)?.clone();
        let seat = community.seats(&role).into_iter().find(|(other, _)| other.id == claim.id)?.1;
        Some(Duty { task, role, seat })
    };
    let mut duties: Vec<Duty> = claims.filter_map(duty).collect();
    duties.sort_by_key(|duty| (duty.task.starts_at.is_none(), duty.task.starts_at, duty.task.id));
    duties
}

/// The day and month that stand before a dated row, or an icon's place for what has no date.
fn lead(task: &Task) -> AnyView {
    let Some(start) = task.starts_at else {
        return view! { <span class="list-row-icon">{super::icon::icon(Glyph::Hand)}</span> }.into_any();
    };
    let date = start.date();
    view! {
        <span class="duty-list-day">
            <span class="duty-list-number">{date.day().to_string()}</span>
            <span class="duty-list-weekday">{format::weekday_near(date)}</span>
        </span>
    }
    .into_any()
}

/// Draws duties as a list.
pub fn duty_list(duties: &[Duty]) -> AnyView {
    let today = use_today().get();
    let row = |duty: &Duty| {
        let when = match duty.task.starts_at {
            Some(start) => format::range(start, duty.task.ends_at, today),
            None => say!(today.standing).to_owned(),
        };
        let place = if duty.task.place.is_empty() { String::new() } else { [" · ", &duty.task.place].concat() };
        let (tone, glyph) = match duty.seat {
            Seat::Confirmed => (Tone::Good, Glyph::Check),
            Seat::Pending | Seat::Waiting(_) => (Tone::Waiting, Glyph::Clock),
        };
        let text = [when.as_str(), &place, " · ", &role_name(&duty.role.name)].concat();
        let end = badge(tone, Some(glyph), seat(duty.seat));
        let href = ["/tasks/", &duty.task.id.to_string()].concat();
        view! { <li data-testid="duty">{list_row(href, lead(&duty.task), duty.task.title.clone(), text, Some(end))}</li> }
    };
    view! { <ul class="list">{duties.iter().map(row).collect_view()}</ul> }.into_any()
}
