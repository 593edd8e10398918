//! For residents without an account: make a suggestion, and see how far it has come. Nothing here needs the worker or a
//! document.

mod follow;
mod form;
mod slips;

use leptos::prelude::*;

use crate::{
    address::use_address,
    component::{
        icon::{Glyph, icon},
        page_header::page_header,
        segments::Segments,
    },
    context::settings::use_preferences,
    draft::Draft,
    letterbox::Letterbox,
    locale,
    markup::{child, view},
    page::{me::settings::elder, not_found::NotFoundPage},
    routes::focus,
    signal::RwSignal,
};

/// What stands at `/p/<community>`, and at `/p/<community>/follow`.
#[component]
pub fn ResidentPage() -> impl IntoView {
    let path = use_address().path().get_untracked();
    let mut steps = path.split('/').filter(|step| !step.is_empty()).skip(1);
    let community = steps.next().unwrap_or_default().to_owned();
    let is_slug = (1..=32).contains(&community.len())
        && community.bytes().all(|byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'-'));
    let place = steps.next();
    if !is_slug || !matches!(place, None | Some("follow")) {
        return view! { <NotFoundPage /> };
    }
    let letterbox = Letterbox::open(&community);
    let screen = if place.is_none() { front(letterbox, community) } else { follow::follow(community) };
    view! { <div class="resident">{languages()}{screen}{elder()}</div> }
}

/// What stands in the place of the form.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Desk {
    Form,
    /// Something was written, just now or before.
    Written {
        just_now: bool,
    },
}

fn front(letterbox: Letterbox, community: String) -> AnyView {
    let draft = form::draft_of(&community);
    // Who comes again would see how far it is; who was interrupted would go on.
    let is_first = letterbox.is_empty() || Draft::open(&draft, Trigger::new()).restored();
    let (desk, again) =
        (RwSignal::new(if is_first { Desk::Form } else { Desk::Written { just_now: false } }), Trigger::new());
    let done = move || {
        desk.set(Desk::Written { just_now: true });
        // The form is gone: what there is to know now stands on top.
        request_animation_frame(|| focus("main h1"));
    };
    let shown = move || {
        again.track();
        match desk.get() {
            Desk::Form => form::form(letterbox, Draft::open(&draft, again), done),
            Desk::Written { just_now } => written(just_now, desk),
        }
    };
    let follow = ["/p/", &community, "/follow"].concat();
    view! {
        {page_header(say!(resident.title), None, None)}
        {child(shown)}
        {slips::slips(letterbox, community)}
        <a class="button" href=follow data-testid="resident-follow">{icon(Glyph::Search)}<span>{say!(resident.follow_other)}</span></a>
    }
}

fn written(just_now: bool, desk: RwSignal<Desk>) -> AnyView {
    let thanks = just_now.then(|| view! { <p role="status" data-testid="resident-thanks">{say!(resident.thanks)}</p> });
    view! {
        {thanks}
        <button class="button button-primary" type="button" data-testid="resident-another" on:click=move |_| desk.set(Desk::Form)>
            {icon(Glyph::Plus)}
            <span>{say!(resident.another)}</span>
        </button>
    }
}

/// Who can't read the page must be able to change that before anything else.
fn languages() -> AnyView {
    let preferences = use_preferences();
    let current = Signal::derive(move || preferences.with(|settings| locale::tag(settings.language)).to_owned());
    let choose = move |code: String| preferences.change(|settings| settings.language = locale::from_tag(&code));
    view! { <Segments id="language" label=say!(common.language) options=locale::offered() value=current choose=choose /> }
}
