//! Suggestions as lists show them, and a suggestion's moves and comments as its page does.

use std::collections::BTreeSet;

use kaifong_domain::{
    bridge,
    community::Community,
    id::{BuildingId, CommentId, EventId, PersonId, SuggestionId},
    record::{Collection, RecordKey},
    suggestion::{Category, Status, Suggestion, trail},
    time::Timestamp,
};

use super::task::building;
use crate::locale::name::Query;

/// A suggestion as a list shows it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct SuggestionRow {
    /// Which.
    pub id: SuggestionId,
    /// In a few words.
    pub title: String,
    /// The building's name, or else the place.
    pub place: String,
    /// What it is about.
    pub category: Category,
    /// Where it stands.
    pub status: Status,
    /// When it was raised.
    pub raised_at: Timestamp,
    /// Who follows it up.
    pub owner: Option<String>,
    /// Whether something of it waits to be sent.
    pub unsent: bool,
    /// Whether something in it was written apart.
    pub is_divided: bool,
}

/// What suggestions to show.
pub struct SuggestionFilter {
    /// What was typed.
    pub query: Query,
    /// Only those that this person raised or follows up.
    pub mine: Option<PersonId>,
    /// Only those that stand here.
    pub status: Option<Status>,
    /// Only those about this.
    pub category: Option<Category>,
    /// Only those that concern this building.
    pub building: Option<BuildingId>,
}

impl SuggestionFilter {
    /// Whether every suggestion passes.
    pub fn is_empty(&self) -> bool {
        let chosen = self.mine.is_some() || self.status.is_some() || self.category.is_some();
        self.query.is_empty() && !chosen && self.building.is_none()
    }

    fn passes(&self, community: &Community, suggestion: &Suggestion, status: Status) -> bool {
        let theirs = |person| suggestion.raised_by == person || suggestion.owner == Some(person);
        let found = || {
            let building = building(community, suggestion.building);
            self.query.finds(&suggestion.title, &[&suggestion.place, &building, &suggestion.text.0])
        };
        self.mine.is_none_or(theirs)
            && self.status.is_none_or(|wanted| wanted == status)
            && self.category.is_none_or(|category| category == suggestion.category)
            && self.building.is_none_or(|building| suggestion.building == Some(building))
            && (self.query.is_empty() || found())
    }
}

/// The suggestions that pass a filter, newest first.
pub fn suggestions(community: &Community, syncing: &bridge::Status, filter: &SuggestionFilter) -> Vec<SuggestionRow> {
    let statuses = community.statuses();
    let unsent = unsent(community, syncing);
    let mut rows = Vec::new();
    for suggestion in community.suggestions.values() {
        let status = statuses.get(&suggestion.id).copied().unwrap_or(Status::Raised);
        if filter.passes(community, suggestion, status) {
            rows.push(row(community, suggestion, status, unsent.contains(&suggestion.id)));
        }
    }
    rows.sort_by_key(|row| std::cmp::Reverse((row.raised_at, row.id)));
    rows
}

/// One suggestion's row.
pub fn row(community: &Community, suggestion: &Suggestion, status: Status, unsent: bool) -> SuggestionRow {
    let building = building(community, suggestion.building);
    let owner = suggestion.owner.and_then(|owner| community.people.get(&owner));
    let key = RecordKey { collection: Collection::Suggestions, id: suggestion.id.0 };
    SuggestionRow {
        id: suggestion.id,
        title: suggestion.title.clone(),
        place: if building.is_empty() { suggestion.place.clone() } else { building },
        category: suggestion.category,
        status,
        raised_at: suggestion.raised_at,
        owner: owner.map(|person| person.name.clone()),
        unsent,
        is_divided: community.conflicts.contains_key(&key),
    }
}

/// The suggestions of which something waits to be sent: a field, a move or a comment.
pub fn unsent(community: &Community, syncing: &bridge::Status) -> BTreeSet<SuggestionId> {
    let suggestion = |key: &RecordKey| match key.collection {
        Collection::Suggestions => Some(SuggestionId(key.id)),
        Collection::Events => community.events.get(&key.id.into()).map(|event| event.suggestion),
        Collection::Comments => community.comments.get(&key.id.into()).map(|comment| comment.suggestion),
        _ => None,
    };
    syncing.waiting_records.iter().filter_map(suggestion).collect()
}

/// One move as a suggestion's page shows it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Step {
    /// Which.
    pub id: EventId,
    /// From what its author saw.
    pub from: Status,
    /// To what.
    pub to: Status,
    /// Whether it was made apart from the move before it.
    pub apart: bool,
    /// By whom.
    pub by: PersonId,
    /// When.
    pub at: Timestamp,
    /// Why, or with what result.
    pub note: String,
    /// Whether it waits to be sent.
    pub unsent: bool,
}

/// A suggestion's moves, in the order in which everybody sees them.
pub fn steps(community: &Community, suggestion: SuggestionId, syncing: &bridge::Status) -> Vec<Step> {
    let moves = trail(community.moves_of(suggestion)).into_iter();
    let step = |(event, apart): (&kaifong_domain::event::Event, bool)| Step {
        id: event.id,
        from: event.from,
        to: event.to,
        apart,
        by: event.by,
        at: event.at,
        note: event.note.clone(),
        unsent: waits(syncing, Collection::Events, event.id.0),
    };
    moves.map(step).collect()
}

/// One comment as a suggestion's page shows it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Remark {
    /// Which.
    pub id: CommentId,
    /// Who.
    pub by: PersonId,
    /// When.
    pub at: Timestamp,
    /// What.
    pub text: String,
    /// Whether it waits to be sent.
    pub unsent: bool,
}

/// A suggestion's comments, oldest first.
pub fn remarks(community: &Community, suggestion: SuggestionId, syncing: &bridge::Status) -> Vec<Remark> {
    let comments = community.comments_on(suggestion).into_iter();
    let remark = |comment: &kaifong_domain::comment::Comment| Remark {
        id: comment.id,
        by: comment.by,
        at: comment.at,
        text: comment.text.clone(),
        unsent: waits(syncing, Collection::Comments, comment.id.0),
    };
    comments.map(remark).collect()
}

fn waits(syncing: &bridge::Status, collection: Collection, id: uuid::Uuid) -> bool {
    syncing.waiting_records.contains(&RecordKey { collection, id })
}
