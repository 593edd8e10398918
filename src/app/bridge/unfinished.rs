//! What a worker that is started in the place of another one must be told: which community it is, and the
//! requests that are not known to be saved. Carrying out a request twice does no harm.

use kaifong_domain::{
    bridge::{Tick, ToPage, ToWorker},
    id::RequestId,
    refusal::Refusal,
};

/// What is not finished.
#[derive(Default)]
pub(super) struct Unfinished {
    start: Option<ToWorker>,
    asked: Vec<Asked>,
}

struct Asked {
    request: RequestId,
    message: ToWorker,
    is_answered: bool,
    is_saved: bool,
}

impl Unfinished {
    /// The page says something.
    pub(super) fn said(&mut self, message: &ToWorker) {
        match message {
            ToWorker::Start { .. } => self.start = Some(message.clone()),
            ToWorker::Execute { request, .. } => {
                let (request, message) = (*request, message.clone());
                self.asked.push(Asked { request, message, is_answered: false, is_saved: false });
            }
            _ => {}
        }
    }

    /// The worker says something.
    pub(super) fn heard(&mut self, message: &ToPage) {
        match message {
            ToPage::Identity(identity) => {
                self.start = Some(ToWorker::Start { community: Some(identity.community.clone()) });
            }
            ToPage::Answer { request, outcome: Err(_) } => self.asked.retain(|asked| asked.request != *request),
            ToPage::Answer { request, outcome: Ok(_) } => self.note(*request, |asked| asked.is_answered = true),
            ToPage::Tick { request, tick: Tick::Saved | Tick::Kept } => {
                self.note(*request, |asked| asked.is_saved = true);
            }
            _ => {}
        }
    }

    fn note(&mut self, request: RequestId, note: impl Fn(&mut Asked)) {
        self.asked.iter_mut().filter(|asked| asked.request == request).for_each(note);
        self.asked.retain(|asked| !(asked.is_answered && asked.is_saved));
    }

    /// What to tell the next worker.
    pub(super) fn again(&self) -> Vec<ToWorker> {
        self.start.iter().chain(self.asked.iter().map(|asked| &asked.message)).cloned().collect()
    }

    /// Gives up what was asked for: what whoever asked is told.
    pub(super) fn drop_all(&mut self) -> Vec<ToPage> {
        let answer = |asked: Asked| ToPage::Answer { request: asked.request, outcome: Err(Refusal::Fault) };
        self.asked.drain(..).map(answer).collect()
    }
}

#[cfg(test)]
mod tests {
    use kaifong_domain::{command::Command, id::ClaimId};
    use uuid::Uuid;

    use super::*;

    fn id(number: u128) -> RequestId {
        RequestId(Uuid::from_u128(number))
    }

    fn execute(number: u128) -> ToWorker {
        ToWorker::Execute { request: id(number), command: Command::WithdrawClaim { id: ClaimId(Uuid::nil()) } }
    }

    fn answer(number: u128, outcome: Result<Option<Command>, Refusal>) -> ToPage {
        ToPage::Answer { request: id(number), outcome }
    }

    #[test]
    fn a_request_is_said_again_until_it_is_answered_and_saved() {
        let mut unfinished = Unfinished::default();
        let start = ToWorker::Start { community: Some("demo".into()) };
        unfinished.said(&start);
        (1..=4).for_each(|number| unfinished.said(&execute(number)));
        unfinished.said(&ToWorker::Wake);
        unfinished.heard(&answer(1, Ok(None)));
        unfinished.heard(&answer(2, Err(Refusal::NotAllowed)));
        unfinished.heard(&ToPage::Tick { request: id(3), tick: Tick::Saved });
        assert_eq!(unfinished.again(), [start.clone(), execute(1), execute(3), execute(4)]);
        unfinished.heard(&ToPage::Tick { request: id(1), tick: Tick::Saved });
        unfinished.heard(&answer(3, Ok(None)));
        assert_eq!(unfinished.again(), [start.clone(), execute(4)]);
        assert_eq!(unfinished.drop_all(), [answer(4, Err(Refusal::Fault))], "nobody waits for ever");
        assert_eq!(unfinished.again(), [start]);
    }
}
