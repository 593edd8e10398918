//! What becomes of a letter that is carried: the community has it, or not, or not all of it.

use std::collections::{BTreeMap, BTreeSet};

use automerge::ChangeHash;
use kaifong_domain::{
    document::DocumentKind,
    handover::{LetterId, LetterRejection},
    refused::Cause,
    rejection::Rejection,
    time::Timestamp,
};

use super::{Replica, carrying::put, opening::Change, shelf::Shelf};
use crate::{effect::Effect, sync::frame::RefusedChange};

impl Replica {
    /// Notes that changes of a letter can't be taken in; whether that was news.
    pub(super) fn note(&mut self, id: LetterId, refused: &[RefusedChange]) -> bool {
        let Some(load) = self.carrier.loads.get_mut(&id) else { return false };
        let ours: BTreeSet<ChangeHash> = load.changes.iter().map(|change| change.hash).collect();
        let news = refused.iter().filter(|refused| ours.contains(&refused.hash) && !load.has_refused(&refused.hash));
        // What only its author can bring may come with the letter, or from there.
        let news: Vec<_> = news
            .filter(|refused| refused.why != Rejection::AnotherAuthor)
            .map(|refused| (refused.hash.0, refused.why))
            .collect();
        if news.is_empty() {
            return false;
        }
        load.row.refused.extend(news);
        // Nothing is left of it that anybody could take in.
        load.row.is_delivered |= load.changes.iter().all(|change| load.has_refused(&change.hash));
        self.writer.add([put(id, &load.row)], None);
        self.carrier.has_news = true;
        true
    }

    pub(super) fn give_up(&mut self, id: LetterId, why: LetterRejection) -> bool {
        let Some(load) = self.carrier.loads.get_mut(&id).filter(|load| load.is_under_way()) else { return false };
        load.row.why = Some(why);
        self.writer.add([put(id, &load.row)], None);
        self.carrier.has_news = true;
        true
    }

    /// The server did not take changes in: some may be of what is carried.
    pub(super) fn note_refused(&mut self, refused: &[RefusedChange]) {
        self.link.refused.extend(refused.iter().map(|refused| (refused.hash, refused.why)));
        for id in self.carrier.loads.keys().copied().collect::<Vec<_>>() {
            self.note(id, refused);
        }
    }

    /// The server has an answer to a letter.
    pub(super) fn answered(
        &mut self,
        id: LetterId,
        why: Option<LetterRejection>,
        now: Timestamp,
        effects: &mut Vec<Effect>,
    ) {
        let Some(load) = self.carrier.loads.get_mut(&id) else { return };
        let kinds: BTreeSet<DocumentKind> =
            load.changes.iter().filter_map(|change| DocumentKind::from_name(&change.document)).collect();
        match why {
            None if load.row.refused.is_empty() => self.forget(id),
            None => {
                load.row.is_delivered = true;
                self.writer.add([put(id, &load.row)], None);
                self.carrier.has_news = true;
            }
            Some(why) => {
                let changes = load.changes.clone();
                self.give_up(id, why);
                self.take_letter_out(changes, now, effects);
            }
        }
        // What was found done by a carried change is as safe as that one.
        kinds.into_iter().for_each(|kind| self.count_kept(kind, effects));
    }

    /// Nothing of a letter is with the community: it goes here too, and what was written on top of it is given
    /// again as far as it can be.
    pub(super) fn take_letter_out(&mut self, changes: Vec<Change>, now: Timestamp, effects: &mut Vec<Effect>) {
        let mut by_kind: BTreeMap<DocumentKind, BTreeSet<ChangeHash>> = BTreeMap::new();
        for Change { document, hash } in changes {
            let Some(kind) = DocumentKind::from_name(&document) else { continue };
            // What its author, or another carrier, has brought stays; so does what another letter brings.
            let beyond =
                |shelf: &Shelf| shelf.document.has(&hash) && shelf.document.beyond(&shelf.durable).contains(&hash);
            if self.shelves.get(&kind).is_some_and(beyond) && !self.carrier.brings(&hash) {
                by_kind.entry(kind).or_default().insert(hash);
            }
        }
        let mut again = Vec::new();
        for (kind, unwanted) in by_kind {
            again.extend(self.part_with(kind, &unwanted, now, effects));
        }
        self.replay(again, Cause::Overtaken, now, effects);
    }
}
