//! The one queue through which everything that happens reaches the driver.

use std::{
    cell::RefCell,
    collections::VecDeque,
    future::poll_fn,
    rc::{Rc, Weak},
    task::{Poll, Waker},
};

use kaifong_domain::{
    bridge::{JoinError, StorageError, ToWorker},
    call::CallRefusal,
};
use kaifong_replica::{effect::Event, storage::Stored};

use crate::{
    check_in::Reported,
    driver::leading::Waiting,
    join::Joined,
    leader::{channel::Told, lock::Lock},
    storage::Opened,
};

/// Something that happened.
pub(crate) enum Input {
    /// The page said something.
    Page(ToWorker),
    /// A second has passed.
    Tick,
    /// The browser says that there is a network again.
    Online,
    /// The server has answered a request to join, or not.
    Joined(Result<Joined, JoinError>),
    /// A check-in has come further, or not.
    Reported(Reported),
    /// The community's storage was opened, or not.
    Opened(Result<Opened, StorageError>),
    /// The storage can't be opened before another tab with an older version is closed.
    Blocked,
    /// The storage was taken away: cleared, or wanted by a newer version.
    StorageGone,
    /// Another tab said something.
    Told(Told),
    /// This tab is the leader now.
    Granted(Lock),
    /// This tab is not the leader any more.
    Deposed,
    /// What is stored was read, or not.
    Loaded(Result<Stored, StorageError>),
    /// Something for the replica.
    Happened(Event),
    /// The server has answered a call, or can't be reached.
    Called(Waiting, Result<String, CallRefusal>),
    /// It is time to try the server again.
    Redial,
}

/// A handle to the queue. What is sent through it after the end of its term is dropped.
#[derive(Clone)]
pub(crate) struct Inputs {
    queue: Rc<RefCell<Queue>>,
    term: Weak<()>,
}

/// For as long as it is kept, what its handles send counts.
pub(crate) struct Term {
    _alive: Rc<()>,
}

#[derive(Default)]
struct Queue {
    waiting: VecDeque<(Weak<()>, Input)>,
    waker: Option<Waker>,
}

impl Inputs {
    /// A new queue.
    pub(crate) fn new() -> (Term, Self) {
        Self { queue: Rc::default(), term: Weak::new() }.for_term()
    }

    /// A handle to the same queue for a term of its own.
    pub(crate) fn for_term(&self) -> (Term, Self) {
        let alive = Rc::new(());
        let inputs = Self { queue: self.queue.clone(), term: Rc::downgrade(&alive) };
        (Term { _alive: alive }, inputs)
    }

    /// Queues an input.
    pub(crate) fn send(&self, input: Input) {
        let mut queue = self.queue.borrow_mut();
        queue.waiting.push_back((self.term.clone(), input));
        if let Some(waker) = queue.waker.take() {
            waker.wake();
        }
    }

    /// The next input that still counts.
    pub(crate) async fn next(&self) -> Input {
        poll_fn(|context| {
            let mut queue = self.queue.borrow_mut();
            // What counts no more is dropped after the borrow: a lock that is given back may send.
            let mut stale = Vec::new();
            let next = loop {
                match queue.waiting.pop_front() {
                    Some((term, input)) if term.strong_count() > 0 => break Poll::Ready(input),
                    Some((_, input)) => stale.push(input),
                    None => {
                        queue.waker = Some(context.waker().clone());
                        break Poll::Pending;
                    }
                }
            };
            drop(queue);
            drop(stale);
            next
        })
        .await
    }
}

#[cfg(test)]
mod tests {
    use std::{pin::pin, task::Context};

    use super::*;

    fn next(inputs: &Inputs) -> Option<Input> {
        match pin!(inputs.next()).poll(&mut Context::from_waker(Waker::noop())) {
            Poll::Ready(input) => Some(input),
            Poll::Pending => None,
        }
    }

    #[test]
    fn what_is_sent_in_a_term_that_ended_is_dropped() {
        let (_all, inputs) = Inputs::new();
        let (term, of_term) = inputs.for_term();
        of_term.send(Input::StorageGone);
        inputs.send(Input::Tick);
        drop(term);
        of_term.send(Input::StorageGone);
        inputs.send(Input::Online);
        assert!(matches!(next(&inputs), Some(Input::Tick)));
        assert!(matches!(next(&inputs), Some(Input::Online)));
        assert!(next(&inputs).is_none());
    }
}
