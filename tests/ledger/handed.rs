//! What goes from hand to hand.

use automerge::Change;
use kaifong_domain::document::DocumentKind;
use kaifong_replica::letter::Letter;

use super::{Broken, Ledger};

impl Ledger {
    /// A phone gives a letter out of its hands: from now on, its numbers are taken for ever.
    ///
    /// # Errors
    /// If one of them was handed over with another change.
    pub fn hands_over(&mut self, letter: &Letter) -> Result<(), Broken> {
        for content in letter.open().expect("what a phone has packed can be opened") {
            let kind = DocumentKind::from_name(&content.document).expect("a phone knows what it has written");
            for bytes in content.changes {
                let change = Change::from_bytes(bytes).expect("a phone packs changes");
                let (hash, seq) = (change.hash(), change.seq());
                let other = *self.handed.entry((kind, change.actor_id().clone(), seq)).or_insert(hash);
                if other != hash {
                    return Err(Broken::Forked(kind, other, hash, seq));
                }
            }
        }
        Ok(())
    }
}
