//! The button, in a form, that takes out what the form is about.

use kaifong_domain::{command::Command, record::RecordKey};
use leptos::prelude::*;

use super::icon::{Glyph, icon};
use crate::{context::commands::use_commands, markup::view};

/// Draws the button. It takes the record out, says so, and leaves the form.
pub fn remove_button(
    key: RecordKey,
    word: &'static str,
    said: &'static str,
    testid: &'static str,
    leave: impl Fn() + 'static,
) -> AnyView {
    let commands = use_commands();
    let remove = move |_| {
        commands.give(Command::Remove { key }, move || said.to_owned());
        leave();
    };
    view! {
        <button class="button button-danger form-remove" type="button" data-testid=testid on:click=remove>
            {icon(Glyph::Bin)}
            <span>{word}</span>
        </button>
    }
    .into_any()
}
