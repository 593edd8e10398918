//! One of two to five, all in sight: for how a page is seen, and for short settings.

use leptos::prelude::*;

use crate::markup::view;

/// One of a few, side by side. Built on radio buttons, so that arrow keys and screen readers know it.
#[component]
pub fn Segments(
    /// Its id on the page; the options share it as their name.
    id: &'static str,
    /// What one chooses; shown only where `titled`, spoken always.
    #[prop(into)]
    label: String,
    /// The codes and words to choose from.
    options: Vec<(&'static str, String)>,
    /// The code of what is chosen.
    #[prop(into)]
    value: Signal<String>,
    /// Called with the code of what has been chosen.
    choose: impl Fn(String) + Copy + 'static,
    /// Whether the label is shown.
    #[prop(optional)]
    titled: bool,
) -> impl IntoView {
    let choose: std::rc::Rc<dyn Fn(String)> = std::rc::Rc::new(choose);
    let segment = |(code, word): (&'static str, String)| segment(id, code, word, value, choose.clone());
    let segments = options.into_iter().map(segment).collect_view();
    let legend = if titled { "segments-legend" } else { "visually-hidden" };
    view! {
        <fieldset class="segments" data-testid=id>
            <legend class=legend>{label}</legend>
            <div class="segments-track">{segments}</div>
        </fieldset>
    }
    .into_any()
}

fn segment(
    name: &'static str,
    code: &'static str,
    word: String,
    value: Signal<String>,
    choose: std::rc::Rc<dyn Fn(String)>,
) -> AnyView {
    view! {
        <label class="segments-one">
            <input
                type="radio"
                name=name
                value=code
                data-testid=[name, "-", code].concat()
                prop:checked=move || value.with(|value| value == code)
                on:change=move |_| choose(code.to_owned())
            />
            <span>{word}</span>
        </label>
    }
    .into_any()
}
