//! Commands that were saved and then could not stay: nothing that a person asked for vanishes, so these
//! are kept in a list, each with why, to be tried again, sent on, exported or discarded.

use serde::{Deserialize, Serialize};

use crate::{
    command::Given, id::RequestId, record::RecordKey, refusal::Refusal, rejection::Rejection, time::Timestamp,
};

/// Names a refused command: the hash of the change that it had made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct RefusedId(pub [u8; 32]);

/// A command whose change could not stay.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Refused {
    /// Which.
    pub id: RefusedId,
    /// The request that gave it.
    pub request: RequestId,
    /// The command, with when it was given.
    pub given: Given,
    /// The records that it had touched.
    pub records: Vec<RecordKey>,
    /// Why it could not stay.
    pub why: Cause,
    /// Since when that is known.
    pub since: Timestamp,
}

/// Why a change could not stay.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
pub enum Cause {
    /// It was lost with a damaged part of the phone's storage, and could not be made again. It is tried
    /// again by itself when the phone next has all that the community has.
    #[error("lost, and can't be made again: {0}")]
    Lost(Refusal),
    /// What stood before it has changed, and it is not allowed on top of that.
    #[error("no longer allowed: {0}")]
    Overtaken(Refusal),
    /// The community's server did not take it in.
    #[error("not taken in: {0:?}")]
    Rejected(Rejection),
    /// This phone lost its access to the community before the change had reached it.
    #[error("this phone has lost its access")]
    AccessLost,
}
