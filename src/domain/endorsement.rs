//! Endorsements: the captains of other buildings speak for somebody who is, or would be, a captain (S5).

use crate::{
    id::{CaptaincyId, EndorsementId, PersonId},
    time::Timestamp,
};

record! {
    /// A captain speaks for somebody's captaincy: once, under an id that follows from both, so that two phones of theirs
    /// make the same one.
    Endorsement(EndorsementId)
    fixed {
        /// Which captaincy.
        captaincy: CaptaincyId as Captaincy,
        /// Who speaks for it.
        by: PersonId as By,
        /// When.
        at: Timestamp as At,
    }
    EndorsementEdit {
        /// Why, in their words.
        note: String as Note in 0..=200 => MATTERS,
    }
}

impl Endorsement {
    /// Whether it has the id that follows from what it is of and by whom.
    pub fn is_named_rightly(&self) -> bool {
        self.id == EndorsementId::of(self.captaincy, self.by)
    }
}
