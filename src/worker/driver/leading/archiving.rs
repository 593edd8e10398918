//! Files that hold everything of this phone.

use kaifong_domain::{
    archive::{ArchiveError, Outcome, Wish},
    bridge::ToPage,
    id::RequestId,
};

use super::Leader;
use crate::{clock::now, driver::outlet::Outlet};

impl Leader {
    /// Makes a file, looks into one, or takes everything that one holds.
    pub(in crate::driver) fn archive(&mut self, request: RequestId, wish: Wish, outlet: &mut Outlet) {
        let Some(run) = &mut self.run else { return answer(request, Err(ArchiveError::NotReady), outlet) };
        match wish {
            Wish::Make { settings } => {
                let file = run.replica.archive(settings, now());
                answer(request, Ok(Outcome::Made(file)), outlet);
            }
            Wish::LookInto(file) => answer(request, run.replica.look_into(&file).map(Outcome::Holds), outlet),
            Wish::Restore(file) => match run.replica.restore(request, &file, now()) {
                // The answer is one of the effects, when everything is durable.
                Ok(effects) => self.carry_out(effects, outlet),
                Err(error) => answer(request, Err(error), outlet),
            },
        }
    }
}

fn answer(request: RequestId, outcome: Result<Outcome, ArchiveError>, outlet: &mut Outlet) {
    outlet.publish(ToPage::Archive { request, outcome });
}
