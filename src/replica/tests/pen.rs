//! Somebody who writes into copies of the documents, without storage and without a line.

use std::collections::BTreeMap;

use jiff::civil::{Date, date};
use kaifong_domain::{
    access::{AccessRole, Actor},
    command::Command,
    community::Community,
    decide::{Context, decide},
    document::DocumentKind,
    id::{PersonId, SeriesId, SuggestionId},
    person::PersonEdit,
    refusal::Refusal,
    series::SeriesEdit,
    suggestion::SuggestionEdit,
    time::Timestamp,
};
use uuid::Uuid;

use crate::{
    actor,
    document::{Document, Outcome},
    sync::session::Session,
};

/// Wednesday, 2026-11-25, 12:00 in China.
pub(super) const NOON: Timestamp = Timestamp(1_795_579_200_000);
pub(super) const FIRST: Date = date(2026, 11, 25);
pub(super) const SERIES: SeriesId = SeriesId(Uuid::from_u128(1));
pub(super) const SUGGESTION: SuggestionId = SuggestionId(Uuid::from_u128(2));
pub(super) const TASKS: DocumentKind = DocumentKind::Tasks(2026);
pub(super) const SUGGESTIONS: DocumentKind = DocumentKind::Suggestions(2026);

/// The person who writes with every pen.
pub(super) const PERSON: PersonId = PersonId(Uuid::from_u128(3));

/// A device with its copies, and what they show.
#[derive(Clone, Default)]
pub(super) struct Pen {
    device: u8,
    pub(super) documents: BTreeMap<DocumentKind, Document>,
    pub(super) community: Community,
}

impl Pen {
    /// Pens with a series and a suggestion.
    pub(super) fn several<const N: usize>() -> [Self; N] {
        let mut first = Self { device: 1, ..Self::default() };
        let name = vec![PersonEdit::Name("Ming".into())];
        first.give(Command::AddPerson { id: PERSON, edits: name });
        let title = vec![SeriesEdit::Title("Book club".into())];
        first.give(Command::AddSeries { id: SERIES, first: FIRST, edits: title });
        let title = vec![SuggestionEdit::Title("A lamp".into())];
        first.give(Command::RaiseSuggestion { id: SUGGESTION, edits: title });
        std::array::from_fn(|index| {
            let mut pen = first.clone();
            pen.device = index as u8 + 2;
            for document in pen.documents.values_mut() {
                document.set_actor(actor::actor([pen.device; 8], [0; 8]));
            }
            pen
        })
    }

    /// Carries out a command that is allowed.
    pub(super) fn give(&mut self, command: Command) {
        self.attempt(command).unwrap();
    }

    /// Carries out a command.
    pub(super) fn attempt(&mut self, command: Command) -> Result<(), Refusal> {
        let actor = Actor::new(PERSON, AccessRole::Admin);
        let context = Context { community: &self.community, actor, now: NOON };
        let decision = decide(context, command.clone())?;
        let committed = self.document(decision.document).commit(&decision.changes, command.name(), NOON).unwrap();
        self.show(committed.map(|committed| committed.outcome).unwrap_or_default());
        Ok(())
    }

    /// The document of a kind.
    pub(super) fn document(&mut self, kind: DocumentKind) -> &mut Document {
        let actor = actor::actor([self.device; 8], [0; 8]);
        self.documents.entry(kind).or_insert_with(|| {
            let mut document = Document::new(kind);
            document.set_actor(actor);
            document
        })
    }

    fn show(&mut self, outcome: Outcome) {
        outcome.entries.into_iter().for_each(|entry| self.community.put(entry));
    }

    /// Takes in stored changes from anywhere.
    pub(super) fn absorb(&mut self, kind: DocumentKind, changes: &[u8]) {
        self.document(kind).absorb(changes).unwrap();
        let outcome = self.document(kind).entries();
        self.show(outcome);
    }

    /// Two pens tell each other everything, and afterwards both show the same, also afresh.
    pub(super) fn meet(&mut self, other: &mut Self) {
        let kinds: Vec<_> = self.documents.keys().chain(other.documents.keys()).copied().collect();
        for kind in kinds {
            let (mut here, mut there) = (Session::default(), Session::default());
            loop {
                let said = here.speak(self.document(kind), usize::MAX);
                for message in &said {
                    let outcome = there.receive(other.document(kind), message).unwrap();
                    other.show(outcome);
                }
                let answered = there.speak(other.document(kind), usize::MAX);
                for message in &answered {
                    let outcome = here.receive(self.document(kind), message).unwrap();
                    self.show(outcome);
                }
                if said.is_empty() && answered.is_empty() {
                    break;
                }
            }
        }
        assert_eq!(self.community, other.community);
        assert_eq!(self.community, self.afresh());
        assert_eq!(other.community, other.afresh());
    }

    /// What the documents show to somebody who loads them now.
    pub(super) fn afresh(&self) -> Community {
        let mut community = Community::default();
        for (kind, document) in &self.documents {
            let entries = Document::load(*kind, &document.save()).unwrap().entries().entries;
            entries.into_iter().for_each(|entry| community.put(entry));
        }
        community
    }
}
