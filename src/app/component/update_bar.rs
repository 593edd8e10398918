//! Quiet bars above the page: a new version waits; the page can't hear its worker; storage fails.

use kaifong_domain::bridge::Problem;
use leptos::prelude::*;

use super::icon::{Glyph, icon};
use crate::{
    bridge::Fault,
    context::{problem::use_problems, update::use_update},
    markup::view,
};

fn bar(class: &'static str, glyph: Glyph, text: &'static str, action: AnyView) -> AnyView {
    view! { <div class=class role="status">{icon(glyph)}<p>{text}</p>{action}</div> }.into_any()
}

fn reload() -> AnyView {
    let reload = move |_| {
        // A page that can't be loaded again now is loaded by its reader later.
        let _ = window().location().reload();
    };
    view! { <button class="bar-action" type="button" on:click=reload>{say!(common.reload)}</button> }.into_any()
}

/// The bars, mostly none.
#[component]
pub fn UpdateBar() -> impl IntoView {
    let (update, problems) = (use_update(), use_problems());
    let fault = move || {
        problems.fault().map(|fault| match fault {
            Fault::NoWorker => bar("bar bar-bad", Glyph::Alert, say!(common.fault_no_worker), reload()),
            Fault::OtherVersion => bar("bar bar-bad", Glyph::Alert, say!(common.fault_other_version), reload()),
        })
    };
    let storage = move || {
        let fails = |problem: &Problem| matches!(problem, Problem::WriteFailed(_) | Problem::ReadFailed(_));
        problems.get().iter().any(fails).then(|| {
            let why = view! { <a class="bar-action" href="/sync">{say!(common.what_now)}</a> };
            bar("bar bar-bad", Glyph::Alert, say!(common.storage_fails), why.into_any())
        })
    };
    let version = move || {
        update.waits().then(|| {
            let let_in = view! {
                <button class="bar-action" type="button" data-testid="update" on:click=move |_| update.let_in()>
                    {say!(common.reload_now)}
                </button>
            };
            bar("bar", Glyph::Note, say!(common.update_ready), let_in.into_any())
        })
    };
    view! { {fault}{storage}{version} }.into_any()
}
