//! What a person does with the commands that were refused.

use kaifong_domain::refused::{Refused, RefusedId};

use super::{Done, World};

impl World {
    /// Somebody discards a refused command on a phone that is on.
    ///
    /// # Errors
    /// If that breaks a promise.
    pub fn discard(&mut self, index: usize, refused: RefusedId) -> Done {
        let now = self.clock(index);
        let Some(replica) = &mut self.phones[index].replica else { return Ok(()) };
        let effects = replica.discard(refused, now);
        self.carry_out(index, effects)
    }

    /// Somebody puts it back on the list.
    ///
    /// # Errors
    /// If that breaks a promise.
    pub fn reinstate(&mut self, index: usize, refused: Refused) -> Done {
        let now = self.clock(index);
        let Some(replica) = &mut self.phones[index].replica else { return Ok(()) };
        let effects = replica.reinstate(refused, now);
        self.carry_out(index, effects)
    }
}
