//! Why a whole message is refused, and the link on which it came cut.

use crate::deflate::Inflating;

/// What is wrong with a message: nothing of it is taken in. What is wrong with one change is a
/// [`Rejection`](kaifong_domain::rejection::Rejection), and costs only that change.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Violation {
    /// It is not a sync message, or not Automerge's chunks.
    #[error("malformed sync message")]
    Malformed,
    /// A chunk's checksum does not fit its bytes.
    #[error("a checksum that does not fit")]
    Checksum,
    /// It unfolds to more than a message may.
    #[error("a message that unfolds to more than allowed")]
    Bomb,
    /// It holds a whole document: peers that were not told that we read those send changes.
    #[error("a whole document where changes are expected")]
    Document,
    /// It names more than a message may name, or leaves more waiting than a link may.
    #[error("more than a link may leave waiting")]
    TooMuch,
    /// Taking it in panicked; everything stays as it was.
    #[error("a message that can't be taken in")]
    Panicked,
}

impl From<Inflating> for Violation {
    fn from(inflating: Inflating) -> Self {
        match inflating {
            Inflating::Malformed => Self::Malformed,
            Inflating::TooMuch => Self::Bomb,
        }
    }
}

impl Violation {
    /// A short word for metrics.
    pub fn label(self) -> &'static str {
        match self {
            Self::Malformed => "malformed-message",
            Self::Checksum => "checksum",
            Self::Bomb => "bomb",
            Self::Document => "document",
            Self::TooMuch => "too-much",
            Self::Panicked => "panicked",
        }
    }
}
