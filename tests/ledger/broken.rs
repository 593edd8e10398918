//! The promises.

use automerge::ChangeHash;
use kaifong_domain::{
    bridge::{Problem, Tick},
    document::DocumentKind,
    handover::LetterError,
    id::{PersonId, RequestId, RoleId},
    refusal::Refusal,
};
use kaifong_replica::effect::CloseReason;

/// A promise that was not kept.
#[derive(Debug, thiserror::Error)]
pub enum Broken {
    /// A change that was saved is gone after a restart.
    #[error("phone {phone}: the change of {request} was saved and is gone")]
    SavedLost {
        /// On which phone.
        phone: usize,
        /// Whose.
        request: RequestId,
    },
    /// A change that was saved, and not yet kept by the community, no longer waits to be sent.
    #[error("phone {phone}: the change of {request} was saved, is not kept, and does not wait")]
    NotWaiting {
        /// On which phone.
        phone: usize,
        /// Whose.
        request: RequestId,
    },
    /// A command whose change could not stay is not in the list of refused commands any more.
    #[error("phone {phone}: {request} was refused and is not listed any more")]
    ListedLost {
        /// On which phone.
        phone: usize,
        /// Which.
        request: RequestId,
    },
    /// A change that was kept is not in the server's store.
    #[error("phone {phone}: the change of {request} was kept and is not with the community")]
    KeptLost {
        /// From which phone.
        phone: usize,
        /// Whose.
        request: RequestId,
    },
    /// A change of ours has not come to the community.
    #[error("phone {phone}: {request} is only {tick:?} in the end, and is not listed")]
    NeverKept {
        /// On which phone.
        phone: usize,
        /// Whose.
        request: RequestId,
        /// How far it came.
        tick: Option<Tick>,
    },
    /// A change was offered to the server before it was durable on the phone.
    #[error("phone {0}: offered {1} before it was durable")]
    Offered(usize, ChangeHash),
    /// A frame that the server must refuse.
    #[error("phone {0}: a frame of {1} bytes")]
    Oversized(usize, usize),
    /// Two changes have the same author and number.
    #[error("{0:?}: {1} and {2} are both number {3} of one actor")]
    Forked(DocumentKind, ChangeHash, ChangeHash, u64),
    /// The page shows something else than the replica holds.
    #[error("phone {0}: the page differs from the replica")]
    Stale(usize),
    /// The replica's view is not what its documents say.
    #[error("phone {0}: the community differs from a fresh projection of the documents")]
    Misread(usize),
    /// A receipt goes back behind an earlier one.
    #[error("a receipt for {0:?} goes back behind an earlier one")]
    Receipt(DocumentKind),
    /// A peer was given something of a document that it may not read.
    #[error("phone {0}: it was given something of {1:?}, which its person may not read")]
    Leaked(usize, DocumentKind),
    /// A second write while one is under way.
    #[error("phone {0}: two writes at once")]
    TwoWrites(usize),
    /// A refused command changed something, or an allowed one made more than one change.
    #[error("phone {phone}: {request} made {changes} changes, and its answer was {answer:?}")]
    Miscarried {
        /// On which phone.
        phone: usize,
        /// Which.
        request: RequestId,
        /// How many.
        changes: usize,
        /// The answer.
        answer: Option<Result<(), Refusal>>,
    },
    /// A problem that had no cause.
    #[error("phone {0}: {1:?} out of the blue")]
    Unfounded(usize, Problem),
    /// The handshake was not as it should be.
    #[error("phone {0}: the server's gate saw {1}")]
    Gate(usize, &'static str),
    /// The server cut a link that did nothing wrong.
    #[error("phone {0}: the hub cut the link: {1}")]
    Cut(usize, kaifong_replica::hub::Cut),
    /// The server can't read what it has stored.
    #[error("the server can't read {0} any more")]
    Unreadable(String),
    /// A phone closed a socket on which nothing was wrong.
    #[error("phone {0}: it hung up: {1}")]
    HungUp(usize, CloseReason),
    /// A request waits, or is listed, more than once.
    #[error("phone {0}: {1} rows wait or are listed, of {2} requests")]
    Piled(usize, usize, usize),
    /// The server holds a document in which nobody has written.
    #[error("the server holds {0:?} for nothing")]
    Idle(DocumentKind),
    /// A phone says more and more, and hears nothing.
    #[error("phone {0}: {1} frames wait to be sent")]
    Flood(usize, usize),
    /// The server has taken in what no gate lets in.
    #[error("{1}, which was forged, is in {0:?} on the server")]
    LetIn(DocumentKind, ChangeHash),
    /// More waits on a line than may.
    #[error("phone {0}: {1} bytes wait on its line")]
    Heaped(usize, usize),
    /// The server holds more for a link than it may.
    #[error("phone {0}: the hub holds {1:?} for it")]
    Burdened(usize, kaifong_replica::hub::Burden),
    /// A phone stores more than what was written is worth.
    #[error("phone {0}: {1}")]
    Bloated(usize, String),
    /// The server holds on to what is gone.
    #[error("the hub has {0} links, and {1} are open")]
    Hoarded(usize, usize),
    /// What was stored by a newer version is not there any more.
    #[error("phone {0}: {1} of a newer version is gone")]
    NewerLost(usize, String),
    /// What an honest phone has packed can't be unpacked.
    #[error("phone {0} can't unpack what another has packed: {1}")]
    Unpacked(usize, LetterError),
    /// There is no end to it.
    #[error("it does not come to rest")]
    Restless,
    /// Two replicas differ though all is said.
    #[error("phone {0} and the server differ in {1:?}")]
    Apart(usize, DocumentKind),
    /// Two phones see different communities though they have the same documents.
    #[error("phone {0} sees another community than others who may read as much")]
    Differ(usize),
    /// A phone is not at rest though all is said.
    #[error("phone {0} is {1}")]
    Unfinished(usize, String),
    /// Claims without a seat, or two with the same.
    #[error("the {1} claims to role {0} have {2} seats")]
    Unseated(RoleId, usize, usize),
    /// Something is left of somebody who was erased; on no phone: on the server.
    #[error("{0:?} still has something of {1}, who was erased")]
    Unerased(Option<usize>, PersonId),
    /// Others have a place than those who came first.
    #[error("places are not with those who came first")]
    Overbooked,
}
