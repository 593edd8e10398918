//! The bounded queue from a room to a link.
//!
//! A room never waits for a link: a device that takes its frames too slowly is cut, and catches up
//! when it connects again.

use std::sync::{
    Arc, OnceLock,
    atomic::{AtomicUsize, Ordering},
};

use axum::body::Bytes;
use tokio::sync::mpsc;

use super::Ending;

/// The most frames that may wait.
const FRAMES: usize = 1024;

/// The most bytes that may wait before another frame: with a frame of the largest size behind them
/// this is what a slow link can cost.
const BYTES: usize = 8 * 1024 * 1024;

/// The room's end.
#[derive(Debug)]
pub struct Outgoing {
    frames: mpsc::Sender<Arc<[u8]>>,
    shared: Arc<Shared>,
}

/// The link's end.
#[derive(Debug)]
pub(crate) struct Incoming {
    frames: mpsc::Receiver<Arc<[u8]>>,
    shared: Arc<Shared>,
}

#[derive(Debug, Default)]
struct Shared {
    bytes: AtomicUsize,
    ending: OnceLock<Ending>,
}

/// The queue is full, or the link is gone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cut;

/// A queue for a new link.
pub(crate) fn queue() -> (Outgoing, Incoming) {
    let (sender, receiver) = mpsc::channel(FRAMES);
    let shared = Arc::<Shared>::default();
    (Outgoing { frames: sender, shared: Arc::clone(&shared) }, Incoming { frames: receiver, shared })
}

impl Outgoing {
    /// Queues a frame.
    pub fn send(&self, frame: Arc<[u8]>) -> Result<(), Cut> {
        let length = frame.len();
        if self.shared.bytes.fetch_add(length, Ordering::Relaxed) > BYTES {
            return Err(Cut);
        }
        self.frames.try_send(frame).map_err(|_| Cut)
    }

    /// Ends the link: for [`Ending::Slow`] at once, else when what waits has been sent.
    pub fn end(self, ending: Ending) {
        // A link ends once; the first reason is the true one.
        let _ = self.shared.ending.set(ending);
    }
}

impl Incoming {
    /// The next frame, or why the link ends.
    pub(crate) async fn next(&mut self) -> Result<Bytes, Ending> {
        let frame = self.frames.recv().await;
        match self.taken(frame) {
            Some(frame) => Ok(frame),
            // A room that went without a word has failed.
            None => Err(self.shared.ending.get().cloned().unwrap_or(Ending::RoomFailed)),
        }
    }

    /// A frame that already waits.
    pub(crate) fn waiting(&mut self) -> Option<Bytes> {
        let frame = self.frames.try_recv().ok();
        self.taken(frame)
    }

    fn taken(&self, frame: Option<Arc<[u8]>>) -> Option<Bytes> {
        let frame = frame.filter(|_| self.shared.ending.get() != Some(&Ending::Slow))?;
        self.shared.bytes.fetch_sub(frame.len(), Ordering::Relaxed);
        Some(Bytes::from_owner(frame))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn frame(length: usize) -> Arc<[u8]> {
        vec![7; length].into()
    }

    #[tokio::test]
    async fn frames_come_out_in_order_and_then_the_ending() {
        let (outgoing, mut incoming) = queue();
        outgoing.send(frame(1)).unwrap();
        outgoing.send(frame(2)).unwrap();
        outgoing.end(Ending::Stopping);
        assert_eq!(incoming.next().await.unwrap().len(), 1);
        assert_eq!(incoming.waiting().unwrap().len(), 2);
        assert_eq!(incoming.next().await, Err(Ending::Stopping));
    }

    #[tokio::test]
    async fn a_slow_link_is_cut_and_ends_at_once() {
        let (outgoing, mut incoming) = queue();
        let sent = (0..2 * FRAMES).take_while(|_| outgoing.send(frame(10)).is_ok()).count();
        assert_eq!(sent, FRAMES);
        outgoing.end(Ending::Slow);
        assert_eq!(incoming.next().await, Err(Ending::Slow));
    }

    #[test]
    fn a_link_may_hold_only_so_many_bytes() {
        let (outgoing, _incoming) = queue();
        let sent = (0..100).take_while(|_| outgoing.send(frame(1024 * 1024)).is_ok()).count();
        assert_eq!(sent, 9);
    }

    #[tokio::test]
    async fn a_room_that_vanishes_has_failed() {
        let (outgoing, mut incoming) = queue();
        drop(outgoing);
        assert_eq!(incoming.next().await, Err(Ending::RoomFailed));
    }
}
