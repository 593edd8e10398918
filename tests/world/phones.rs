//! What happens on phones.

use std::collections::VecDeque;

use automerge::ChangeHash;
use kaifong_domain::{
    bridge::Line,
    command::Command,
    decide::{Context, Decision, decide},
    document::DocumentKind,
    id::RequestId,
    refusal::Refusal,
    time::Timestamp,
};
use kaifong_replica::{
    document::Document,
    effect::{CloseReason, Effect, Event, Request},
    replica::{Replica, Setup},
    sync::frame::MAX_FRAME,
};

use super::{Done, Sabotage, World};
use crate::{
    disk::rows,
    ledger::{Broken, readers::may_have},
    phone::{ORIGIN, community_of},
    wire::{End, Wire, named},
};

/// More frames than this never wait on a phone: what a person writes until silence tells that nobody listens.
const MOST_SAID: usize = 1_000;

/// For how long a phone that was turned away does not dial again, in milliseconds.
const TURNED_AWAY: i64 = 30_000;

/// What came of a command.
pub type Given = Result<Result<Option<Command>, Refusal>, Broken>;

impl World {
    /// A phone's clock.
    pub fn clock(&self, phone: usize) -> Timestamp {
        Timestamp(self.now.saturating_add(self.phones[phone].skew))
    }

    /// Switches a phone on.
    ///
    /// # Errors
    /// If something that was saved is not there.
    pub fn boot(&mut self, index: usize) -> Done {
        let (now, fresh) = (self.clock(index), self.seed.bytes());
        let nonce = if self.sabotage == Some(Sabotage::StaleNonce) { [7; 8] } else { fresh };
        let phone = &mut self.phones[index];
        let setup = Setup { identity: phone.identity.clone(), origin: ORIGIN.into(), nonce };
        let (replica, effects) = Replica::load(setup, phone.disk.stored(), now);
        (phone.view, phone.status) = (community_of(replica.entries()), replica.status().clone());
        (phone.refused, phone.carried) = (replica.refused(), replica.carried());
        phone.replica = Some(replica);
        phone.starts += 1;
        phone.rests_until = 0;
        self.ledger.phone_loaded(index, &self.phones[index])?;
        self.carry_out(index, effects)
    }

    /// A phone dies: its memory is gone, and nobody has told the server.
    ///
    /// # Errors
    /// If the page showed something else than the replica held.
    pub fn kill(&mut self, index: usize) -> Done {
        self.ledger.look(index, &self.phones[index])?;
        self.die(index);
        Ok(())
    }

    fn die(&mut self, index: usize) {
        self.tell(|| format!("phone {index} dies"));
        let was_done = self.seed.chance(self.odds.write_was_done);
        let (deaf, tears) = (self.seed.chance(self.odds.deaf), self.seed.chance(self.odds.write_tears));
        let phone = &mut self.phones[index];
        if let Some(write) = phone.writing.take().filter(|_| was_done && self.sabotage.is_none()) {
            phone.has_stored(&write);
            self.ledger.has_stored(index, &write);
            if tears {
                phone.disk.tear(write, &mut self.seed);
                phone.written.is_excused = true;
                *self.counts.entry("writes torn").or_default() += 1;
            } else {
                phone.disk.store(&write);
            }
        }
        phone.replica = None;
        (phone.reading, phone.signing, phone.hands_to) = (None, None, None);
        phone.unsaved.clear();
        if let Some(wire) = phone.link.take().and_then(|link| self.wires.get_mut(&link)) {
            let knew = wire.server_end;
            wire.close_phone();
            if deaf && knew == End::Open {
                wire.server_end = End::Deaf;
                self.count("lines half open");
            }
        }
        self.look_for_put_down(index);
    }

    /// Somebody asks for something on a phone that is on.
    ///
    /// # Errors
    /// If it is not carried out as it was decided.
    pub fn give(&mut self, index: usize, request: RequestId, command: Command) -> Given {
        let now = self.clock(index);
        let phone = &mut self.phones[index];
        let (actor, role, is_revoked) = (phone.identity.actor, phone.actor(), phone.status.line == Line::Revoked);
        // It goes by what it was told on a line that the server has closed.
        let wire = phone.link.and_then(|link| self.wires.get(&link));
        let is_late = wire.is_some_and(|wire| wire.server_end != End::Open);
        let replica = phone.replica.as_mut().expect("commands are given on a phone that is on");
        let decision = decide(Context { community: replica.community(), actor, now }, command.clone());
        let kind = decision.as_ref().ok().map(|Decision { document, .. }| *document);
        let before = kind.map(|kind| heads(replica, kind)).unwrap_or_default();
        let is_newer = kind.and_then(|kind| document(replica, kind)).is_some_and(Document::is_newer);
        self.described.extend(command.describes().map(|person| ((index, request), person)));
        let effects = replica.execute(Request { id: request, command, now });
        let made: Vec<ChangeHash> = match kind.and_then(|kind| document(replica, kind)) {
            Some(document) => document.beyond(&before).into_iter().collect(),
            None => vec![],
        };
        let answer = effects.iter().find_map(|effect| match effect {
            Effect::Answer { request: other, outcome } if *other == request => Some(outcome.clone()),
            _ => None,
        });
        let writes = decision.as_ref().is_ok_and(|decision| !decision.changes.is_empty());
        let told = answer.clone().map(|outcome| outcome.map(drop));
        // What is only previewed is not found, and the person is told why.
        let is_expected = |expected: &Result<(), Refusal>| match (&told, expected) {
            (Some(Err(Refusal::Arriving)), Err(Refusal::NotFound { .. })) => true,
            (told, expected) => told.as_ref() == Some(expected),
        };
        let expected = match decision {
            _ if is_revoked => Err(Refusal::SignedOut),
            // Of what the server does not give, this phone may not know yet.
            Ok(_)
                if writes
                    && told == Some(Err(Refusal::NotAllowed))
                    && (is_late || kind.is_some_and(|kind| !may_have(role, kind))) =>
            {
                Err(Refusal::NotAllowed)
            }
            Ok(_) if writes && is_newer => Err(Refusal::ReadOnly),
            // Given once more while its change waits, it is done, whatever was written since.
            _ if made.is_empty() && told == Some(Ok(())) && self.ledger.waits(index, request) => Ok(()),
            decision => decision.map(drop),
        };
        if !is_expected(&expected) || made.len() > usize::from(writes) {
            return Err(Broken::Miscarried { phone: index, request, changes: made.len(), answer: told });
        }
        phone.unsaved.extend(made.iter().copied());
        let made_by = phone.identity.device;
        if let (Some(kind), Some(hash)) = (kind, made.first())
            && let Some(document) = phone.replica.as_ref().and_then(|replica| document(replica, kind))
        {
            self.ledger.writes(made_by, document, *hash)?;
        }
        if let Some(kind) = kind.filter(|_| answer.as_ref().is_some_and(Result::is_ok)) {
            let held = phone.replica.as_ref().and_then(|replica| document(replica, kind));
            let held = |hash: &ChangeHash| held.is_some_and(|document| document.has(hash));
            self.ledger.enter((index, request), kind, made.first().copied(), held);
            self.forgive((index, request));
        }
        self.carry_out(index, effects)?;
        Ok(answer.expect("it was compared with what was expected"))
    }

    /// Tells a phone that is on what happened.
    ///
    /// # Errors
    /// If that breaks a promise.
    pub fn happen(&mut self, index: usize, event: Event) -> Done {
        let now = self.clock(index);
        let Some(replica) = &mut self.phones[index].replica else { return Ok(()) };
        let effects = replica.handle(now, event);
        self.carry_out(index, effects)
    }

    pub(super) fn carry_out(&mut self, index: usize, effects: Vec<Effect>) -> Done {
        let mut effects = VecDeque::from(effects);
        while let Some(effect) = effects.pop_front() {
            if self.odds.phone_dies > 0 && self.seed.chance(self.odds.phone_dies) {
                self.die(index);
                return Ok(());
            }
            if let Effect::Close(reason) = effect {
                self.tell(|| format!("phone {index} closes: {reason}"));
                let is_mangled = |wire: &Wire| wire.phone == index && wire.is_mangled;
                let is_shut_out = reason == CloseReason::Refused && self.phones[index].is_withdrawn;
                if !matches!(reason, CloseReason::Silent | CloseReason::Anew)
                    && !is_shut_out
                    && !self.is_provoked
                    && !self.wires.values().any(is_mangled)
                {
                    return Err(Broken::HungUp(index, reason));
                }
                if reason == CloseReason::Refused {
                    self.phones[index].rests_until = self.now + TURNED_AWAY;
                }
                self.hang_up(index);
                let now = self.clock(index);
                if let Some(replica) = &mut self.phones[index].replica {
                    effects.extend(replica.handle(now, Event::LinkClosed));
                }
            } else if let Some(event) = self.work_of_the_key(index, &effect) {
                let now = self.clock(index);
                if let Some(replica) = &mut self.phones[index].replica {
                    effects.extend(replica.handle(now, event));
                }
            } else {
                self.carry_out_one(index, effect)?;
            }
        }
        Ok(())
    }

    fn carry_out_one(&mut self, index: usize, effect: Effect) -> Done {
        let phone = &mut self.phones[index];
        match effect {
            Effect::Write(write) => {
                if phone.writing.is_some() {
                    return Err(Broken::TwoWrites(index));
                }
                phone.unsaved.extend(rows(&write));
                self.ledger.stores(index, &self.phones[index], &write);
                self.phones[index].writing = Some(write);
            }
            Effect::ReadBack(chunk) => phone.reading = Some(chunk),
            Effect::Send(bytes) => return self.send_up(index, bytes),
            Effect::Sign(text) => phone.signing = phone.link.map(|link| (link, text)),
            Effect::Close(_) => {}
            Effect::View(entries) => {
                phone.view = community_of(entries);
                phone.written.partings += 1;
            }
            Effect::Refused(refused) => phone.refused = refused,
            Effect::Patch(entries) => entries.into_iter().for_each(|entry| phone.view.put(entry)),
            Effect::Gone(keys) => keys.into_iter().for_each(|key| phone.view.take(key)),
            Effect::Answer { request, outcome } => phone.said.entry(request).or_default().answer = Some(outcome),
            Effect::Tick { request, tick } => {
                phone.said.entry(request).or_default().tick = Some(tick);
                self.ledger.tick(index, request, tick);
                self.tell(|| format!("phone {index}: {request} {tick:?}"));
            }
            Effect::Status(status) => {
                phone.status = status;
                if phone.status.line == Line::Synced
                    && let Some(hub) = &self.server.hub
                {
                    self.ledger.phone_is_even(index, &self.phones, hub);
                }
            }
            Effect::Packed(packed) => return self.packed(index, packed),
            Effect::Offered(offered) => phone.offered = Some(offered),
            Effect::Carried(carried) => phone.carried = carried,
            Effect::Identity(identity) => phone.identity = identity,
            Effect::Revoked | Effect::Bearer { .. } => {}
            Effect::Scanning(_) | Effect::Seal(_) | Effect::Verify { .. } => {}
            Effect::Restored { request, restored } => drop(phone.restored.insert(request, restored)),
            Effect::Problem(problem) => {
                self.tell(|| format!("phone {index}: {problem:?}"));
                self.phones[index].problems.push(problem);
            }
        }
        Ok(())
    }

    /// A change that is not durable here is nobody else's business.
    fn send_up(&mut self, index: usize, bytes: Vec<u8>) -> Done {
        let phone = &self.phones[index];
        if bytes.len() > MAX_FRAME {
            return Err(Broken::Oversized(index, bytes.len()));
        }
        if let Some(hash) = named(&bytes).into_iter().find(|hash| phone.unsaved.contains(hash)) {
            return Err(Broken::Offered(index, hash));
        }
        if let Some(wire) = phone.link.and_then(|link| self.wires.get_mut(&link))
            && wire.phone_end == End::Open
            && matches!(wire.server_end, End::Open)
        {
            wire.up.push_back(bytes);
            if wire.up.len() > MOST_SAID {
                return Err(Broken::Flood(index, wire.up.len()));
            }
        }
        phone.link.map_or(Ok(()), |link| self.check_line(link))
    }
}

fn document(replica: &Replica, kind: DocumentKind) -> Option<&Document> {
    replica.documents().find(|(other, _)| *other == kind).map(|(_, document)| document)
}

fn heads(replica: &Replica, kind: DocumentKind) -> Vec<ChangeHash> {
    document(replica, kind).map_or_else(|| Document::new(kind).heads(), Document::heads)
}
