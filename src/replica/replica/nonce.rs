//! The nonce in this device's actor ids (invariant I1): made anew each month, and whenever somebody else
//! may have written under the old one.

use kaifong_domain::time::Timestamp;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::storage::StoreOp;

/// Its name in storage.
pub(super) const NONCE: &str = "nonce";

/// The stored nonce is good for the month it was made in.
#[derive(Clone, Copy, PartialEq, Serialize, Deserialize)]
struct Dated {
    month: (i16, i8),
    nonce: [u8; 8],
}

/// The nonce of now, and where the next ones come from.
pub(super) struct Nonce {
    now: Dated,
    /// Fresh randomness of this start of the app.
    seed: [u8; 8],
    /// How many were made of it.
    made: u64,
}

impl Nonce {
    /// The stored nonce if it is still good, else a fresh one, and how to store that.
    pub(super) fn load(seed: [u8; 8], stored: Option<&Vec<u8>>, now: Timestamp) -> (Self, Option<StoreOp>) {
        let stored = stored.and_then(|bytes| postcard::from_bytes::<Dated>(bytes).ok());
        match stored.filter(|stored| stored.month == month(now)) {
            Some(stored) => (Self { now: stored, seed, made: 0 }, None),
            None => {
                let mut fresh = Self { now: Dated { month: month(now), nonce: seed }, seed, made: 0 };
                let op = fresh.renew(now);
                (fresh, Some(op))
            }
        }
    }

    /// The nonce.
    pub(super) fn get(&self) -> [u8; 8] {
        self.now.nonce
    }

    /// Whether another month has begun.
    pub(super) fn is_due(&self, now: Timestamp) -> bool {
        self.now.month != month(now)
    }

    /// Makes a fresh one, and says how to store it: in one transaction with, or before, the first change
    /// that is made under it.
    pub(super) fn renew(&mut self, now: Timestamp) -> StoreOp {
        let digest = Sha256::new().chain_update(self.seed).chain_update(self.made.to_be_bytes()).finalize();
        let mut nonce = [0; 8];
        nonce.copy_from_slice(&digest[..8]);
        self.made += 1;
        self.now = Dated { month: month(now), nonce };
        let bytes = postcard::to_allocvec(&self.now).expect("a nonce is only bytes");
        StoreOp::PutMeta(NONCE.into(), bytes)
    }
}

fn month(now: Timestamp) -> (i16, i8) {
    (now.date().year(), now.date().month())
}
