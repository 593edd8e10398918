//! The desk: what residents without an account have suggested in a document, and how far each of that has come.

use kaifong_domain::{
    community::Community,
    document::DocumentKind,
    event::Event,
    id::{PersonId, SuggestionId},
    record::{Collection, Record},
    suggestion::{Status, Suggestion},
    time::Timestamp,
};

use crate::document::{Document, Outcome};

/// How far a resident's suggestion has come: what anybody may know who has its code. No names, and of the words
/// that are said about it only those that are meant as an answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Standing {
    /// Its moves, the first one first.
    pub moves: Vec<Move>,
    /// Whether who asks may be told how to reach the resident.
    pub may_reach: bool,
}

/// A move, as the resident is told of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Move {
    /// To what.
    pub to: Status,
    /// When.
    pub at: Timestamp,
    /// What was done, or why nothing will be; empty where nothing of that kind had to be said.
    pub answer: String,
}

/// A document's suggestions of residents, with their moves.
#[derive(Default)]
pub(super) struct Desk(Community);

impl Desk {
    /// The desk of a document as it is.
    pub(super) fn of(document: &mut Document) -> Self {
        let mut desk = Self::default();
        if matches!(document.kind(), DocumentKind::Suggestions(_)) {
            desk.see(&document.entries_of(&[Collection::Suggestions, Collection::Events]));
        }
        desk
    }

    /// Something in the document is new or has changed; which suggestions have been taken out.
    pub(super) fn see(&mut self, outcome: &Outcome) -> Vec<SuggestionId> {
        let mut removed = Vec::new();
        // A move comes after what it moves.
        for entry in &outcome.entries {
            if let Record::Suggestion(suggestion) = &entry.record
                && suggestion.raised_by == PersonId::RESIDENT
            {
                removed.extend(entry.removed.then_some(suggestion.id));
                self.0.put(entry.clone());
            }
        }
        for entry in &outcome.entries {
            if let Record::Event(event) = &entry.record
                && self.knows(event.suggestion)
            {
                self.0.put(entry.clone());
            }
        }
        outcome.gone.iter().for_each(|key| self.0.take(*key));
        removed
    }

    /// Whether a suggestion is in the document, also if it was taken out.
    pub(super) fn knows(&self, id: SuggestionId) -> bool {
        let key = kaifong_domain::record::RecordKey { collection: Collection::Suggestions, id: id.0 };
        self.0.suggestions.contains_key(&id) || self.0.removed.contains_key(&key)
    }

    /// The moves of one of them, and the suggestion itself, unless it was taken out.
    pub(super) fn standing(&self, id: SuggestionId) -> Option<(Vec<Move>, &Suggestion)> {
        let suggestion = self.0.suggestions.get(&id)?;
        let told = |event: &Event| {
            // What must be said with a move is said to whoever asked.
            let answer = if event.to.needs_note() { event.note.clone() } else { String::new() };
            Move { to: event.to, at: event.at, answer }
        };
        Some((self.0.moves_of(id).into_iter().map(told).collect(), suggestion))
    }
}
