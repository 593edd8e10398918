//! Saying something on a suggestion.

use kaifong_domain::{command::Command, comment::CommentEdit, field::Field, id::SuggestionId};
use leptos::prelude::*;

use super::{
    faults::{Faults, faults_of},
    text_area::TextArea,
};
use crate::{
    context::commands::use_commands,
    draft::Draft,
    markup::{child, view},
};

/// A form for a comment.
#[component]
pub fn CommentForm(
    /// On which suggestion.
    suggestion: SuggestionId,
) -> impl IntoView {
    let again = Trigger::new();
    child(move || {
        again.track();
        form(suggestion, again)
    })
}

fn form(suggestion: SuggestionId, again: Trigger) -> AnyView {
    let (commands, faults) = (use_commands(), Faults::none());
    let draft = Draft::open(&["comment/", &suggestion.to_string()].concat(), again);
    let text = draft.text("text", String::new());
    let send = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let edits = [CommentEdit::Text(text.get_untracked())];
        let wrong = faults_of!(edits);
        if !wrong.is_empty() {
            return faults.set(wrong);
        }
        let command = Command::Comment { id: commands.new_id(), suggestion, text: text.get_untracked() };
        faults.submit(commands, command, || say!(suggestions.commented).to_owned(), move || draft.start_afresh());
    };
    view! {
        <form class="form comment-form" on:submit=send novalidate>
            <TextArea id="comment" label=say!(suggestions.comment) value=text error=faults.of(Field::Text) rows="2" testid="comment-text" />
            {faults.summary()}
            <div class="form-actions">
                <button class="button" type="submit" data-testid="comment-send">{say!(suggestions.comment_send)}</button>
            </div>
        </form>
    }
    .into_any()
}
