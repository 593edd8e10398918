//! One step of a history, in words.

use kaifong_domain::{
    community::Community,
    event::Event,
    field::Field,
    history::{Part, Step, Written},
    record::{Record, RecordKey},
};
use leptos::prelude::*;

use crate::{
    component::{author_line::author_line, building_picker::building_name, person_chip::name_of},
    context::community::use_community,
    locale::words::{
        command::named, field::field as field_word, level::level, role_name::role_name, status::status, value::value,
    },
    markup::view,
};

/// Draws a step in the history of `subject`.
pub(super) fn step(subject: RecordKey, step: &Step) -> AnyView {
    let parts = step.parts.iter().flat_map(|one| part(subject, one)).collect_view();
    view! {
        <li class="history-step" data-testid="history-step">
            <p class="history-what">{named(&step.name)}</p>
            <ul class="history-parts">{parts}</ul>
            {author_line(step.by, step.at)}
        </li>
    }
    .into_any()
}

fn part(subject: RecordKey, part: &Part) -> Vec<AnyView> {
    let mut lines = Vec::new();
    if part.key != subject
        && let Some(about) = use_community().with_untracked(|community| about(community, part.key, part.is_new))
    {
        lines.push(view! { <li class="history-about">{about}</li> }.into_any());
    }
    lines.extend(part.fields.iter().filter(|written| is_told(written.field)).map(|one| line(part.key, one)));
    lines
}

/// What the command's name says already, or the server does by itself.
fn is_told(field: Field) -> bool {
    !matches!(field, Field::Removed | Field::WithdrawnAt | Field::SeatedAt | Field::PlacedAt)
}

fn line(key: RecordKey, written: &Written) -> AnyView {
    let Written { field, before, after } = written;
    let word = field_word(*field);
    if *field == Field::Unknown {
        return view! { <li class="history-line"><span class="history-field">{word}</span></li> }.into_any();
    }
    let words = |one| value(key.collection, *field, one);
    let now = words(after);
    if before == after {
        let chosen = say!(history.chosen, value = now.as_str());
        return view! { <li class="history-line"><span class="history-field">{word}</span><span>{chosen}</span></li> }
            .into_any();
    }
    view! {
        <li class="history-line">
            <span class="history-field">{word}</span>
            <span class="history-values">
                <del>{words(before)}</del>
                <span class="history-arrow" aria-hidden="true">"→"</span>
                <span class="visually-hidden">{say!(history.became)}</span>
                <ins>{now}</ins>
            </span>
        </li>
    }
    .into_any()
}

/// Which other record it is about: a move, a comment, a claim.
fn about(community: &Community, key: RecordKey, is_new: bool) -> Option<String> {
    let record = community.record(key).or_else(|| community.removed.get(&key).cloned())?;
    Some(match record {
        Record::Event(event) if is_new => moved(&event),
        Record::Event(event) => status(event.to).into(),
        Record::Comment(comment) => comment.text,
        Record::TaskRole(role) => role_name(&role.name),
        Record::Claim(claim) => {
            let role = community.roles.get(&claim.role).map(|role| role_name(&role.name)).unwrap_or_default();
            [name_of(claim.person), role].join(" · ")
        }
        Record::Captaincy(captaincy) => {
            [building_name(community, Some(captaincy.building)).as_str(), level(captaincy.level)].join(" · ")
        }
        _ => return None,
    })
}

fn moved(event: &Event) -> String {
    let moved = [status(event.from), " → ", status(event.to)].concat();
    if event.note.is_empty() { moved } else { say!(refused.what, what = moved.as_str(), name = event.note.as_str()) }
}
