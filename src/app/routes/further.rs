//! All screens but Today, in a part of the program of its own: it comes while the first screen is being
//! painted, so that a first visit need not wait for it.

use std::{
    pin::pin,
    task::{Context, Poll, Waker},
};

use leptos::{
    prelude::*,
    task::spawn_local,
    wasm_split::{SplitLoaderError, wasm_split},
};

use crate::{
    component::{action_bar::action_bar, empty::empty, icon::Glyph},
    markup::{child, view},
    page::{
        archive::ArchivePage,
        audit::AuditPage,
        building::BuildingPage,
        check_in::CheckInPage,
        check_ins::CheckInsPage,
        contact_form::ContactFormPage,
        devices::DevicesPage,
        families::FamiliesPage,
        family::FamilyPage,
        family_form::FamilyFormPage,
        hand_over::HandOverPage,
        held::HeldPage,
        history::HistoryPage,
        invitations::{InvitationsPage, NewDevicePage},
        me::MePage,
        neighbours::NeighboursPage,
        not_found::NotFoundPage,
        opening::OpeningPage,
        people::PeoplePage,
        person::PersonPage,
        person_form::PersonFormPage,
        personal::PersonalPage,
        refused::RefusedPage,
        resident::ResidentPage,
        suggestion::SuggestionPage,
        suggestion_form::SuggestionFormPage,
        suggestions::SuggestionsPage,
        sync::SyncPage,
        task::TaskPage,
        task_form::TaskFormPage,
        tasks::TasksPage,
    },
    signal::RwSignal,
};

/// How far the part is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Part {
    Coming,
    Here,
    /// No line, and not kept on this phone.
    Missed,
}

/// Fetches the part, beside whatever is shown, and provides how far it is.
pub fn fetch() {
    let part = RwSignal::new(Part::Coming);
    provide_context(part);
    // Not in the next frame: a page in a hidden tab has none.
    fetch_again(part);
}

fn fetch_again(part: RwSignal<Part>) {
    part.set(Part::Coming);
    spawn_local(async move {
        part.set(if fetch_screens().await.is_ok() { Part::Here } else { Part::Missed });
    });
}

/// The screen at `path`, as soon as it is there.
pub fn screen(path: String) -> AnyView {
    let part: RwSignal<Part> = expect_context();
    child(move || match part.get() {
        Part::Here => at_once(screen_at(path.clone())),
        Part::Coming => view! { <OpeningPage /> },
        Part::Missed => missed(part),
    })
}

/// What a future comes to that waits for nothing: the part is there.
fn at_once(screen: impl Future<Output = Result<AnyView, SplitLoaderError>>) -> AnyView {
    match pin!(screen).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(Ok(screen)) => screen,
        Poll::Ready(Err(_)) | Poll::Pending => view! { <NotFoundPage /> },
    }
}

fn missed(part: RwSignal<Part>) -> AnyView {
    view! {
        {empty(Glyph::CloudOff, say!(common.part_missed), say!(common.part_missed_text))}
        {action_bar(view! {
            <button class="button button-primary" type="button" on:click=move |_| fetch_again(part)>
                {say!(common.again)}
            </button>
        })}
    }
}

#[wasm_split(screens, wasm_split_path = ::leptos::wasm_split, preload(fetch_screens), fallible)]
fn screen_at(path: String) -> Result<AnyView, SplitLoaderError> {
    let mut steps = path.split('/').filter(|step| !step.is_empty());
    Ok(match [steps.next(), steps.next(), steps.next(), steps.next()].map(Option::unwrap_or_default) {
        ["tasks", "", "", ""] => view! { <TasksPage /> },
        ["tasks", "new", "", ""] | ["tasks", _, "edit", ""] => view! { <TaskFormPage /> },
        ["tasks", _, "", ""] => view! { <TaskPage /> },
        ["suggestions", "", "", ""] => view! { <SuggestionsPage /> },
        ["suggestions", "new", "", ""] | ["suggestions", _, "edit", ""] => view! { <SuggestionFormPage /> },
        ["suggestions", "held", "", ""] => view! { <HeldPage /> },
        ["suggestions", _, "", ""] => view! { <SuggestionPage /> },
        ["neighbours", "", "", ""] => view! { <NeighboursPage /> },
        ["neighbours", "new", "", ""] | ["people", _, "edit", ""] => view! { <PersonFormPage /> },
        ["people", _, "contact", ""] => view! { <ContactFormPage /> },
        ["people", _, "personal", ""] => view! { <PersonalPage /> },
        ["people", _, "", ""] => view! { <PersonPage /> },
        ["families", "", "", ""] => view! { <FamiliesPage /> },
        ["families", "new", "", ""] | ["families", _, "edit", ""] => view! { <FamilyFormPage /> },
        ["families", _, "", ""] => view! { <FamilyPage /> },
        ["buildings", _, "", ""] => view! { <BuildingPage /> },
        ["me", "", "", ""] => view! { <MePage /> },
        ["archive", "", "", ""] => view! { <ArchivePage /> },
        ["devices", "new", "", ""] => view! { <NewDevicePage /> },
        ["invitations", "", "", ""] => view! { <InvitationsPage /> },
        ["check-ins", "", "", ""] => view! { <CheckInsPage /> },
        ["check-in", _, "", ""] => view! { <CheckInPage /> },
        ["audit", "", "", ""] => view! { <AuditPage /> },
        ["devices", "", "", ""] => view! { <DevicesPage /> },
        ["access", "", "", ""] => view! { <PeoplePage /> },
        ["sync", "", "", ""] => view! { <SyncPage /> },
        ["history", _, _, ""] => view! { <HistoryPage /> },
        ["refused", "", "", ""] => view! { <RefusedPage /> },
        ["p", _, _, ""] => view! { <ResidentPage /> },
        ["hand-over", "", "", ""] => view! { <HandOverPage /> },
        _ => view! { <NotFoundPage /> },
    })
}
