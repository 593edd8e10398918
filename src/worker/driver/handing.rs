//! Hand-over from phone to phone: what the page asks of the replica.

use kaifong_domain::{handover::LetterId, time::Timestamp};
use kaifong_replica::{effect::Effect, replica::Replica};

/// What a page wants of a hand-over.
pub(super) enum Hand {
    /// Pack what waits.
    Pack,
    /// Look at a text.
    Unpack(String),
    /// Look at the text of a QR code.
    Scanned(String),
    /// Take what was offered.
    TakeAlong,
    /// Forget a letter that the community did not take.
    PutDown(LetterId),
}

impl Hand {
    /// Asks the replica for it.
    pub(super) fn ask(self, replica: &mut Replica, now: Timestamp) -> Vec<Effect> {
        match self {
            Self::Pack => replica.pack(now),
            Self::Unpack(words) => replica.unpack(&words, now),
            Self::Scanned(code) => replica.scanned(&code, now),
            Self::TakeAlong => replica.take_along(now),
            Self::PutDown(letter) => replica.put_down(letter, now),
        }
    }
}
