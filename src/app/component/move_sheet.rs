//! Moving a suggestion on: exactly the ways that are open to who asks, and a note on why.

use kaifong_domain::{
    command::Command, event::EventEdit, field::Field, id::SuggestionId, refusal::Refusal, suggestion::Status,
};
use leptos::prelude::*;

use super::{
    faults::{Faults, faults_of},
    icon::icon,
    sheet::Sheet,
    status_badge::status_glyph,
    text_area::TextArea,
};
use crate::{
    context::commands::use_commands,
    locale::words::status::{meaning, status as words},
    markup::view,
    memo::Memo,
    signal::RwSignal,
};

/// The sheet in which a suggestion is moved on.
#[component]
pub fn MoveSheet(
    /// Whether it is open.
    open: RwSignal<bool>,
    /// Which suggestion.
    suggestion: SuggestionId,
    /// Where it can go from here, for who asks.
    next: Memo<Vec<Status>>,
) -> impl IntoView {
    view! {
        <Sheet open=open title=say!(suggestions.move_title)>{form(open, suggestion, next)}</Sheet>
    }
    .into_any()
}

fn form(open: RwSignal<bool>, suggestion: SuggestionId, next: Memo<Vec<Status>>) -> AnyView {
    let (commands, faults) = (use_commands(), Faults::none());
    let to = RwSignal::new(next.with_untracked(|next| next.first().copied()).unwrap_or_default());
    let note = RwSignal::new(String::new());
    let save = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let (to, note) = (to.get_untracked(), note.get_untracked());
        let mut wrong = faults_of!([EventEdit::Note(note.clone())]);
        if to.needs_note() && note.trim().is_empty() {
            wrong.push(Refusal::NoteNeeded { to });
        }
        if !wrong.is_empty() {
            return faults.set(wrong);
        }
        let command = Command::MoveSuggestion { id: commands.new_id(), suggestion, to, note };
        let said = move || say!(suggestions.moved, status = words(to));
        faults.submit(commands, command, said, move || open.set(false));
    };
    let options = move || next.get().into_iter().map(|status| option(status, to)).collect::<Vec<_>>();
    // The field is built anew with its label, and keeps what stands in it.
    let field = move || {
        let label = match to.get() {
            Status::Solved => say!(suggestions.note_solved),
            Status::Declined => say!(suggestions.note_declined),
            _ => say!(suggestions.note),
        };
        view! { <TextArea id="note" label=label value=note error=faults.of(Field::Note) rows="3" testid="note" /> }
    };
    view! {
        <form class="form move-sheet" on:submit=save novalidate>
            <fieldset class="move-sheet-options">
                <legend class="visually-hidden">{say!(suggestions.move_title)}</legend>
                {options}
            </fieldset>
            {field}
            {faults.summary()}
            <div class="form-actions">
                <button class="button button-primary" type="submit" data-testid="save">{say!(suggestions.save)}</button>
            </div>
        </form>
    }
    .into_any()
}

fn option(status: Status, to: RwSignal<Status>) -> AnyView {
    view! {
        <label class="move-sheet-option" data-testid=["move-", status.code()].concat()>
            <input
                type="radio"
                name="move-to"
                value=status.code()
                prop:checked=move || to.get() == status
                on:change=move |_| to.set(status)
            />
            {icon(status_glyph(status))}
            <span class="move-sheet-words">
                <span class="move-sheet-word">{words(status)}</span>
                <span class="move-sheet-meaning">{meaning(status)}</span>
            </span>
        </label>
    }
    .into_any()
}
