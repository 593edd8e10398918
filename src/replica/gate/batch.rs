//! The changes of one message that have been found good, before they are applied: what comes after them
//! in the same message may rest on them.

use std::collections::{BTreeMap, BTreeSet};

use automerge::{ActorId, Change, ChangeHash, ObjId};
use kaifong_domain::policy::Overlay;

use super::{
    author::{Actors, Last},
    made::{Made, Texts},
    place::{self, Object},
    rights::Documents,
};
use crate::document::Document;

/// A message's good changes.
pub(super) struct Batch<'a> {
    pub(super) document: &'a Document,
    actors: &'a Actors,
    heads: Vec<ChangeHash>,
    accepted: Vec<Accepted>,
    by_hash: BTreeMap<ChangeHash, usize>,
    /// The operations of the accepted changes: from an author's counter to the change and its last one.
    spans: BTreeMap<(ActorId, u64), (u64, usize)>,
    objects: BTreeMap<(u64, ActorId), Object>,
    last: BTreeMap<ActorId, Last>,
    /// The records as the accepted changes leave them.
    pub(super) overlay: Overlay<'a>,
    /// What lies beyond some changes of the document, as it was last asked.
    beyond: Option<(Vec<ChangeHash>, BTreeSet<ChangeHash>)>,
}

struct Accepted {
    good: Good,
    max_op: u64,
    history: History,
}

/// A change that was found good, but for what its texts say where it is taken in.
pub(super) struct Good {
    pub(super) change: Change,
    pub(super) texts: Texts,
}

/// What a change rests on, near and far.
#[derive(Clone, Default)]
pub(super) struct History {
    /// Changes of the document; whatever they rest on is part of it.
    known: BTreeSet<ChangeHash>,
    /// Changes of the batch, one bit for each.
    batch: Vec<u64>,
}

impl History {
    fn add(&mut self, index: usize) {
        let (word, bit) = (index / 64, index % 64);
        self.batch.resize(self.batch.len().max(word + 1), 0);
        self.batch[word] |= 1 << bit;
    }

    fn extend(&mut self, other: &Self) {
        self.known.extend(other.known.iter().copied());
        self.batch.resize(self.batch.len().max(other.batch.len()), 0);
        self.batch.iter_mut().zip(&other.batch).for_each(|(own, other)| *own |= other);
    }

    fn has(&self, index: usize) -> bool {
        self.batch.get(index / 64).is_some_and(|word| word >> (index % 64) & 1 == 1)
    }
}

impl<'a> Batch<'a> {
    pub(super) fn new(documents: &'a Documents<'a>, actors: &'a Actors) -> Self {
        let document = documents.document;
        let heads = document.heads();
        let (accepted, by_hash, spans) = (Vec::new(), BTreeMap::new(), BTreeMap::new());
        Self {
            document,
            actors,
            heads,
            accepted,
            by_hash,
            spans,
            objects: BTreeMap::new(),
            last: BTreeMap::new(),
            overlay: Overlay::over(documents),
            beyond: None,
        }
    }

    pub(super) fn has(&self, hash: &ChangeHash) -> bool {
        self.by_hash.contains_key(hash) || self.document.has(hash)
    }

    pub(super) fn last(&self, actor: &ActorId) -> Option<Last> {
        self.last.get(actor).copied().or_else(|| self.actors.last(actor))
    }

    /// What a change that rests on `deps` rests on, and the last operation of these.
    pub(super) fn history(&self, deps: &[ChangeHash]) -> (History, u64) {
        let (mut history, mut max_op) = (History::default(), 0);
        for dep in deps {
            match self.by_hash.get(dep) {
                Some(index) => {
                    let accepted = &self.accepted[*index];
                    history.extend(&accepted.history);
                    history.add(*index);
                    max_op = max_op.max(accepted.max_op);
                }
                None => {
                    history.known.insert(*dep);
                    max_op = max_op.max(self.document.max_op(dep));
                }
            }
        }
        (history, max_op)
    }

    /// Whether a change of the document, or of the batch, is part of a history.
    pub(super) fn is_in(&mut self, hash: &ChangeHash, history: &History) -> bool {
        match self.by_hash.get(hash) {
            Some(index) => history.has(*index),
            None => !self.beyond(history).contains(hash),
        }
    }

    fn beyond(&mut self, history: &History) -> &BTreeSet<ChangeHash> {
        let known: Vec<ChangeHash> = history.known.iter().copied().collect();
        let asked = self.beyond.take().filter(|(asked, _)| *asked == known);
        let answer = asked.unwrap_or_else(|| {
            let beyond = if known == self.heads { BTreeSet::new() } else { self.document.beyond(&known) };
            (known, beyond)
        });
        &self.beyond.insert(answer).1
    }

    /// Whether an operation is part of a history.
    pub(super) fn has_operation(&mut self, counter: u64, actor: &ActorId, history: &History) -> bool {
        let before = self.spans.range(..=(actor.clone(), counter)).next_back();
        if let Some(((other, _), (last, index))) = before
            && other == actor
            && counter <= *last
        {
            return history.has(*index);
        }
        if self.actors.last(actor).is_none() {
            return false;
        }
        let id = ObjId::Id(counter, actor.clone(), 0);
        self.document.automerge().hash_for_opid(&id).is_some_and(|hash| self.is_in(&hash, history))
    }

    /// An object of the document or of the batch.
    pub(super) fn object(&self, counter: u64, actor: &ActorId) -> Option<Object> {
        let made = self.objects.get(&(counter, actor.clone())).copied();
        made.or_else(|| {
            let id = ObjId::Id(counter, actor.clone(), 0);
            place::find(self.document.automerge(), self.document.kind(), &id)
        })
    }

    /// Takes a change in that was found good, and what it makes.
    pub(super) fn accept(&mut self, change: Change, history: History, made: Made) {
        let (index, actor, hash) = (self.accepted.len(), change.actor_id().clone(), change.hash());
        let (start, max_op) = (change.start_op().get(), change.max_op());
        let Made { objects, texts, .. } = made;
        self.by_hash.insert(hash, index);
        if start <= max_op {
            self.spans.insert((actor.clone(), start), (max_op, index));
        }
        self.last.insert(actor.clone(), Last { seq: change.seq(), hash });
        self.objects.extend(objects.into_iter().map(|(counter, object)| ((counter, actor.clone()), object)));
        self.accepted.push(Accepted { good: Good { change, texts }, max_op, history });
    }

    /// The good changes, in an order in which each rests only on those before it.
    pub(super) fn into_changes(self) -> Vec<Good> {
        self.accepted.into_iter().map(|accepted| accepted.good).collect()
    }
}
