//! What happens at the server.

use std::{
    collections::{BTreeMap, VecDeque},
    sync::OnceLock,
};

use kaifong_domain::{
    access::{AccessRole, Actor},
    captaincy::Captaincy,
    document::{DocumentKind, YEARS},
    id::PersonId,
    policy::Sight,
    record::{Collection, Record, RecordKey},
    rejection::Rejection,
    time::Timestamp,
};
use kaifong_replica::{
    hub::{HubEffect, HubEvent, LinkId},
    schema::DocumentId,
    sync::frame::{Frame, MAX_SERVER_FRAME},
};

use super::{Done, Sabotage, World};
use crate::{
    ledger::{Broken, readers::may_have},
    phone::{COMMUNITY, community_of},
    wire::{End, Gate},
};

impl World {
    pub(super) fn start(&mut self) -> Done {
        self.server.start(self.seed.bytes()).map_err(|(name, _)| Broken::Unreadable(name))?;
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
                *self.counts.entry("lines half open").or_default() += 1;
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
        let effects = hub.handle(Timestamp(self.now.saturating_add(self.server.skew)), event);
        self.server.is_unsettled = true;
        self.run_hub(effects)
    }

    pub(super) fn settle_hub(&mut self) -> Done {
        let Some(hub) = &mut self.server.hub else { return Ok(()) };
        let effects = hub.settle(Timestamp(self.now.saturating_add(self.server.skew)));
        self.server.is_unsettled = false;
        self.run_hub(effects)?;
        self.check_burdens()
    }

    pub(super) fn end_commit(&mut self) -> Done {
        let fails = self.seed.chance(self.odds.commit_fails);
        let lost = self.seed.chance(100) && self.sabotage == Some(Sabotage::StoreForgets);
        let Some((batch, appends)) = self.server.committing.take() else { return Ok(()) };
        if fails || self.server.failing > 0 || self.server.is_full {
            self.server.failing = self.server.failing.saturating_sub(1);
            self.tell(|| format!("commit {batch} fails"));
            self.count("commits failed");
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
                    let under_way = self.server.committing.take();
                    let is_hasty = self.sabotage == Some(Sabotage::HastyReceipt);
                    if under_way.is_some() && !is_hasty {
                        return Err(Broken::TwoWrites(usize::MAX));
                    }
                    let all = under_way.map(|(_, appends)| appends).unwrap_or_default().into_iter().chain(appends);
                    self.server.committing = Some((batch, all.collect()));
                    let hub = self.server.hub.as_mut().filter(|_| is_hasty);
                    let now = Timestamp(self.now.saturating_add(self.server.skew));
                    effects.extend(hub.map(|hub| hub.handle(now, HubEvent::Committed { batch })).unwrap_or_default());
                }
                HubEffect::Refused { link, kind, changes } => {
                    self.tell(|| format!("the hub refuses {changes:?} of {kind:?} on {link}"));
                    changes.iter().filter_map(|change| refusal(change.why)).for_each(|why| self.count(why));
                    self.refused.extend(changes);
                }
                HubEffect::Verify { link, letter, claim } => {
                    let verdict = self.judge(&claim);
                    let now = Timestamp(self.now.saturating_add(self.server.skew));
                    let hub = self.server.hub.as_mut();
                    let event = HubEvent::Verified { link, letter, verdict };
                    effects.extend(hub.map(|hub| hub.handle(now, event)).unwrap_or_default());
                }
                HubEffect::LetterRefused { link, why, .. } => {
                    self.tell(|| format!("the hub refuses a letter on {link}: {why:?}"));
                }
                HubEffect::Bearer { .. } => {}
                // Nobody here is without an account.
                HubEffect::WrittenDown { .. } | HubEffect::Removed { .. } | HubEffect::Answer { .. } => {}
                HubEffect::Expunge { person, .. } => {
                    let held = self.server.store.keys().filter_map(|name| DocumentKind::from_name(name));
                    let kinds: Vec<DocumentKind> = held.filter(|kind| kind.subject() == Some(person)).collect();
                    for kind in kinds {
                        self.server.store.remove(&kind.name());
                        self.ledger.expunged(kind);
                    }
                }
                HubEffect::Close { link, reason } => {
                    let Some(wire) = self.wires.get_mut(&link) else { continue };
                    wire.close_server();
                    let (index, is_mangled) = (wire.phone, wire.is_mangled);
                    self.sweep();
                    if !self.is_provoked && !is_mangled {
                        return Err(Broken::Cut(index, reason));
                    }
                }
            }
        }
        Ok(())
    }

    fn send_down(&mut self, link: LinkId, bytes: &[u8]) -> Done {
        let mut named = Vec::new();
        let told = match Frame::decode(bytes, MAX_SERVER_FRAME) {
            Ok(Frame::Receipt { document, heads }) => kind_of(document).map(|kind| (kind, heads)).into_iter().collect(),
            Ok(Frame::Changes { document, heads, kept, .. }) => {
                let kind = DocumentKind::from_name(&document);
                named.extend(kind);
                kind.filter(|_| kept).map(|kind| (kind, heads)).into_iter().collect()
            }
            Ok(Frame::Preview { document, .. }) => {
                named.extend(DocumentKind::from_name(&document));
                vec![]
            }
            Ok(Frame::Lost { document }) => {
                self.count("phones asked for more");
                named.extend(DocumentKind::from_name(&document));
                vec![]
            }
            Ok(Frame::LetterAnswer { why, .. }) => {
                self.answers.push(why);
                vec![]
            }
            Ok(Frame::Sync { document, .. }) => {
                named.extend(kind_of(document));
                vec![]
            }
            _ => vec![],
        };
        named.extend(told.iter().map(|(kind, _)| *kind));
        self.look_for_leaks(link, &named)?;
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
            if wire.down.len() > self.most_waiting {
                self.tell(|| format!("{link} is too slow, and cut"));
                return self.cut_slow(link);
            }
        }
        self.check_line(link)
    }
}

impl World {
    /// A phone that takes too little of what is said to it is cut, and catches up when it comes again.
    fn cut_slow(&mut self, link: LinkId) -> Done {
        self.cut_slow += 1;
        if let Some(wire) = self.wires.get_mut(&link) {
            wire.down.clear();
            wire.close_server();
        }
        self.sweep();
        self.happen_at_hub(HubEvent::Closed { link })
    }

    /// Whether somebody is a captain of the building that stands on a person's card, as the server has it.
    fn looks_after(&self, actor: Actor, person: PersonId) -> bool {
        let Some(mut roster) = self.server.hub().document(DocumentKind::Roster).cloned() else { return false };
        let roster = community_of(roster.entries().entries);
        let key = RecordKey { collection: Collection::People, id: person.0 };
        // A card that was taken out can be brought back.
        let building = match Sight::record(&roster, key) {
            Some(Record::Person(card)) => card.building,
            _ => None,
        };
        let is_theirs =
            |captaincy: &Captaincy| (captaincy.person, Some(captaincy.building)) == (actor.person, building);
        actor.role == AccessRole::Captain && building.is_some() && roster.captaincies.values().any(is_theirs)
    }

    /// Nobody is given anything of a document that they may not read.
    fn look_for_leaks(&self, link: LinkId, named: &[DocumentKind]) -> Done {
        let Some(index) = self.wires.get(&link).map(|wire| wire.phone) else { return Ok(()) };
        let actor = self.phones[index].actor();
        let is_cared_for =
            |kind: &DocumentKind| matches!(kind, DocumentKind::Private(person) if self.looks_after(actor, *person));
        let leak = named.iter().find(|kind| !may_have(actor, **kind) && !is_cared_for(kind));
        leak.map_or(Ok(()), |kind| Err(Broken::Leaked(index, *kind)))
    }
}

/// What it is called in the tally that a change was not let in.
fn refusal(why: Rejection) -> Option<&'static str> {
    match why {
        Rejection::Clock => Some("refused for the clock"),
        Rejection::Shape => Some("refused for the shape"),
        Rejection::RestsOnRejected => Some("refused for what it rests on"),
        Rejection::NumberTaken
        | Rejection::AnotherAuthor
        | Rejection::NotAllowed
        | Rejection::TooLarge
        | Rejection::Malformed
        | Rejection::Incomplete
        | Rejection::Unknown => None,
    }
}

fn kind_of(id: DocumentId) -> Option<DocumentKind> {
    static KINDS: OnceLock<BTreeMap<DocumentId, DocumentKind>> = OnceLock::new();
    let kinds = KINDS.get_or_init(|| {
        let of_year = |year| [DocumentKind::Tasks(year), DocumentKind::Suggestions(year)];
        let kinds = [DocumentKind::Access, DocumentKind::Commons, DocumentKind::Roster]
            .into_iter()
            .chain(YEARS.flat_map(of_year));
        kinds.map(|kind| (DocumentId::of(COMMUNITY, kind), kind)).collect()
    });
    kinds.get(&id).copied()
}
