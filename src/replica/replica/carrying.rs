//! Carrying: letters of others that this phone has taken. Their changes are merged here at once; the letters
//! stay beside them until the community's server says that it has them.

use std::collections::{BTreeMap, BTreeSet};

use automerge::ChangeHash;
use kaifong_domain::{
    bridge::Problem,
    community::Community,
    document::DocumentKind,
    handover::{Carried, LetterId, LetterRejection},
    policy,
    rejection::Rejection,
    time::Timestamp,
};
use serde::{Deserialize, Serialize};

use super::{
    Replica,
    opening::{Change, Opened, open},
    writer::Cargo,
};
use crate::{
    effect::Effect,
    gate::{self, Actors, Author, Pass, Rights, Vouched, Watch, bring},
    letter::Content,
    storage::StoreOp,
    sync::frame::{Frame, hex},
};

/// What the names of letters in storage begin with.
const NAME: &str = "letter:";

/// A letter as it is stored.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Row {
    /// Its bytes, as they came.
    pub(super) letter: Vec<u8>,
    taken_at: Timestamp,
    /// The changes that were not taken in, here or by the community.
    pub(super) refused: Vec<([u8; 32], Rejection)>,
    /// Why the community took in none of it.
    pub(super) why: Option<LetterRejection>,
    /// The community has what it takes of it.
    pub(super) is_delivered: bool,
}

/// A letter that is carried.
pub(super) struct Load {
    pub(super) row: Row,
    opened: Opened,
    pub(super) changes: Vec<Change>,
    pub(super) span: (Timestamp, Timestamp),
    is_saved: bool,
}

impl Load {
    fn new(row: Row, opened: Opened, is_saved: bool) -> Self {
        Self { row, changes: opened.changes.clone(), span: opened.span, opened, is_saved }
    }

    /// Whether it is still on its way to the community.
    pub(super) fn is_under_way(&self) -> bool {
        !self.row.is_delivered && self.row.why.is_none()
    }

    pub(super) fn has_refused(&self, hash: &ChangeHash) -> bool {
        self.row.refused.iter().any(|(refused, _)| *refused == hash.0)
    }
}

/// The letters that are carried.
#[derive(Default)]
pub(super) struct Carrier {
    pub(super) loads: BTreeMap<LetterId, Load>,
    pub(super) has_news: bool,
}

impl Carrier {
    /// Whether a change is in one of them.
    pub(super) fn has(&self, hash: &ChangeHash) -> bool {
        self.loads.values().flat_map(|load| &load.changes).any(|change| change.hash == *hash)
    }

    /// Whether a change of one of them was not taken in.
    pub(super) fn has_refused(&self, hash: &ChangeHash) -> bool {
        let is_of = |load: &Load| load.changes.iter().any(|change| change.hash == *hash);
        self.loads.values().any(|load| load.has_refused(hash) || load.row.why.is_some() && is_of(load))
    }

    /// Whether one of them is to bring a change to the community.
    pub(super) fn brings(&self, hash: &ChangeHash) -> bool {
        let under_way = self.loads.values().filter(|load| load.is_under_way() && !load.has_refused(hash));
        under_way.flat_map(|load| &load.changes).any(|change| change.hash == *hash)
    }

    /// Whether changes of a document are on their way to the community.
    pub(super) fn has_any_of(&self, kind: DocumentKind) -> bool {
        let of_it = |change: &Change| DocumentKind::from_name(&change.document) == Some(kind);
        self.loads.values().filter(|load| load.is_under_way()).flat_map(|load| &load.changes).any(of_it)
    }

    /// The letters to be handed on to a third phone.
    pub(super) fn to_pass_on(&self) -> impl Iterator<Item = &Load> {
        self.loads.values().filter(|load| load.is_saved && load.is_under_way())
    }

    /// The frames that bring the letters which this link has not seen yet.
    pub(super) fn frames(&self, sent: &mut BTreeSet<LetterId>) -> Vec<Vec<u8>> {
        let due = self.loads.iter().filter(|(id, load)| load.is_saved && load.is_under_way() && sent.insert(**id));
        due.map(|(_, load)| Frame::Letter { data: load.row.letter.clone() }.encode()).collect()
    }

    pub(super) fn saved(&mut self, id: LetterId) {
        if let Some(load) = self.loads.get_mut(&id) {
            load.is_saved = true;
            self.has_news = true;
        }
    }
}

pub(super) fn put(id: LetterId, row: &Row) -> StoreOp {
    let bytes = postcard::to_allocvec(row).expect("a row has only what postcard can write");
    StoreOp::PutMeta(name(id), bytes)
}

fn name(id: LetterId) -> String {
    [NAME, &hex(&id.0)].concat()
}

impl Replica {
    /// The letters that are carried.
    pub fn carried(&self) -> Vec<Carried> {
        let carried = |(id, load): (&LetterId, &Load)| {
            let aside = |change: &&Change| !self.holds(change) && !load.has_refused(&change.hash);
            Carried {
                id: *id,
                person: load.opened.letter.person,
                changes: load.changes.len() as u32,
                span: load.span,
                taken_at: load.row.taken_at,
                is_saved: load.is_saved,
                aside: if load.is_under_way() { load.changes.iter().filter(aside).count() as u32 } else { 0 },
                refused: load.row.refused.len() as u32,
                why: load.row.why,
            }
        };
        let mut all: Vec<Carried> = self.carrier.loads.iter().map(carried).collect();
        all.sort_by_key(|carried| (std::cmp::Reverse(carried.taken_at), carried.id));
        all
    }

    /// Tells of the letters if anything about them has changed.
    pub(super) fn tell_of_carried(&mut self, effects: &mut Vec<Effect>) {
        if std::mem::take(&mut self.carrier.has_news) {
            effects.push(Effect::Carried(self.carried()));
        }
    }

    /// Takes what was last offered: its changes and the letters themselves are stored in one write.
    pub fn take_along(&mut self, now: Timestamp) -> Vec<Effect> {
        let mut effects = Vec::new();
        for opened in self.opening.take() {
            let (id, is_own) = (opened.id, opened.letter.device == self.setup.identity.device);
            if is_own || self.carrier.loads.contains_key(&id) {
                continue;
            }
            self.take_up(&opened.changes);
            // The server says once on a line that it does not take a change, in whichever letter that is.
            let refused = |change: &Change| Some((change.hash.0, *self.link.refused.get(&change.hash)?));
            let refused = opened.changes.iter().filter_map(refused).collect();
            let row = Row { letter: opened.bytes.clone(), taken_at: now, refused, why: None, is_delivered: false };
            self.writer.add([put(id, &row)], Some(Cargo::Letter(id)));
            self.carrier.loads.insert(id, Load::new(row, opened, false));
            self.carrier.has_news = true;
        }
        self.merge_aside(&mut effects);
        self.settle(now, &mut effects);
        effects
    }

    /// Forgets a letter.
    pub(super) fn forget(&mut self, id: LetterId) {
        self.carrier.loads.remove(&id);
        self.carrier.has_news = true;
        self.writer.add([StoreOp::DeleteMeta(name(id))], None);
    }

    /// Loads the letters.
    pub(super) fn load_carried(&mut self, meta: &BTreeMap<String, Vec<u8>>, effects: &mut Vec<Effect>) {
        let rows = meta.range(NAME.to_owned()..).take_while(|(name, _)| name.starts_with(NAME));
        for (_, bytes) in rows {
            let row = postcard::from_bytes::<Row>(bytes).ok();
            let load = row.and_then(|row| {
                let opened = open(row.letter.clone(), &self.setup.identity.community).ok()?;
                Some((opened.id, Load::new(row, opened, true)))
            });
            match load {
                Some((id, load)) => drop(self.carrier.loads.insert(id, load)),
                None => effects.push(Effect::Problem(Problem::OutboxDamaged)),
            }
            self.carrier.has_news = true;
        }
        self.merge_aside(effects);
    }

    /// Merges what is carried and not here yet, as far as what it rests on is here.
    pub(super) fn merge_aside(&mut self, effects: &mut Vec<Effect>) {
        let under_way: Vec<LetterId> =
            self.carrier.loads.iter().filter(|(_, load)| load.is_under_way()).map(|(id, _)| *id).collect();
        // One letter may rest on another: again, for as long as that gets anywhere.
        loop {
            let mut has_moved = false;
            for id in &under_way {
                let load = &self.carrier.loads[id];
                let (device, contents) = (load.opened.letter.device, &load.opened.contents);
                let is_aside = |change: &Change| !self.holds(change) && !load.has_refused(&change.hash);
                if !load.changes.iter().any(is_aside) {
                    continue;
                }
                for content in contents.clone() {
                    has_moved |= self.merge_content(*id, device, content, effects);
                }
            }
            if !has_moved {
                return;
            }
        }
    }

    /// Merges a letter's changes of one document, through the gate: whoever has signed them may have made them
    /// to do harm. Whether anything came of it.
    fn merge_content(&mut self, id: LetterId, device: [u8; 8], content: Content, effects: &mut Vec<Effect>) -> bool {
        let kind = DocumentKind::from_name(&content.document);
        let actor = self.setup.identity.actor;
        let Some(kind) = kind.filter(|kind| policy::may_read(actor, *kind, &self.community)) else { return false };
        let changes = self.wanted(id, content);
        let shelf = self.shelf(kind);
        let before = shelf.document.heads();
        let (mut actors, mut watch) = (Actors::of(&shelf.document), Watch::default());
        let (devices, missing, vouched) = (BTreeSet::new(), BTreeSet::new(), Vouched::new());
        // Which of two phones' clocks is wrong is for the server to say.
        let now = Timestamp(i64::MAX);
        let pass = Pass {
            author: Author::Device(device),
            rights: Rights::Unjudged,
            known: &Community::default(),
            now,
            devices: &devices,
            is_refilling: false,
            missing: &missing,
            vouched: &vouched,
            dead: &BTreeSet::new(),
        };
        let brought = bring(&pass, &mut shelf.document, &mut actors, &mut watch, &changes);
        let changes = shelf.document.save_after(&before);
        let mut has_moved = !changes.is_empty();
        if has_moved {
            let outcome = shelf.document.outcome_since(&before);
            let (_, op) = shelf.increment(&changes);
            self.writer.add([op], None);
            self.show(kind, outcome, effects);
            self.carrier.has_news = true;
        }
        has_moved |= match brought {
            Ok(refused) => self.note(id, &refused),
            // As a whole it is nothing that an honest phone packs.
            Err(_) => self.give_up(id, LetterRejection::Malformed),
        };
        has_moved
    }

    /// A letter's changes without those that were refused: they would come back with what was set aside.
    fn wanted(&self, id: LetterId, content: Content) -> Vec<Vec<u8>> {
        let Some(load) = self.carrier.loads.get(&id).filter(|load| !load.row.refused.is_empty()) else {
            return content.changes;
        };
        let read = gate::read(&content.changes).unwrap_or_default();
        let wanted = read.into_iter().filter(|change| !load.has_refused(&change.hash()));
        wanted.map(|change| change.raw_bytes().to_vec()).collect()
    }
}
