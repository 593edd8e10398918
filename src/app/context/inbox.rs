//! What the worker says, put where the screens look for it.

use kaifong_domain::bridge::{ToPage, ToWorker};
use leptos::prelude::*;
use web_sys::VisibilityState;

use super::{
    archive::use_archives,
    calls::use_waiting,
    check_in,
    commands::Commands,
    community::use_community,
    entrance::{Entrance, use_entrance},
    handover::use_handover,
    history,
    problem::use_problems,
    refused,
    settings::use_preferences,
    status::{self, use_status},
};
use crate::bridge::{Heard, Link};

/// Where the worker's messages arrive. Those that come before there is anybody to take them can't be:
/// the worker speaks only when it has been started.
pub(super) struct Mailbox {
    link: Link,
    reader: StoredValue<Option<Commands>, LocalStorage>,
}

impl Mailbox {
    pub(super) fn open() -> Self {
        let reader = StoredValue::new_local(None);
        let (problems, archives, calls) = (use_problems(), use_archives(), use_waiting());
        let take_in = take_in();
        let link = Link::open(move |heard| match (heard, reader.get_value()) {
            (Heard::Said(message), Some(commands)) => take_in(message, commands),
            (Heard::Said(_), None) => {}
            (Heard::Restarting { again }, _) => {
                problems.stumbled(again);
                archives.interrupted();
                calls.interrupted();
            }
            (Heard::Lost(fault), _) => problems.fail(fault),
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
    let (set_status, set_refused, set_history) = (status::setter(), refused::setter(), history::setter());
    let set_check_in = check_in::setter();
    let (shown, archives, handover, calls) = (use_status(), use_archives(), use_handover(), use_waiting());
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
            if status.set_aside == 0 && shown.with_untracked(|before| before.set_aside > 0) {
                problems.mended();
            }
            set_status(status);
        }
        ToPage::Refused(refused) => set_refused(refused),
        ToPage::Archive { request, outcome } => archives.answered(request, outcome),
        ToPage::CheckIn(progress) => set_check_in(progress),
        ToPage::Called { request, answer } => calls.answered(request, answer),
        ToPage::Problem(problem) => problems.tell(problem),
        ToPage::History { request, history } => set_history(request, history),
        message @ (ToPage::Packed(_) | ToPage::Scanning(_) | ToPage::Offered(_) | ToPage::Carried(_)) => {
            handover.hear(message);
        }
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
