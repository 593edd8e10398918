//! What happens at the server.

use std::collections::VecDeque;

use kaifong_domain::document::DocumentKind;
use kaifong_replica::{
    hub::{HubEffect, HubEvent, LinkId},
    schema::DocumentId,
    sync::frame::{Frame, Listed, MAX_SERVER_FRAME},
};

use super::{Done, Sabotage, World};
use crate::{
    ledger::Broken,
    phone::COMMUNITY,
    wire::{End, Gate},
};

impl World {
    pub(super) fn start(&mut self) -> Done {
        self.server.start().map_err(|(name, _)| Broken::Unreadable(name))?;
        self.ledger.server_loaded(self.server.hub())
    }

    /// The server dies: its memory is gone, and so are its sockets.
    pub fn kill_server(&mut self) {
        self.tell(|| "the server dies".into());
        let was_done = self.seed.chance(self.odds.write_was_done);
        self.server.hub = None;
        if let Some((_, appends)) = self.server.committing.take().filter(|_| was_done && self.sabotage.is_none()) {
            self.server.keep(appends);
        }
        for wire in self.wires.values_mut() {
            let knew = wire.phone_end;
            wire.close_server();
            if self.seed.chance(self.odds.deaf) && knew == End::Open {
                wire.down.clear();
                wire.phone_end = End::Deaf;
            }
        }
        self.sweep();
    }

    /// Tells the hub what happened, if the server is up.
    ///
    /// # Errors
    /// If that breaks a promise.
    pub fn happen_at_hub(&mut self, event: HubEvent) -> Done {
        let Some(hub) = &mut self.server.hub else { return Ok(()) };
        let effects = hub.handle(event);
        self.server.is_unsettled = true;
        self.run_hub(effects)
    }

    pub(super) fn settle_hub(&mut self) -> Done {
        let Some(hub) = &mut self.server.hub else { return Ok(()) };
        let effects = hub.settle();
        self.server.is_unsettled = false;
        self.run_hub(effects)
    }

    pub(super) fn end_commit(&mut self) -> Done {
        let fails = self.seed.chance(self.odds.commit_fails);
        let lost = self.seed.chance(100) && self.sabotage == Some(Sabotage::StoreForgets);
        let Some((batch, appends)) = self.server.committing.take() else { return Ok(()) };
        if fails || self.server.failing > 0 {
            self.server.failing = self.server.failing.saturating_sub(1);
            self.tell(|| format!("commit {batch} fails"));
            return self.happen_at_hub(HubEvent::CommitFailed { batch });
        }
        if !lost {
            self.server.keep(appends);
        }
        self.happen_at_hub(HubEvent::Committed { batch })
    }

    fn run_hub(&mut self, effects: Vec<HubEffect>) -> Done {
        let mut effects = VecDeque::from(effects);
        while let Some(effect) = effects.pop_front() {
            if self.odds.server_dies > 0 && self.seed.chance(self.odds.server_dies) {
                self.kill_server();
                return Ok(());
            }
            match effect {
                HubEffect::Send { link, frame } => self.send_down(link, &frame)?,
                HubEffect::Commit { batch, appends } => {
                    if self.server.committing.replace((batch, appends)).is_some() {
                        return Err(Broken::TwoWrites(usize::MAX));
                    }
                }
                HubEffect::Close { link, reason } => {
                    let Some(wire) = self.wires.get_mut(&link) else { continue };
                    wire.close_server();
                    let index = wire.phone;
                    self.sweep();
                    if !self.is_provoked {
                        return Err(Broken::Cut(index, reason));
                    }
                }
            }
        }
        Ok(())
    }

    fn send_down(&mut self, link: LinkId, bytes: &[u8]) -> Done {
        let told = match Frame::decode(bytes, MAX_SERVER_FRAME) {
            Ok(Frame::Receipt { document, heads }) => kind_of(document).map(|kind| (kind, heads)).into_iter().collect(),
            Ok(Frame::Documents(list)) => list.into_iter().filter_map(listed).collect(),
            _ => vec![],
        };
        for (kind, heads) in told {
            self.tell(|| format!("the hub tells {link} that {kind:?} is durable at {heads:?}"));
            if let Some(document) = self.server.hub.as_ref().and_then(|hub| hub.document(kind)) {
                self.ledger.receipt(kind, &heads, document)?;
            }
        }
        if let Some(wire) = self.wires.get_mut(&link)
            && wire.server_end == End::Open
            && wire.phone_end == End::Open
            && wire.gate == Gate::Passed
        {
            wire.down.push_back(bytes.to_vec());
        }
        Ok(())
    }
}

/// A document that is only announced has no durable heads yet.
fn listed(listed: Listed) -> Option<(DocumentKind, Vec<automerge::ChangeHash>)> {
    let kind = DocumentKind::from_name(&listed.name)?;
    (!listed.heads.is_empty()).then_some((kind, listed.heads))
}

fn kind_of(id: DocumentId) -> Option<DocumentKind> {
    let years = kaifong_domain::document::YEARS;
    let kinds = years.flat_map(|year| [DocumentKind::Tasks(year), DocumentKind::Suggestions(year)]);
    let mut kinds = [DocumentKind::Commons, DocumentKind::Roster].into_iter().chain(kinds);
    kinds.find(|kind| DocumentId::of(COMMUNITY, *kind) == id)
}
