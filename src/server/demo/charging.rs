//! The story of the charging points (S8): suggested by residents, studied together, installed in the
//! first garage, explained on a reception day, and agreed to be solved.

use kaifong_domain::{
    command::Command,
    id::SuggestionId,
    person::Group,
    suggestion::SuggestionEdit,
    task::{TaskEdit, TaskStatus},
    time::Timestamp,
    value::LongText,
};

use super::{
    claims::{Opening, Window, claim, fill, new_roles},
    people::{Cast, Neighbour},
    stage::Stage,
    suggestions::comment,
    texts::charging::{Beat, IDEA, Part, RAISED, Said, TALE, TASKS, Work},
};

/// Who plays which part.
struct Parts<'a> {
    cast: &'a Cast,
    raiser: &'a Neighbour,
    neighbours: Vec<&'a Neighbour>,
}

impl<'a> Parts<'a> {
    fn new(stage: &mut Stage, cast: &'a Cast, at: Timestamp) -> Self {
        let mut neighbours = cast.circle(Group::Association, at);
        neighbours.retain(|one| one.captain.is_none());
        stage.dice.shuffle(&mut neighbours);
        Self { cast, raiser: neighbours[0], neighbours }
    }

    fn of(&self, part: Part) -> &'a Neighbour {
        match part {
            Part::Raiser => self.raiser,
            Part::Neighbour(index) => self.neighbours[1 + index],
            Part::Captain => self.cast.captain(),
            Part::OtherCaptain(index) => self.cast.core()[1 + index],
            Part::Office => self.cast.office()[1],
            Part::Manager => self.cast.partners()[0],
            Part::Committee => self.cast.partners()[2],
        }
    }
}

/// Tells the story.
pub(super) fn tell(stage: &mut Stage, cast: &Cast) {
    let at = stage.at(RAISED, 18 * 60 + 42);
    let parts = Parts::new(stage, cast, at);
    let id: SuggestionId = stage.id(at);
    let edits = vec![
        SuggestionEdit::Title(IDEA.title.into()),
        SuggestionEdit::Text(LongText(IDEA.text.into())),
        SuggestionEdit::Place(IDEA.place.into()),
        SuggestionEdit::Building(cast.captain().building),
        SuggestionEdit::Category(IDEA.category),
        SuggestionEdit::Source(IDEA.source),
    ];
    stage.say(parts.raiser.actor(), at, Command::RaiseSuggestion { id, edits });
    for beat in TALE {
        let Beat { day, minutes, by, said } = *beat;
        let at = stage.at(day, minutes);
        let by = parts.of(by);
        match said {
            Said::Comment(text) => comment(stage, by, at, id, text),
            Said::Move(to, note) => {
                let event = stage.id(at);
                let note = note.to_owned();
                stage.say(by.actor(), at, Command::MoveSuggestion { id: event, suggestion: id, to, note });
            }
            Said::TakeOn => {
                let edits = vec![SuggestionEdit::Owner(Some(cast.captain().id))];
                stage.say(by.actor(), at, Command::EditSuggestion { id, edits });
            }
        }
    }
    for work in TASKS {
        carry_out(stage, &parts, id, work);
    }
}

/// One task made from the suggestion.
fn carry_out(stage: &mut Stage, parts: &Parts<'_>, suggestion: SuggestionId, work: &Work) {
    let told = stage.at(work.told, 20 * 60 + 10);
    let day = if work.weekend { stage.weekend(work.day) } else { work.day };
    let start = stage.at(day, work.start);
    let id = stage.id(told);
    let lead = parts.of(work.lead);
    let edits = vec![
        TaskEdit::Kind(work.kind),
        TaskEdit::Title(work.title.into()),
        TaskEdit::Text(LongText(work.text.into())),
        TaskEdit::Place(work.place.into()),
        TaskEdit::Building(parts.cast.captain().building),
        TaskEdit::StartsAt(Some(start)),
        TaskEdit::EndsAt(Some(start.plus_minutes(work.lasts))),
        TaskEdit::Lead(Some(lead.id)),
    ];
    let roles = new_roles(stage, told, work.roles);
    let openings: Vec<Opening> =
        roles.iter().map(|role| Opening { task: id, role: role.id, occurrence: None }).collect();
    let captain = parts.cast.captain();
    stage.say(captain.actor(), told, Command::AddTask { id, suggestion: Some(suggestion), edits, roles });
    let window = Window { from: told, until: start.min(stage.end()) };
    let mut pool = parts.cast.captains(told);
    pool.retain(|one| one.id != captain.id);
    for (index, (opening, (_, places))) in openings.into_iter().zip(work.roles).enumerate() {
        let mine = usize::from(index == 0);
        if index == 0 {
            let at = stage.between(window.from, window.until);
            claim(stage, parts.cast, opening, captain, at);
        }
        fill(stage, parts.cast, opening, &mut pool, *places as usize - mine, window);
    }
    if day < 0 {
        let at = stage.soon(start.plus_minutes(work.lasts));
        let result = TaskEdit::Result(LongText(work.result.into()));
        let edits = vec![TaskEdit::Status(TaskStatus::Done), result];
        stage.say(captain.actor(), at, Command::EditTask { id, occurrence: None, edits });
    }
}
