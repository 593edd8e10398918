//! The history of records, as the worker tells it to whoever asks.

use kaifong_domain::{
    bridge::ToWorker,
    history::{History, Question},
    id::RequestId,
};
use leptos::prelude::*;

use super::commands::Commands;
use crate::signal::RwSignal;

/// The last answer, and to which question.
type Answer = Option<(RequestId, History)>;

#[derive(Clone, Copy)]
struct Answered(RwSignal<Answer>);

pub(super) fn provide() {
    provide_context(Answered(RwSignal::new(None)));
}

/// Takes in the worker's word.
pub(super) fn setter() -> impl Fn(RequestId, History) + Copy {
    let Answered(answer) = expect_context();
    move |request, history| answer.set(Some((request, history)))
}

/// The last answer.
pub fn use_answer() -> Signal<Answer> {
    let Answered(answer) = expect_context();
    answer.into()
}

/// Asks; the answer carries the name that is returned here.
pub fn ask(commands: Commands, question: Question) -> RequestId {
    let request = commands.new_id();
    commands.tell(&ToWorker::History { request, question });
    request
}
