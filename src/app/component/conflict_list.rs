//! What was written apart in a record: all the values, with who wrote each and when. Whoever may edit the
//! record says what holds: one of them, or something new.

use kaifong_domain::{
    conflict::{Conflict, Version, settle},
    field::Field,
    policy,
    record::{Collection, Record, RecordKey},
    value::Value,
};
use leptos::prelude::*;

use super::{
    author_line::author_line,
    icon::{Glyph, icon},
    text_field::TextField,
};
use crate::{
    context::{
        actor::{may, use_actor},
        commands::use_commands,
        community::use_community,
    },
    locale::words::{
        field::field as field_word,
        refusal::refusal,
        role_name::role_name,
        value::{is_known, value as in_words},
    },
    markup::view,
    memo::Memo,
    signal::RwSignal,
};

/// A conflict on a page.
#[derive(Clone, PartialEq)]
struct Card {
    key: RecordKey,
    /// What the record is called, where it is not the page's own.
    name: Option<String>,
    conflict: Conflict,
}

/// The conflicts of some records.
#[component]
pub fn ConflictList(
    /// Which records: the page's own first.
    keys: Memo<Vec<RecordKey>>,
    /// Whether one may say what holds.
    editable: Memo<bool>,
    /// Where one edits the page's own record.
    form: String,
) -> impl IntoView {
    let community = use_community();
    let cards = Memo::new(move || {
        community.with(|community| {
            if community.conflicts.is_empty() {
                return Vec::new();
            }
            let name = |key| match community.record(key) {
                Some(Record::TaskRole(role)) => Some(role_name(&role.name)),
                _ => None,
            };
            let of = |key: &RecordKey| {
                let conflicts = community.conflicts.get(key).into_iter().flatten();
                let card = |conflict: &Conflict| Card { key: *key, name: name(*key), conflict: conflict.clone() };
                conflicts.map(card).collect::<Vec<_>>()
            };
            keys.with(|keys| keys.iter().flat_map(of).collect())
        })
    });
    let actor = use_actor();
    let coordinates = Memo::new(move || may(actor.get(), policy::coordinates));
    let is_own = move |key: RecordKey| {
        let by = community.with(|community| Some(community.endorsements.get(&key.id.into())?.by));
        actor.get().is_some_and(|actor| by == Some(actor.person))
    };
    let drawn = move || {
        // Who may edit a person's card has no say yet in what they are captain of, nor in what is said for them.
        let editable = |key: RecordKey| match key.collection {
            Collection::Captaincies => editable.get() && coordinates.get(),
            Collection::Endorsements => is_own(key),
            _ => editable.get(),
        };
        let draw = |one: Card| {
            let editable = editable(one.key);
            card(one, editable, &form)
        };
        cards.get().into_iter().map(draw).collect_view()
    };
    view! { <div class="conflict-list">{drawn}</div> }.into_any()
}

fn card(card: Card, editable: bool, form: &str) -> AnyView {
    let Card { key, name, conflict: Conflict { field, versions } } = card;
    let word = match name {
        Some(name) => [&name, " · ", field_word(field)].concat(),
        None => field_word(field).to_owned(),
    };
    let title = say!(conflict.title, field = word.as_str());
    let choices = versions.into_iter().map(|one| choice(key, field, one, editable)).collect_view();
    let another = if editable {
        another(key, field, form)
    } else {
        view! { <p class="conflict-note">{say!(conflict.others_choose)}</p> }.into_any()
    };
    view! {
        <section class="conflict" data-testid="conflict" data-field=field.code()>
            <h2>{icon(Glyph::Alert)}<span>{title}</span></h2>
            <p class="conflict-note">{say!(conflict.why)}</p>
            <ul>{choices}</ul>
            {another}
        </section>
    }
    .into_any()
}

fn choice(key: RecordKey, field: Field, version: Version, editable: bool) -> AnyView {
    let Version { value, by, at } = version;
    let (commands, community) = (use_commands(), use_community());
    let shown = in_words(key.collection, field, &value);
    let keep = (editable && is_known(field, &value)).then(|| {
        let said = shown.clone();
        let keep = move |_| {
            let said = said.clone();
            let command = community.with_untracked(|community| settle(community, key, field, &value));
            if let Some(command) = command {
                commands.give(command, move || say!(conflict.settled, value = said.as_str()));
            }
        };
        let which = shown.clone();
        view! {
            <button class="button" type="button" data-testid="keep" on:click=keep>
                {icon(Glyph::Check)}
                <span>{say!(conflict.keep)}</span>
                <span class="visually-hidden">{which}</span>
            </button>
        }
    });
    view! {
        <li class="conflict-choice" data-testid="conflict-choice">
            <div class="conflict-said">
                <p class="conflict-value">{shown}</p>
                {author_line(by, at)}
            </div>
            {keep}
        </li>
    }
    .into_any()
}

/// The way to write something new: here, if it is words or a number, or else in the record's form.
fn another(key: RecordKey, field: Field, form: &str) -> AnyView {
    match field {
        Field::Guardian | Field::Phone if key.collection == Collection::Families => written(key, field),
        Field::Title | Field::Place | Field::Name | Field::Unit | Field::Availability | Field::Places => {
            written(key, field)
        }
        _ if matches!(
            key.collection,
            Collection::Tasks | Collection::Suggestions | Collection::People | Collection::Families
        ) =>
        {
            let href = form.to_owned();
            view! {
                <a class="link-button" href=href data-testid="write-another">
                    {icon(Glyph::Pencil)}
                    <span>{say!(conflict.another)}</span>
                </a>
            }
            .into_any()
        }
        // All that can be chosen stands on the page.
        _ => ().into_any(),
    }
}

fn written(key: RecordKey, field: Field) -> AnyView {
    let (commands, community) = (use_commands(), use_community());
    let (open, text, error) = (RwSignal::new(false), RwSignal::new(String::new()), RwSignal::new(None::<String>));
    let save = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let words = text.get_untracked();
        let value = match field {
            Field::Places => words.trim().parse().map_or(Value::Nothing, Value::Int),
            _ => Value::Text(words.trim().to_owned()),
        };
        let Some(command) = community.with_untracked(|community| settle(community, key, field, &value)) else {
            error.set(Some(say!(refusal.missing, field = field_word(field))));
            return;
        };
        let said = move || say!(conflict.settled, value = words.trim());
        commands.give_then(command, said, move |outcome| {
            if let Err(why) = outcome {
                error.set(Some(refusal(why)));
            }
        });
    };
    let kind = if field == Field::Places { "number" } else { "text" };
    let id = if field == Field::Places { "another-number" } else { "another-text" };
    let form = move || {
        if !open.get() {
            return view! {
                <button class="link-button" type="button" data-testid="write-another" on:click=move |_| open.set(true)>
                    {icon(Glyph::Pencil)}
                    <span>{say!(conflict.another)}</span>
                </button>
            }
            .into_any();
        }
        view! {
            <form class="conflict-form" on:submit=save novalidate>
                <TextField id=id label=field_word(field) value=text error=error kind=kind testid="another" />
                <button class="button" type="submit" data-testid="save-another">{say!(conflict.use_another)}</button>
            </form>
        }
        .into_any()
    };
    view! { {form} }.into_any()
}
