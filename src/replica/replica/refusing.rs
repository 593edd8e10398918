//! The list of refused commands: what comes into it, and what a person does with it.

use automerge::ChangeHash;
use kaifong_domain::{
    bridge::Problem,
    refused::{Cause, Refused, RefusedId},
    time::Timestamp,
};

use super::{Replica, execution::CarriedOut};
use crate::{effect::Effect, outbox::Row};

impl Replica {
    /// Loads the list.
    pub(super) fn load_refused(&mut self, rows: Vec<([u8; 32], Vec<u8>)>, effects: &mut Vec<Effect>) {
        for (hash, bytes) in rows {
            if self.refused.load(hash, &bytes).is_none() {
                effects.push(Effect::Problem(Problem::OutboxDamaged));
            }
        }
    }

    /// Lists a command whose change can't stay.
    pub(super) fn refuse(&mut self, hash: ChangeHash, row: Row, why: Cause, now: Timestamp) {
        let Row { request, given, records, .. } = row;
        self.list(Refused { id: RefusedId(hash.0), request, given, records, why, since: now });
    }

    pub(super) fn list(&mut self, refused: Refused) {
        let op = self.refused.add(refused);
        self.writer.add([op], None);
    }

    /// Forgets a refused command, as a person asked for.
    pub fn discard(&mut self, id: RefusedId, now: Timestamp) -> Vec<Effect> {
        let mut effects = Vec::new();
        self.strike(id);
        self.settle(now, &mut effects);
        effects
    }

    /// Puts a command back on the list that was discarded by mistake.
    pub fn reinstate(&mut self, refused: Refused, now: Timestamp) -> Vec<Effect> {
        let mut effects = Vec::new();
        self.list(refused);
        self.settle(now, &mut effects);
        effects
    }

    pub(super) fn strike(&mut self, id: RefusedId) {
        let op = self.refused.take(id);
        self.writer.add(op, None);
    }

    /// Commands that were lost with damaged parts are given again as soon as this phone has what the
    /// community has: what they need may have been in those parts too.
    pub(super) fn try_lost_again(&mut self, now: Timestamp, effects: &mut Vec<Effect>) {
        for refused in self.refused.lost() {
            let Refused { id, request, given, .. } = refused;
            match self.carry_out(request, given.clone(), now, effects) {
                Ok(CarriedOut::Changed(_)) => self.strike(id),
                Ok(CarriedOut::Needless(kind)) => {
                    self.strike(id);
                    self.echo(request, given, kind, effects);
                }
                Err(_) => {}
            }
        }
    }
}
