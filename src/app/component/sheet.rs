//! A sheet: something to do or choose before one goes on, over the page. It is the browser's own
//! dialog, which traps focus, closes with Escape and gives focus back.

use leptos::{html::Dialog, prelude::*};

use super::icon::{Glyph, icon};

use crate::{markup::view, signal::RwSignal};

/// A sheet. What is in it is built when it opens.
#[component]
pub fn Sheet(
    /// Whether it is open.
    open: RwSignal<bool>,
    /// What it is about.
    #[prop(into)]
    title: String,
    /// What is in it.
    children: ChildrenFn,
) -> impl IntoView {
    let dialog = NodeRef::<Dialog>::new();
    Effect::new(move |_| {
        let Some(dialog) = dialog.get() else { return };
        if !open.get() {
            dialog.close();
        } else if !dialog.open() {
            // Throws only where the element is not in the page.
            let _ = dialog.show_modal();
        }
    });
    // A click on the dialog itself, not on what is in it, is one beside the sheet.
    let click = move |event: leptos::ev::MouseEvent| {
        if event.target() == event.current_target() {
            open.set(false);
        }
    };
    let label = title.clone();
    let content = move || open.get().then(|| children());
    view! {
        <dialog class="sheet" node_ref=dialog aria-label=label on:close=move |_| open.set(false) on:click=click>
            <div class="sheet-body">
                <header class="sheet-header">
                    <h2>{title}</h2>
                    <button class="icon-button" type="button" data-testid="close" on:click=move |_| open.set(false)>
                        {icon(Glyph::Cross)}
                        <span class="visually-hidden">{say!(common.close)}</span>
                    </button>
                </header>
                {content}
            </div>
        </dialog>
    }
    .into_any()
}
