//! One suggestion's tale: its moves, the work made from it, and what people said.

use kaifong_domain::{
    command::Command,
    id::{SuggestionId, TaskId},
    person::Group,
    suggestion::{Status, SuggestionEdit},
    task::{TaskEdit, TaskStatus},
    time::Timestamp,
    value::LongText,
};

use super::{
    advance, chair, comment, is_captain,
    way::{times, way},
};
use crate::demo::{
    claims::{Opening, Window, fill, new_roles},
    people::{Cast, Neighbour},
    stage::Stage,
    texts::{
        comments::{COMMON, by_captains, of},
        moves::{AGAIN, AGREED, DISCUSSING, HALF_SOLVED, TRIAGED, WORK_ROLE, WORKING},
        suggestions::Idea,
    },
};

/// A suggestion, who raised it and who follows it up.
pub(super) struct Tale<'a> {
    pub(super) id: SuggestionId,
    pub(super) idea: &'a Idea,
    pub(super) raiser: &'a Neighbour,
    pub(super) owner: &'a Neighbour,
    pub(super) raised_at: Timestamp,
}

impl Tale<'_> {
    pub(super) fn tell(&self, stage: &mut Stage, cast: &Cast) {
        let way = way(stage, self.idea.end);
        let times = times(stage, self.raised_at, &way);
        let mut work = None;
        for (index, (to, at)) in way.iter().zip(&times).enumerate() {
            let last = index + 1 == way.len();
            let settles = *to == Status::Solved && !way[index..].contains(&Status::Working);
            let again = *to == Status::Working && way[..index].contains(&Status::Solved);
            let note = match to {
                Status::Triaged if last => self.idea.outcome,
                Status::Triaged => stage.dice.pick(TRIAGED),
                Status::Discussing if last => self.idea.outcome,
                Status::Discussing => stage.dice.pick(DISCUSSING),
                Status::Working if again => stage.dice.pick(AGAIN),
                Status::Working if last => self.idea.outcome,
                Status::Working => stage.dice.pick(WORKING),
                Status::Solved if !settles => stage.dice.pick(HALF_SOLVED),
                Status::Agreed => stage.dice.pick(AGREED),
                _ => self.idea.outcome,
            };
            let by = self.mover(stage, cast, *to);
            advance(stage, by, *at, self.id, *to, note);
            if index == 0 && *to == Status::Triaged {
                self.take_on(stage, by, *at);
            }
            if *to == Status::Working && !again && !self.idea.work.is_empty() {
                work = Some(self.plan_work(stage, cast, *at, times.get(index + 1).copied()));
            }
            if let (true, Some(task)) = (settles, work) {
                self.finish_work(stage, task, *at);
            }
        }
        self.talk(stage, cast, times.last().copied());
    }

    fn mover<'a>(&'a self, stage: &mut Stage, cast: &'a Cast, to: Status) -> &'a Neighbour {
        match to {
            Status::Agreed => self.raiser,
            Status::Working | Status::Solved => self.owner,
            _ => chair(stage, cast),
        }
    }

    /// Whoever looked at it says who will follow it up.
    fn take_on(&self, stage: &mut Stage, by: &Neighbour, at: Timestamp) {
        let at = stage.soon(at);
        let edits = vec![SuggestionEdit::Owner(Some(self.owner.id))];
        stage.say(by.actor(), at, Command::EditSuggestion { id: self.id, edits });
    }

    fn plan_work(&self, stage: &mut Stage, cast: &Cast, at: Timestamp, until: Option<Timestamp>) -> TaskId {
        let told = stage.soon(at);
        let day = match until {
            Some(until) => stage.day(told).midpoint(stage.day(until)),
            None => 2 + stage.dice.between(0..=12),
        };
        let minutes = stage.dice.pick(&[9 * 60, 9 * 60 + 30, 14 * 60 + 30, 15 * 60, 19 * 60]);
        let start = stage.at(day, minutes).max(told.plus_minutes(5));
        let start = Timestamp(start.0 - start.0.rem_euclid(300_000));
        let id = stage.id(told);
        let edits = vec![
            TaskEdit::Title(self.idea.work.into()),
            TaskEdit::Place(self.idea.place.into()),
            TaskEdit::Building(self.raiser.building),
            TaskEdit::StartsAt(Some(start)),
            TaskEdit::EndsAt(Some(start.plus_minutes(120))),
            TaskEdit::Lead(Some(self.owner.id)),
        ];
        let places = stage.dice.pick(&[2, 3, 4]);
        let roles = new_roles(stage, told, &[(WORK_ROLE, places)]);
        let opening = Opening { task: id, role: roles[0].id, occurrence: None };
        stage.say(self.owner.actor(), told, Command::AddTask { id, suggestion: Some(self.id), edits, roles });
        let until = until.unwrap_or(stage.end()).max(told.plus_minutes(1));
        let mut pool = cast.captains(told);
        let count = stage.dice.below(places as usize + 1);
        fill(stage, cast, opening, &mut pool, count, Window { from: told, until });
        id
    }

    fn finish_work(&self, stage: &mut Stage, id: TaskId, at: Timestamp) {
        let at = stage.soon(at);
        let result = TaskEdit::Result(LongText(self.idea.outcome.into()));
        let edits = vec![TaskEdit::Status(TaskStatus::Done), result];
        stage.say(self.owner.actor(), at, Command::EditTask { id, occurrence: None, edits });
    }

    /// Neighbours say what they know or wish; who has moved it answers.
    fn talk(&self, stage: &mut Stage, cast: &Cast, moved: Option<Timestamp>) {
        let until = moved.unwrap_or(stage.end());
        let fresh = usize::from(moved.is_some());
        let counts = (fresh + stage.dice.below(3), stage.dice.below(2 + fresh));
        let own = stage.dice.pick_some(of(self.idea.category), counts.0);
        let common = stage.dice.pick_some(COMMON, counts.1);
        for text in own.into_iter().chain(common) {
            let at = stage.between(self.raised_at, until);
            let by = self.neighbour(stage, cast, at);
            comment(stage, by, at, self.id, text);
        }
        if moved.is_some() && stage.dice.chance(55) {
            let at = stage.between(self.raised_at, until);
            let by = if stage.dice.chance(40) { stage.dice.pick(&cast.partners()) } else { self.owner };
            let text = stage.dice.pick(by_captains(is_captain(by)));
            comment(stage, by, at, self.id, text);
        }
    }

    fn neighbour<'a>(&self, stage: &mut Stage, cast: &'a Cast, at: Timestamp) -> &'a Neighbour {
        let pool = match stage.dice.below(10) {
            0..=5 => cast.circle(Group::Association, at),
            6..=7 => cast.captains(at),
            _ => cast.volunteers(at),
        };
        stage.dice.pick(&pool)
    }
}
