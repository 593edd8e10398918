//! From an address to a screen, and the frame around all of them.

mod further;

use kaifong_domain::{
    bridge::{Line, Status},
    community::Community,
};
use leptos::prelude::*;

use crate::{
    address::{self, use_address},
    component::{
        app_bar::AppBar, hint::Hint, keyed::keyed, tab_bar::TabBar, toast::ToastRegion, update_bar::UpdateBar,
    },
    context::{
        self,
        community::use_community,
        entrance::{Entrance, use_entrance},
        invitation::Invitation,
        settings::use_preferences,
        status::use_status,
    },
    locale::tag,
    markup::view,
    memo::Memo,
    page::{join::JoinPage, opening::OpeningPage, today::TodayPage},
};

/// The whole page.
pub fn app(invitation: Option<Invitation>) -> AnyView {
    address::provide();
    context::provide(invitation);
    further::fetch();
    let preferences = use_preferences();
    // A change of language builds the frame and its screen anew, so words need not be reactive.
    let spoken = move || vec![preferences.with(|settings| tag(settings.language))];
    keyed(spoken, |_| frame())
}

/// What the frame shows in its middle.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Middle {
    Opening,
    Door,
    Screens,
    /// A screen for those who are not signed in.
    Outside,
}

fn frame() -> AnyView {
    let (door, community) = (use_entrance(), use_community());
    let path = use_address().path();
    let status = use_status();
    // While a first sync runs, lists that have not come yet would claim to be empty.
    let filling = move || {
        let first =
            |status: &Status| status.synced_at.is_none() && matches!(status.line, Line::Connecting | Line::Syncing);
        let lacks = |community: &Community| {
            community.people.is_empty() || community.tasks.is_empty() || community.suggestions.is_empty()
        };
        status.with(first) && community.with(lacks)
    };
    let is_revoked = move || status.with(|status| status.line == Line::Revoked);
    let middle = Memo::new(move || match door.get() {
        _ if path.with(|path| path == "/join") => Middle::Door,
        _ if path.with(|path| path.starts_with("/check-in/") || path.starts_with("/p/")) => Middle::Outside,
        // What is left to a device that lost its access is what it wrote itself.
        Entrance::In(_) if is_revoked() && path.with(|path| path != "/refused") => Middle::Door,
        // A saved view may come before the worker knows who is signed in, and is worth reading.
        Entrance::Opening | Entrance::In(_) if community.source().is_none() || filling() => Middle::Opening,
        Entrance::Opening | Entrance::In(_) => Middle::Screens,
        Entrance::SignedOut | Entrance::Joining | Entrance::Failed(_) => Middle::Door,
    });
    focus_on_arrival();
    let tabs = move || (!matches!(middle.get(), Middle::Door | Middle::Outside)).then(|| view! { <TabBar /> });
    view! {
        <a class="skip-link" href="#main">{say!(common.skip)}</a>
        <div class="frame">
            <AppBar />
            {tabs}
            <main id="main" class="main" tabindex="-1">
                <Hint />
                <UpdateBar />
                {move || match middle.get() {
                    Middle::Opening => view! { <OpeningPage /> }.into_any(),
                    Middle::Door => view! { <JoinPage /> }.into_any(),
                    Middle::Screens | Middle::Outside => screens(),
                }}
            </main>
            <ToastRegion />
        </div>
    }
    .into_any()
}

/// The screen of an address. Another path is another screen, built from nothing: what one had opened or
/// typed in the last one is not found again in the next.
fn screens() -> AnyView {
    let path = use_address().path();
    let screen = move || vec![path.get()];
    keyed(screen, |path| {
        if path == "/today" {
            view! { <TodayPage /> }
        } else {
            further::screen(path)
        }
    })
}

/// Moves focus to the first element that is meant, if it can take it.
pub fn focus(selector: &str) {
    let found = document().query_selector(selector).ok().flatten();
    let element = found.and_then(|element| wasm_bindgen::JsCast::dyn_into::<web_sys::HtmlElement>(element).ok());
    if let Some(element) = element {
        // An element that can't take focus leaves it where it was.
        let _ = element.focus();
    }
}

/// Moves focus to the heading of a page that one has come to, so that screen readers read on from
/// there; not on the first page, which the browser has announced itself.
fn focus_on_arrival() {
    let path = use_address().path();
    Effect::new(move |before: Option<String>| {
        let path = path.get();
        if before.is_some_and(|before| before != path) {
            request_animation_frame(|| focus("main h1"));
        }
        path
    });
}
