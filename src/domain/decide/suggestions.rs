//! Commands about suggestions.

use super::{
    Context, Decision,
    check::{Place, drafted, edited, found, permitted, place, refers},
};
use crate::{
    change::Change,
    comment::Comment,
    document::DocumentKind,
    event::Event,
    id::{CommentId, EventId, PersonId, SuggestionId},
    policy::Deed,
    record::{Collection, Record},
    refusal::Refusal,
    suggestion::{Category, Source, Status, Suggestion, SuggestionEdit},
    time::Timestamp,
    value::LongText,
};

type Decided = Result<Decision, Refusal>;

fn in_year_of(suggestion: &Suggestion, changes: Vec<Change>) -> Decision {
    Decision { document: DocumentKind::Suggestions(suggestion.year()), changes }
}

pub(super) fn raise(context: Context<'_>, id: SuggestionId, edits: Vec<SuggestionEdit>) -> Decided {
    let blank = Suggestion {
        id,
        raised_by: context.actor.person,
        raised_at: context.now,
        title: String::new(),
        text: LongText::default(),
        building: None,
        place: String::new(),
        category: Category::Other,
        source: Source::Talk,
        owner: None,
    };
    let suggestion = drafted!(blank, edits);
    check_suggestion(context, &suggestion)?;
    let author = suggestion.raised_by;
    let same = |other: &Record| matches!(other, Record::Suggestion(other) if other.raised_by == author);
    Ok(match place(context.community, &suggestion.clone().into(), same)? {
        Place::Free => in_year_of(&suggestion, vec![Change::SuggestionRaised(suggestion.clone())]),
        Place::Same(document) => Decision { document, changes: vec![] },
    })
}

/// The longest title that is made of a resident's words, in characters.
const FIRST_WORDS: usize = 40;

/// What a resident without an account has put into the public form: the server writes it down for them. The
/// title is how their words begin; whoever takes the suggestion on gives it a better one.
///
/// # Errors
/// A field holds too much, or there are no words.
pub fn from_resident(id: SuggestionId, at: Timestamp, text: &str, place: &str) -> Result<Suggestion, Refusal> {
    let first = text.trim().lines().next().unwrap_or_default().trim();
    let mut title: String = first.chars().take(FIRST_WORDS).collect();
    if title.chars().count() < first.chars().count() {
        title.push('…');
    }
    let blank = Suggestion {
        id,
        raised_by: PersonId::RESIDENT,
        raised_at: at,
        title,
        text: LongText(text.trim().to_owned()),
        building: None,
        place: place.trim().to_owned(),
        category: Category::Other,
        source: Source::Form,
        owner: None,
    };
    Ok(drafted!(blank, []))
}

fn check_suggestion(context: Context<'_>, suggestion: &Suggestion) -> Result<(), Refusal> {
    refers(context.community, Collection::Buildings, suggestion.building.map(|id| id.0))?;
    refers(context.community, Collection::People, suggestion.owner.map(|id| id.0))
}

pub(super) fn edit(context: Context<'_>, id: SuggestionId, edits: Vec<SuggestionEdit>) -> Decided {
    let suggestion = found(context.community.suggestions.get(&id), Collection::Suggestions)?;
    let (edited, changes) = edited!(context.community, suggestion, edits, Change::SuggestionEdited);
    check_suggestion(context, &edited)?;
    Ok(in_year_of(suggestion, changes))
}

pub(super) fn advance(
    context: Context<'_>,
    id: EventId,
    suggestion: SuggestionId,
    to: Status,
    note: String,
) -> Decided {
    let suggestion = found(context.community.suggestions.get(&suggestion), Collection::Suggestions)?;
    let from = context.community.status_of(suggestion.id);
    let at = after(context, suggestion);
    let event = drafted!(Event { id, suggestion: suggestion.id, from, to, by: context.actor.person, at, note }, []);
    permitted(context, Deed::Make, &event.clone().into())?;
    let same =
        |other: &Record| matches!(other, Record::Event(other) if (other.suggestion, other.to) == (suggestion.id, to));
    if let Place::Same(document) = place(context.community, &event.clone().into(), same)? {
        return Ok(Decision { document, changes: vec![] });
    }
    if !from.next().contains(&to) {
        return Err(Refusal::NoSuchMove { from, to });
    }
    if to.needs_note() && event.note.is_empty() {
        return Err(Refusal::NoteNeeded { to });
    }
    Ok(in_year_of(suggestion, vec![Change::SuggestionMoved(event)]))
}

/// Now, or just after the last move its author could see: a phone whose clock is behind must not have
/// its move sorted before what it followed.
fn after(context: Context<'_>, suggestion: &Suggestion) -> Timestamp {
    let last = context.community.moves_of(suggestion.id).last().map(|event| event.at);
    last.map_or(context.now, |last| context.now.max(Timestamp(last.0.saturating_add(1))))
}

pub(super) fn comment(context: Context<'_>, id: CommentId, suggestion: SuggestionId, text: String) -> Decided {
    let suggestion = found(context.community.suggestions.get(&suggestion), Collection::Suggestions)?;
    let comment =
        drafted!(Comment { id, suggestion: suggestion.id, by: context.actor.person, at: context.now, text }, []);
    let same = |other: &Record| matches!(other, Record::Comment(other) if other.by == context.actor.person);
    Ok(in_year_of(
        suggestion,
        match place(context.community, &comment.clone().into(), same)? {
            Place::Free => vec![Change::Commented(comment)],
            Place::Same(_) => vec![],
        },
    ))
}
