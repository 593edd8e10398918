//! Changes that were refused for what they are, on whichever link. A link remembers only what came on it; but what
//! rests on such a change may come on another one, with a letter, and would wait there for what never comes.

use std::collections::{BTreeMap, BTreeSet};

use automerge::ChangeHash;
use kaifong_domain::{document::DocumentKind, rejection::Rejection};

use crate::sync::frame::RefusedChange;

/// The most that are remembered of a document. Forgetting costs only that something waits for longer.
const MOST: usize = 4_096;

/// What was refused of each document.
#[derive(Default)]
pub(super) struct Dead(BTreeMap<DocumentKind, BTreeSet<ChangeHash>>);

impl Dead {
    /// Takes note of what was refused; whether any of it is new. What its author may still bring is not dead.
    pub(super) fn note(&mut self, kind: DocumentKind, refused: &[RefusedChange]) -> bool {
        let dead = self.0.entry(kind).or_default();
        let before = dead.len();
        dead.extend(refused.iter().filter(|refused| refused.why != Rejection::AnotherAuthor).map(|one| one.hash));
        let is_new = dead.len() > before;
        if dead.len() > MOST {
            dead.clear();
        }
        is_new
    }

    /// What was refused of a document.
    pub(super) fn of(&self, kind: DocumentKind) -> &BTreeSet<ChangeHash> {
        const NONE: &BTreeSet<ChangeHash> = &BTreeSet::new();
        self.0.get(&kind).unwrap_or(NONE)
    }
}
