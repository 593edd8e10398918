//! The history of a record: who did what, when, the newest first, as far back as one asks for.

mod step;

use std::cmp::Reverse;

use kaifong_domain::{
    bridge::ViewSource,
    community::Community,
    history::{Place, Question, Step},
    id::{FamilyId, RequestId, SuggestionId, TaskId},
    record::{Collection, Record, RecordKey},
};
use leptos::prelude::*;

use crate::{
    address::use_address,
    component::{
        empty::empty,
        icon::{Glyph, icon},
        page_header::page_header,
        record_link::RecordLink,
    },
    context::{
        commands::use_commands,
        community::use_community,
        history::{ask, use_answer},
    },
    markup::{child, view},
    memo::Memo,
    page::not_found::NotFoundPage,
    signal::RwSignal,
};

/// What has been told so far.
#[derive(Clone, Default, PartialEq)]
struct Told {
    /// Whether anything has been told.
    is_answered: bool,
    steps: Vec<Step>,
    has_earlier: bool,
}

/// The question that waits for its answer, and whether it goes on from what was told.
type Asked = (RequestId, bool);

/// The history of the record that the address names.
#[component]
pub fn HistoryPage() -> impl IntoView {
    let path = use_address().path().get_untracked();
    let mut steps = path.split('/').filter(|step| !step.is_empty()).skip(1);
    let collection = Collection::from_code(steps.next().unwrap_or_default());
    match steps.next().and_then(|id| uuid::Uuid::try_parse(id).ok()) {
        Some(id) if collection != Collection::Unknown => history(RecordKey { collection, id }),
        _ => view! { <NotFoundPage /> }.into_any(),
    }
}

/// Whether a record's history is told with that of another: a move with its suggestion's, say.
fn belongs(community: &Community, record: &Record, to: RecordKey) -> bool {
    let (collection, owner) = match record {
        Record::TaskRole(role) => (Collection::Tasks, role.task.0),
        Record::Claim(claim) => (Collection::Tasks, claim.task.0),
        Record::Event(event) => (Collection::Suggestions, event.suggestion.0),
        Record::Comment(comment) => (Collection::Suggestions, comment.suggestion.0),
        Record::Captaincy(captaincy) => (Collection::People, captaincy.person.0),
        Record::Child(child) => (Collection::Families, child.family.0),
        Record::Enrolment(enrolment) => (Collection::Families, enrolment.family.0),
        Record::Endorsement(endorsement) => match community.captaincies.get(&endorsement.captaincy) {
            Some(captaincy) => (Collection::People, captaincy.person.0),
            None => return false,
        },
        _ => return false,
    };
    (collection, owner) == (to.collection, to.id)
}

/// A record with those whose history is told together with its own, seen or taken out.
fn together(community: &Community, key: RecordKey) -> Vec<Record> {
    let own = community.record(key).or_else(|| community.removed.get(&key).cloned());
    let mut records: Vec<Record> = own.into_iter().collect();
    let id = key.id;
    match key.collection {
        Collection::Tasks => {
            records.extend(community.roles_of(TaskId(id)).cloned().map(Record::from));
            let claims = community.claims.values().filter(|claim| claim.task.0 == id);
            records.extend(claims.cloned().map(Record::from));
        }
        Collection::Suggestions => {
            records.extend(community.moves_of(SuggestionId(id)).into_iter().cloned().map(Record::from));
            records.extend(community.comments_on(SuggestionId(id)).into_iter().cloned().map(Record::from));
        }
        Collection::People => {
            let captaincies = community.captaincies.values().filter(|captaincy| captaincy.person.0 == id);
            records.extend(captaincies.cloned().map(Record::from));
            let endorsements = community.endorsements.values().cloned().map(Record::from);
            records.extend(endorsements.filter(|record| belongs(community, record, key)));
        }
        Collection::Families => {
            records.extend(community.children_of(FamilyId(id)).cloned().map(Record::from));
            let enrolments = community.enrolments.values().filter(|enrolment| enrolment.family.0 == id);
            records.extend(enrolments.cloned().map(Record::from));
        }
        _ => {}
    }
    records.extend(community.removed.values().filter(|record| belongs(community, record, key)).cloned());
    records
}

fn history(key: RecordKey) -> AnyView {
    let (community, commands, answer) = (use_community(), use_commands(), use_answer());
    let (told, asked) = (RwSignal::new(Told::default()), StoredValue::new_local(None::<Asked>));
    let records = Memo::new(move || community.with(|community| together(community, key)));
    let question = move |before: Option<Place>| {
        let keys = records.with_untracked(|records| records.iter().map(Record::key).collect());
        let request = ask(commands, Question { keys, before });
        asked.set_value(Some((request, before.is_some())));
    };
    // Whatever is new is asked for: also when another tab has taken the lead, and knows of no question.
    Effect::new(move |_| {
        records.with(|_| ());
        if community.source() == Some(ViewSource::Documents) {
            question(None);
        }
    });
    Effect::new(move |_| {
        let Some((request, history)) = answer.get() else { return };
        let waited = asked.get_value().filter(|(waited, _)| *waited == request);
        if let Some((_, goes_on)) = waited {
            told.update(|told| take_in(told, history.steps, history.has_earlier, goes_on));
        }
    });
    let link = Memo::new(move || {
        community.with(|community| RecordLink::to(community, key)).map(|link| (link.href, link.name))
    });
    let title = say!(history.title);
    view! {
        {move || page_header(title, link.get().filter(|(_, name)| !name.is_empty()), None)}
        {child(move || {
            let told = told.get();
            untrack(|| body(key, &told, question))
        })}
    }
    .into_any()
}

/// Takes in an answer: what goes on is put behind what was told; what is new takes the place of all that is
/// not older.
fn take_in(told: &mut Told, steps: Vec<Step>, has_earlier: bool, goes_on: bool) {
    let oldest = steps.last().map(|step| step.place);
    let joins = told.steps.iter().any(|step| Some(step.place) >= oldest);
    if goes_on || !joins {
        told.has_earlier = has_earlier;
    }
    match goes_on {
        true => told.steps.retain(|known| steps.iter().all(|step| step.place < known.place)),
        false => told.steps.retain(|known| joins && Some(known.place) < oldest),
    }
    told.steps.extend(steps);
    told.steps.sort_by_key(|step| Reverse(step.place));
    told.is_answered = true;
}

fn body(key: RecordKey, told: &Told, question: impl Fn(Option<Place>) + Copy + 'static) -> AnyView {
    if !told.is_answered {
        return view! { <p class="section-note" role="status">{say!(history.reading)}</p> }.into_any();
    }
    if told.steps.is_empty() {
        return empty(Glyph::Clock, say!(history.none), say!(history.none_text));
    }
    let last = told.steps.last().map(|step| step.place);
    let earlier = told.has_earlier.then(|| {
        view! {
            <button class="button" type="button" data-testid="earlier" on:click=move |_| question(last)>
                {icon(Glyph::Clock)}
                <span>{say!(history.earlier)}</span>
            </button>
        }
    });
    let steps = told.steps.iter().map(|one| step::step(key, one)).collect_view();
    view! {
        <ol class="history" data-testid="history-list">{steps}</ol>
        {earlier}
    }
    .into_any()
}
