//! What a person does with a file that holds everything of a phone.

use kaifong_domain::{archive::ArchiveError, id::RequestId};

use super::World;
use crate::ledger::Broken;

impl World {
    /// Everything on a phone that is on, as a file.
    pub fn archive(&self, index: usize) -> Vec<u8> {
        self.tell(|| format!("phone {index}: a file is made"));
        self.phones[index].replica().archive("{}".into(), self.clock(index))
    }

    /// Somebody takes a file over on a phone that is on; why not, if nothing was taken.
    ///
    /// # Errors
    /// If that breaks a promise.
    pub fn take_archive(
        &mut self,
        index: usize,
        request: RequestId,
        file: &[u8],
    ) -> Result<Result<(), ArchiveError>, Broken> {
        let now = self.clock(index);
        self.tell(|| format!("phone {index}: a file is taken over"));
        let Some(replica) = &mut self.phones[index].replica else { return Ok(Ok(())) };
        match replica.restore(request, file, now) {
            Ok(effects) => {
                self.is_set_back = true;
                self.carry_out(index, effects).map(Ok)
            }
            Err(error) => Ok(Err(error)),
        }
    }
}
