//! Requests that are not known to be saved. They are kept until they have been answered and the change
//! is durable, and asked for again of every new leader: carrying out a request twice does no harm.

use kaifong_domain::{command::Command, id::RequestId};

/// The requests, oldest first.
#[derive(Default)]
pub(crate) struct Pending(Vec<Held>);

struct Held {
    request: RequestId,
    command: Command,
    whose: Whose,
    /// Whether it was accepted, once answered.
    accepted: Option<bool>,
    saved: bool,
}

/// Which page a request came from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Whose {
    /// This tab's own page.
    Ours,
    /// The leader's page, kept here for safety.
    Leaders,
}

impl Pending {
    /// Keeps a request.
    pub(crate) fn hold(&mut self, request: RequestId, command: Command, whose: Whose) {
        if !self.0.iter().any(|held| held.request == request) {
            self.0.push(Held { request, command, whose, accepted: None, saved: false });
        }
    }

    /// Notes an answer. Whether our page is waiting for it: it hears the first one, and a later one
    /// only if a new leader comes to another end.
    pub(crate) fn answered(&mut self, request: RequestId, accepted: bool) -> bool {
        let Some(at) = self.0.iter().position(|held| held.request == request) else { return false };
        let held = &mut self.0[at];
        let news = held.whose == Whose::Ours && held.accepted != Some(accepted);
        held.accepted = Some(accepted);
        if !accepted || held.saved {
            self.0.remove(at);
        }
        news
    }

    /// Notes that a request's change is durable.
    pub(crate) fn saved(&mut self, request: RequestId) {
        let Some(at) = self.0.iter().position(|held| held.request == request) else { return };
        self.0[at].saved = true;
        if self.0[at].accepted.is_some() {
            self.0.remove(at);
        }
    }

    /// What a new leader is to be asked for.
    pub(crate) fn all(&self) -> Vec<(RequestId, Command)> {
        self.0.iter().map(|held| (held.request, held.command.clone())).collect()
    }
}

#[cfg(test)]
mod tests {
    use kaifong_domain::id::ClaimId;
    use uuid::Uuid;

    use super::*;

    const REQUEST: RequestId = RequestId(Uuid::from_u128(1));

    fn pending(whose: Whose) -> Pending {
        let mut pending = Pending::default();
        pending.hold(REQUEST, Command::WithdrawClaim { id: ClaimId(Uuid::nil()) }, whose);
        pending
    }

    #[test]
    fn a_request_is_kept_until_it_is_answered_and_saved() {
        let mut answered_first = pending(Whose::Ours);
        assert!(answered_first.answered(REQUEST, true));
        assert_eq!(answered_first.all().len(), 1, "answered, but a leader that dies now takes it along");
        answered_first.saved(REQUEST);
        assert!(answered_first.all().is_empty());

        let mut saved_first = pending(Whose::Ours);
        saved_first.saved(REQUEST);
        assert!(saved_first.answered(REQUEST, true));
        assert!(saved_first.all().is_empty());
    }

    #[test]
    fn a_refused_request_is_done() {
        let mut pending = pending(Whose::Ours);
        assert!(pending.answered(REQUEST, false));
        assert!(pending.all().is_empty());
        assert!(!pending.answered(REQUEST, false), "nobody waits for it any more");
    }

    #[test]
    fn the_page_hears_the_first_answer_and_one_that_differs() {
        let mut pending = pending(Whose::Ours);
        assert!(pending.answered(REQUEST, true));
        assert!(!pending.answered(REQUEST, true), "the next leader came to the same");
        assert!(pending.answered(REQUEST, false), "it was not saved, and now it can't be");
    }

    #[test]
    fn what_is_kept_for_the_leader_is_none_of_our_pages_business() {
        let mut pending = pending(Whose::Leaders);
        assert_eq!(pending.all().len(), 1);
        assert!(!pending.answered(REQUEST, true));
        pending.saved(REQUEST);
        assert!(pending.all().is_empty());
    }
}
