//! The book club: every Wednesday evening for about two hundred weeks. The older sessions follow from
//! the series; of the last year's something was said.

use jiff::civil::Weekday;
use kaifong_domain::{
    command::Command,
    id::{RoleId, SeriesId, TaskId},
    person::Group,
    series::{HELPER, Occurrence, SeriesEdit, TEACHER},
    task::{Mode, TaskEdit, TaskStatus, Theme},
    value::LongText,
};

use super::{
    claims::{Opening, Window, claim, fill},
    people::{Cast, Neighbour},
    stage::{FOUNDED, LAST, Stage},
    texts::sessions::{CALLED_OFF, CLUB, FESTIVALS, ONLINE, RESULTS, STORIES, Story},
};

/// Past sessions, and how many of the last ones something was said of.
const PAST: i64 = 200;
const SAID_OF: i64 = 50;
/// Coming sessions for which people have signed up.
const COMING: i64 = 5;
/// The one that a typhoon blew away, counted back.
const TYPHOON: i64 = 17;

/// Sets up the series, which is returned, and holds its sessions.
pub(super) fn meet(stage: &mut Stage, cast: &Cast) -> SeriesId {
    let last = (1..=7).map(|ago| -ago).find(|day| stage.date(*day).weekday() == Weekday::Wednesday);
    let last = last.expect("every week has a Wednesday");
    let at = stage.some_time(FOUNDED + 24);
    let id: SeriesId = stage.id(at);
    let (title, place) = CLUB;
    let edits = vec![
        SeriesEdit::Title(title.into()),
        SeriesEdit::Place(place.into()),
        SeriesEdit::Minutes(19 * 60 + 30),
        SeriesEdit::Duration(90),
        SeriesEdit::Teachers(3),
        SeriesEdit::Helpers(6),
    ];
    let first = stage.date(last - 7 * (PAST - 1));
    stage.say(cast.office()[0].actor(), at, Command::AddSeries { id, first, edits });
    let mut stories = Stories::default();
    for week in 1 - SAID_OF..=COMING {
        let session = Session::new(stage, id, last + 7 * week);
        hold(stage, cast, session, week, &mut stories);
    }
    id
}

/// A session and the day, counted from today, on which it is.
#[derive(Clone, Copy)]
struct Session {
    task: TaskId,
    occurrence: Occurrence,
    day: i64,
}

impl Session {
    fn new(stage: &Stage, series: SeriesId, day: i64) -> Self {
        let date = stage.date(day);
        Self { task: TaskId::session(series, date), occurrence: Occurrence { series, date }, day }
    }

    fn opening(self, role: &str) -> Opening {
        let role = RoleId::of_session(self.task, role);
        Opening { task: self.task, role, occurrence: Some(self.occurrence) }
    }

    fn edit(self, edits: Vec<TaskEdit>) -> Command {
        Command::EditTask { id: self.task, occurrence: Some(self.occurrence), edits }
    }
}

/// Hands out stories: a festival's in its month, others in turn.
#[derive(Default)]
struct Stories {
    told: usize,
    festivals: usize,
}

impl Stories {
    fn next(&mut self, month: i8) -> (Story, Theme) {
        let festival =
            FESTIVALS.iter().enumerate().find(|(index, (of, _))| *of == month && self.festivals & (1 << index) == 0);
        if let Some((index, (_, story))) = festival {
            self.festivals |= 1 << index;
            return (*story, Theme::Festival);
        }
        self.told += 1;
        STORIES[(self.told - 1) % STORIES.len()]
    }
}

fn hold(stage: &mut Stage, cast: &Cast, session: Session, week: i64, stories: &mut Stories) {
    let from = stage.some_time((session.day - 16).min(LAST - 6));
    let eve = stage.at(session.day - 1, 12 * 60);
    let window = Window { from, until: eve.min(stage.end()) };
    let mut teachers = cast.circle(Group::Teacher, from);
    stage.dice.shuffle(&mut teachers);
    let wanted = match week {
        ..=2 => 2 + stage.dice.below(2),
        3 => 1,
        _ => 0,
    };
    teachers.truncate(wanted);
    let middle = stage.between(from, window.until);
    for teacher in &teachers {
        let at = stage.between(from, middle);
        claim(stage, cast, session.opening(TEACHER), teacher, at);
    }
    let helpers = if week <= 2 { 1 + stage.dice.below(4) } else { 0 };
    let mut pool = cast.circle(Group::Association, from);
    pool.retain(|one| !one.groups.contains(&Group::Teacher));
    fill(stage, cast, session.opening(HELPER), &mut pool, helpers, window);
    if let Some(teacher) = teachers.first() {
        let at = stage.between(middle, window.until);
        plan(stage, teacher, session, at, stories);
        if week <= 0 {
            write_up(stage, teacher, session, week);
        }
    }
    if week == 1 {
        let at = stage.between(from, window.until);
        claim(stage, cast, session.opening(HELPER), cast.member(), at);
    }
}

/// A teacher says what the session will be about.
fn plan(
    stage: &mut Stage,
    teacher: &Neighbour,
    session: Session,
    at: kaifong_domain::time::Timestamp,
    stories: &mut Stories,
) {
    let (story, theme) = stories.next(session.occurrence.date.month());
    let mut edits = vec![
        TaskEdit::Title(story.title.into()),
        TaskEdit::Theme(Some(theme)),
        TaskEdit::Format(Some(story.format)),
        TaskEdit::Lead(Some(teacher.id)),
    ];
    if stage.dice.chance(14) {
        edits.extend([TaskEdit::Mode(Mode::Online), TaskEdit::Place(ONLINE.into())]);
    }
    stage.say(teacher.actor(), at, session.edit(edits));
}

/// A teacher writes down, on the same evening, how it was.
fn write_up(stage: &mut Stage, teacher: &Neighbour, session: Session, week: i64) {
    let (at, edits) = if week == -TYPHOON {
        let edits = vec![TaskEdit::Status(TaskStatus::Cancelled), TaskEdit::Result(LongText(CALLED_OFF.into()))];
        (stage.at(session.day, 14 * 60), edits)
    } else {
        let mut edits = vec![TaskEdit::Status(TaskStatus::Done)];
        if stage.dice.chance(70) {
            edits.push(TaskEdit::Result(LongText(stage.dice.pick(RESULTS).into())));
        }
        (stage.at(session.day, 21 * 60 + 5), edits)
    };
    let at = stage.soon(at);
    stage.say(teacher.actor(), at, session.edit(edits));
}
