//! Suggestions: raised by neighbours, taken on by captains, discussed, worked on, and mostly solved.

mod tale;
mod way;

use kaifong_domain::{
    captaincy::Level,
    command::Command,
    id::SuggestionId,
    person::Group,
    suggestion::{Source, Status, SuggestionEdit},
    time::Timestamp,
    value::LongText,
};

use super::{
    people::{Cast, Neighbour},
    stage::{LAST, Stage},
    texts::suggestions::{Idea, ideas},
};
use tale::Tale;

/// The oldest was raised so many days ago; the others follow at even steps, give or take a day.
const OLDEST: i64 = -361;

/// How many of the suggestions the captain and the member of the sign-in links have a hand in.
const CAPTAINS_SHARE: usize = 9;
const MEMBERS_SHARE: usize = 14;

/// Collects all suggestions but the one that has a story of its own.
pub(super) fn collect(stage: &mut Stage, cast: &Cast) {
    let all: Vec<&Idea> = ideas().collect();
    for (index, idea) in all.iter().enumerate() {
        let even = OLDEST + index as i64 * (-OLDEST + LAST - 1) / (all.len() as i64 - 1);
        let day = (even + stage.dice.between(-1..=1)).min(LAST - 1);
        let at = stage.some_time(day);
        let raiser = raiser(stage, cast, idea, index, at);
        let owner = owner(stage, cast, index, at);
        let id = raise(stage, cast, idea, raiser, at);
        Tale { id, idea, raiser, owner, raised_at: at }.tell(stage, cast);
    }
}

/// Captains write down most of what they hear; the association and the members the rest. What comes
/// by the public form is written down by the office.
fn raiser<'a>(stage: &mut Stage, cast: &'a Cast, idea: &Idea, index: usize, at: Timestamp) -> &'a Neighbour {
    if index % MEMBERS_SHARE == 5 && idea.source != Source::Form {
        return cast.member();
    }
    let pool = match idea.source {
        Source::Form => cast.office(),
        Source::Talk => cast.circle(Group::Association, at),
        _ => cast.captains(at),
    };
    stage.dice.pick(&pool)
}

fn owner<'a>(stage: &mut Stage, cast: &'a Cast, index: usize, at: Timestamp) -> &'a Neighbour {
    if index % CAPTAINS_SHARE == 4 { cast.captain() } else { stage.dice.pick(&cast.captains(at)) }
}

fn raise(stage: &mut Stage, cast: &Cast, idea: &Idea, raiser: &Neighbour, at: Timestamp) -> SuggestionId {
    let id = stage.id(at);
    let away = stage.dice.chance(25);
    let building = if away { None } else { raiser.building.or(cast.captain().building) };
    let edits = vec![
        SuggestionEdit::Title(idea.title.into()),
        SuggestionEdit::Text(LongText(idea.text.into())),
        SuggestionEdit::Place(idea.place.into()),
        SuggestionEdit::Building(building),
        SuggestionEdit::Category(idea.category),
        SuggestionEdit::Source(idea.source),
    ];
    stage.say(raiser.actor(), at, Command::RaiseSuggestion { id, edits });
    id
}

/// Who calls a discussion: the office, for captains speak for their own buildings.
fn chair<'a>(stage: &mut Stage, cast: &'a Cast) -> &'a Neighbour {
    stage.dice.pick(&cast.office())
}

/// Whether somebody sits at the table as a captain.
fn is_captain(neighbour: &Neighbour) -> bool {
    neighbour.captain.is_some_and(|(level, _)| level != Level::Candidate)
}

/// A move of a suggestion.
fn advance(stage: &mut Stage, by: &Neighbour, at: Timestamp, suggestion: SuggestionId, to: Status, note: &str) {
    let id = stage.id(at);
    stage.say(by.actor(), at, Command::MoveSuggestion { id, suggestion, to, note: note.into() });
}

/// A comment.
pub(super) fn comment(stage: &mut Stage, by: &Neighbour, at: Timestamp, suggestion: SuggestionId, text: &str) {
    let id = stage.id(at);
    stage.say(by.actor(), at, Command::Comment { id, suggestion, text: text.into() });
}
