//! The reception: suggestions of residents without an account come to the server past all sockets. It writes
//! them down as its usher does, and says how far they have come.

use kaifong_domain::{
    access::Actor,
    change::Change,
    document::{DocumentKind, YEARS},
    id::SuggestionId,
    policy,
    suggestion::Suggestion,
    time::Timestamp,
};

use super::{Held, Hub, HubEffect, Standing};

/// The name and version of the changes that write a resident's suggestion down (invariant I1).
const RAISE_SUGGESTION: &str = "RaiseSuggestion/1";

/// What lies at the reception.
#[derive(Default)]
pub(super) struct Reception {
    /// To be written down.
    due: Vec<Suggestion>,
    /// Written down, and not known to be durable.
    written: Vec<SuggestionId>,
}

impl Reception {
    pub(super) fn take(&mut self, suggestion: Suggestion) {
        self.due.push(suggestion);
    }
}

impl Hub {
    /// Writes down what has come since the last commit began. What was written down before is not written twice.
    pub(super) fn write_suggestions(&mut self, now: Timestamp) {
        for suggestion in std::mem::take(&mut self.reception.due) {
            let (id, year) = (suggestion.id, suggestion.year());
            if !YEARS.contains(&year) {
                continue;
            }
            let kind = DocumentKind::Suggestions(year);
            let held = self.documents.entry(kind).or_insert_with(|| Held::new(kind));
            let change = [Change::SuggestionRaised(suggestion)];
            if held.desk.knows(id) || held.enter(&self.usher, &change, RAISE_SUGGESTION, now) {
                self.reception.written.push(id);
            }
        }
    }

    /// Everything that was written down is durable.
    pub(super) fn tell_written(&mut self, effects: &mut Vec<HubEffect>) {
        let written = std::mem::take(&mut self.reception.written).into_iter();
        effects.extend(written.map(|suggestion| HubEffect::WrittenDown { suggestion }));
    }

    /// Tells what has been taken out.
    pub(super) fn tell_removed(&mut self, effects: &mut Vec<HubEffect>) {
        let removed = self.documents.values_mut().flat_map(|held| std::mem::take(&mut held.removed));
        effects.extend(removed.map(|suggestion| HubEffect::Removed { suggestion }));
    }

    /// How far a resident's suggestion has come.
    pub(super) fn standing(&self, id: SuggestionId, by: Option<Actor>) -> Option<Standing> {
        let (moves, suggestion) = self.documents.values().find_map(|held| held.desk.standing(id))?;
        let may = |actor| policy::may_reach(actor, suggestion, self.ground.known()).is_ok();
        Some(Standing { moves, may_reach: by.is_some_and(may) })
    }
}
