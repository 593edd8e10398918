//! Said above a form when what was begun before has been brought back.

use leptos::prelude::*;

use crate::{draft::Draft, markup::view};

/// Draws the note, with the way to start afresh.
pub fn draft_note(draft: Draft) -> Option<AnyView> {
    draft.restored().then(|| {
        view! {
            <p class="draft-note" role="status" data-testid="draft-note">
                <span>{say!(tasks.draft_kept)}</span>
                <button class="link-button" type="button" on:click=move |_| draft.start_afresh()>
                    {say!(tasks.draft_discard)}
                </button>
            </p>
        }
        .into_any()
    })
}
