//! What the worker says, put where the screens look for it.

use kaifong_domain::bridge::{ToPage, ToWorker};
use leptos::prelude::*;
use web_sys::VisibilityState;

use super::{
    commands::Commands,
    community::use_community,
    entrance::{Entrance, use_entrance},
    problem::use_problems,
    refused,
    settings::use_preferences,
    status,
};
use crate::bridge::{Fault, Link};

/// Where the worker's messages arrive. Those that come before there is anybody to take them can't be:
/// the worker speaks only when it has been started.
pub(super) struct Mailbox {
    link: Link,
    reader: StoredValue<Option<Commands>, LocalStorage>,
}

impl Mailbox {
    pub(super) fn open() -> Self {
        let reader = StoredValue::new_local(None);
        let problems = use_problems();
        let take_in = take_in();
        let link = Link::open(move |message: Result<ToPage, Fault>| match (message, reader.get_value()) {
            (Ok(message), Some(commands)) => take_in(message, commands),
            (Ok(_), None) => {}
            (Err(fault), _) => problems.fail(fault),
        });
        Self { link, reader }
    }

    pub(super) fn link(&self) -> Link {
        self.link.clone()
    }

    pub(super) fn deliver_to(self, commands: Commands) {
        self.reader.set_value(Some(commands));
    }
}

fn take_in() -> impl Fn(ToPage, Commands) + Copy {
    let (door, neighbourhood, problems, preferences) =
        (use_entrance(), use_community(), use_problems(), use_preferences());
    let (set_status, set_refused) = (status::setter(), refused::setter());
    move |message, commands| match message {
        ToPage::SignedOut => door.set(Entrance::SignedOut),
        ToPage::JoinFailed(error) => door.set(Entrance::Failed(error)),
        ToPage::Identity(identity) => {
            if preferences.with_untracked(|settings| settings.community.as_ref() != Some(&identity.community)) {
                preferences.change(|settings| settings.community = Some(identity.community.clone()));
            }
            door.set(Entrance::In(identity));
        }
        ToPage::View { entries, from } => neighbourhood.replace(entries, from),
        ToPage::Patch(entries) => neighbourhood.patch(entries),
        ToPage::Gone(keys) => neighbourhood.forget(&keys),
        ToPage::Answer { request, outcome } => commands.answered(request, outcome),
        ToPage::Tick { request, tick } => commands.ticked(request, tick),
        ToPage::Status(status) => {
            if status.saving == 0 {
                problems.writing_works();
            }
            set_status(status);
        }
        ToPage::Refused(refused) => set_refused(refused),
        ToPage::Problem(problem) => problems.tell(problem),
    }
}

/// Tells the worker when the line may be back, or somebody looks again: it tries at once then, rather
/// than when its patience says.
pub(super) fn wake_with_the_page(commands: Commands) {
    window_event_listener_untyped("online", move |_| commands.tell(&ToWorker::Wake));
    window_event_listener_untyped("pageshow", move |_| commands.tell(&ToWorker::Wake));
    window_event_listener_untyped("visibilitychange", move |_| {
        if document().visibility_state() == VisibilityState::Visible {
            commands.tell(&ToWorker::Wake);
        }
    });
}
