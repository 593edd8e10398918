//! The history of records, read from the changes that wrote them. Only as much of a document's past is
//! opened as a page of it needs: the newest changes first, more and more of them, back to the one with
//! which the first of the records began.

mod excerpt;
mod trace;

use std::cmp::Reverse;

use automerge::{ChangeHash, ChangeMetadata};
use kaifong_domain::history::{History, Place, Question, STEPS, Step};

use self::trace::Trace;
use super::Document;

/// How many changes are opened at first; each further time, so many times more.
const FIRST: usize = 256;
const MORE: usize = 4;

impl Document {
    /// What happened to some records of this document.
    pub fn history(&self, question: &Question) -> History {
        let trace = Trace::of(&self.doc, &question.keys);
        let Some(beginning) = trace.beginning().and_then(|change| self.doc.get_change_meta_by_hash(&change)) else {
            return History::default();
        };
        let mut changes = self.doc.get_changes_meta(&beginning.deps);
        changes.sort_by_key(|change| Reverse(place(change)));
        let is_asked = |place: &Place| question.before.is_none_or(|before| *place < before);
        let skipped = changes.partition_point(|change| !is_asked(&place(change)));
        let mut opened = FIRST;
        loop {
            let edge = changes.get(skipped.saturating_add(opened));
            let since = edge.map_or_else(|| beginning.deps.clone(), |edge| vec![edge.hash]);
            // Beyond the edge, not everything has been opened.
            let is_whole = |place: &Place| edge.is_none_or(|edge| self::place(edge) < *place);
            let steps = trace.steps(&since);
            let mut steps: Vec<Step> =
                steps.into_iter().filter(|step| is_asked(&step.place) && is_whole(&step.place)).collect();
            if edge.is_none() || steps.len() > STEPS {
                steps.sort_by_key(|step| Reverse(step.place));
                let has_earlier = steps.len() > STEPS;
                steps.truncate(STEPS);
                return History { steps, has_earlier };
            }
            opened = opened.saturating_mul(MORE);
        }
    }
}

/// A change comes after all that it rests on, as its operations count on from theirs.
fn place(change: &ChangeMetadata<'_>) -> Place {
    let ChangeHash(hash) = change.hash;
    Place(change.start_op, hash)
}
