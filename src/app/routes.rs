//! From an address to a screen, and the frame around all of them.

use kaifong_domain::bridge::{Line, Status};
use leptos::{either::EitherOf3, prelude::*};
use leptos_router::{
    components::{FlatRoutes, Redirect, Route, Router},
    hooks::use_location,
    path,
};

use crate::{
    component::{app_bar::AppBar, hint::Hint, tab_bar::TabBar, toast::ToastRegion, update_bar::UpdateBar},
    context::{
        self,
        community::use_community,
        entrance::{Entrance, use_entrance},
        invitation::Invitation,
        settings::use_preferences,
        status::use_status,
    },
    locale::Language,
    page::{
        building::BuildingPage, join::JoinPage, me::MePage, neighbours::NeighboursPage, not_found::NotFoundPage,
        opening::OpeningPage, person::PersonPage, person_form::PersonFormPage, suggestion::SuggestionPage,
        suggestion_form::SuggestionFormPage, suggestions::SuggestionsPage, sync::SyncPage, task::TaskPage,
        task_form::TaskFormPage, tasks::TasksPage, today::TodayPage,
    },
};

/// The whole page.
pub fn app(invitation: Option<Invitation>) -> AnyView {
    context::provide(invitation);
    let preferences = use_preferences();
    let language = Memo::new(move |_| preferences.with(|settings| settings.language));
    // A change of language builds the frame and its screen anew, so words need not be reactive. Each
    // language is a branch of its own: within one branch Leptos would keep what it has drawn.
    let spoken = move || match language.get() {
        Language::zh_Hans => EitherOf3::A(frame()),
        Language::zh_Hant => EitherOf3::B(frame()),
        Language::en => EitherOf3::C(frame()),
    };
    view! { <Router>{spoken}</Router> }.into_any()
}

/// What the frame shows in its middle.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Middle {
    Opening,
    Door,
    Screens,
}

fn frame() -> AnyView {
    let (door, community) = (use_entrance(), use_community());
    let path = use_location().pathname;
    let status = use_status();
    // A first sync brings everybody along; while it runs, all lists would claim to be empty.
    let filling = move || {
        let first =
            |status: &Status| status.synced_at.is_none() && matches!(status.line, Line::Connecting | Line::Syncing);
        status.with(first) && community.with(|community| community.people.is_empty())
    };
    let middle = Memo::new(move |_| match door.get() {
        _ if path.with(|path| path == "/join") => Middle::Door,
        // A saved view may come before the worker knows who is signed in, and is worth reading.
        Entrance::Opening | Entrance::In(_) if community.source().is_none() || filling() => Middle::Opening,
        Entrance::Opening | Entrance::In(_) => Middle::Screens,
        Entrance::SignedOut | Entrance::Joining | Entrance::Failed(_) => Middle::Door,
    });
    focus_on_arrival();
    let tabs = move || (middle.get() != Middle::Door).then(|| view! { <TabBar /> });
    view! {
        <a class="skip-link" href="#main" on:click=skip>{say!(common.skip)}</a>
        <div class="frame">
            <AppBar />
            {tabs}
            <main id="main" class="main" tabindex="-1">
                <Hint />
                <UpdateBar />
                {move || match middle.get() {
                    Middle::Opening => view! { <OpeningPage /> }.into_any(),
                    Middle::Door => view! { <JoinPage /> }.into_any(),
                    Middle::Screens => screens(),
                }}
            </main>
            <ToastRegion />
        </div>
    }
    .into_any()
}

fn screens() -> AnyView {
    view! {
        <FlatRoutes fallback=NotFoundPage>
            <Route path=path!("/") view=|| view! { <Redirect path="/today" /> } />
            <Route path=path!("/today") view=TodayPage />
            <Route path=path!("/tasks") view=TasksPage />
            <Route path=path!("/tasks/new") view=TaskFormPage />
            <Route path=path!("/tasks/:id") view=TaskPage />
            <Route path=path!("/tasks/:id/edit") view=TaskFormPage />
            <Route path=path!("/suggestions") view=SuggestionsPage />
            <Route path=path!("/suggestions/new") view=SuggestionFormPage />
            <Route path=path!("/suggestions/:id") view=SuggestionPage />
            <Route path=path!("/suggestions/:id/edit") view=SuggestionFormPage />
            <Route path=path!("/neighbours") view=NeighboursPage />
            <Route path=path!("/neighbours/new") view=PersonFormPage />
            <Route path=path!("/people/:id") view=PersonPage />
            <Route path=path!("/people/:id/edit") view=PersonFormPage />
            <Route path=path!("/buildings/:id") view=BuildingPage />
            <Route path=path!("/me") view=MePage />
            <Route path=path!("/sync") view=SyncPage />
        </FlatRoutes>
    }
    .into_any()
}

/// The router would take the link for a route of its own.
fn skip(event: leptos::ev::MouseEvent) {
    event.prevent_default();
    focus("#main");
}

fn focus(selector: &str) {
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
    let path = use_location().pathname;
    Effect::new(move |before: Option<String>| {
        let path = path.get();
        if before.is_some_and(|before| before != path) {
            request_animation_frame(|| focus("main h1"));
        }
        path
    });
}
