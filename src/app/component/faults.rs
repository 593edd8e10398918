//! What is wrong with a form, each fault beside the field it concerns.

use kaifong_domain::{command::Command, field::Field, refusal::Refusal};
use leptos::prelude::*;

use super::icon::{Glyph, icon};
use crate::{context::commands::Commands, locale::words::refusal::refusal as words, markup::view, signal::RwSignal};

/// What is wrong with a form.
#[derive(Clone, Copy)]
pub struct Faults(RwSignal<Vec<Refusal>>);

impl Faults {
    /// Nothing is wrong yet.
    pub fn none() -> Self {
        Self(RwSignal::new(Vec::new()))
    }

    /// Says what is wrong, and leads to the first field that is.
    pub fn set(self, faults: Vec<Refusal>) {
        let wrong = !faults.is_empty();
        self.0.set(faults);
        if wrong {
            request_animation_frame(focus_first);
        }
    }

    /// Gives a form's command. The form goes on when it is carried out; when it is refused, it stays open and says why.
    pub fn submit(
        self,
        commands: Commands,
        command: Command,
        said: impl Fn() -> String + 'static,
        go_on: impl FnOnce() + 'static,
    ) {
        commands.give_then(command, said, move |outcome| match outcome {
            Ok(()) => go_on(),
            Err(why) => self.set(vec![why]),
        });
    }

    /// What is wrong with one field, in words.
    pub fn of(self, field: Field) -> Signal<Option<String>> {
        let words = move || {
            let fault = self.0.with(|faults| faults.iter().copied().find(|fault| concerns(*fault) == Some(field)));
            fault.map(words)
        };
        Signal::derive(words)
    }

    /// What is wrong with the form as a whole, shown above its button.
    pub fn summary(self) -> AnyView {
        let shown = move || {
            let fault = self.0.with(|faults| faults.iter().copied().find(|fault| concerns(*fault).is_none()));
            fault.map(|fault| view! { <p class="form-error" role="alert">{icon(Glyph::Alert)}<span>{words(fault)}</span></p> })
        };
        view! { {shown} }.into_any()
    }
}

/// The field that a refusal concerns.
fn concerns(refusal: Refusal) -> Option<Field> {
    match refusal {
        Refusal::Missing { field }
        | Refusal::TooMuch { field, .. }
        | Refusal::TooLittle { field, .. }
        | Refusal::NeedsUpdate { field } => Some(field),
        Refusal::EndsBeforeStart => Some(Field::EndsAt),
        Refusal::NoteNeeded { .. } => Some(Field::Note),
        _ => None,
    }
}

fn focus_first() {
    let wrong = document().query_selector("[aria-invalid=true]").ok().flatten();
    if let Some(field) = wrong.and_then(|wrong| wasm_bindgen::JsCast::dyn_into::<web_sys::HtmlElement>(wrong).ok()) {
        // A field that can't take focus leaves it where it was; its message is read out all the same.
        let _ = field.focus();
    }
}

/// Checks every edit against its field's bounds, so that a form can tell all its faults at once.
macro_rules! faults_of {
    ($edits:expr) => {
        $edits.iter().filter_map(|edit| edit.clone().checked().err()).collect::<Vec<kaifong_domain::refusal::Refusal>>()
    };
}
pub(crate) use faults_of;
