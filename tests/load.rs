//! The documents on which sync is measured: a thousand tasks with ten thousand edits behind them.

use automerge::ActorId;
use jiff::civil::date;
use kaifong_domain::{
    access::{AccessRole, Actor},
    building::EstateEdit,
    command::Command,
    community::Community,
    contact::ContactEdit,
    decide::{Context, decide},
    document::DocumentKind,
    family::FamilyEdit,
    id::{EstateId, PersonId, SuggestionId, TaskId},
    person::PersonEdit,
    suggestion::SuggestionEdit,
    task::{TaskEdit, TaskStatus},
    time::Timestamp,
};
use kaifong_replica::{actor::actor, document::Document};
use uuid::Uuid;

use crate::{founding, world::NOON};

/// The document with the tasks.
pub const TASKS: DocumentKind = DocumentKind::Tasks(2026);

/// How many writers the history has: the devices of the handful of people who coordinate everything.
const WRITERS: u64 = 5;
/// Between one edit and the next, in milliseconds.
const PAUSE: i64 = 600_000;

/// One of the tasks.
pub fn task(number: usize) -> TaskId {
    TaskId(Uuid::from_u128(0x0199_0000_0000_7000_8000_0000_0000_0000 | number as u128))
}

/// The command that ticks a task off: what is done most often in a week.
pub fn tick_off(number: usize) -> Command {
    edited(number, TaskEdit::Status(TaskStatus::Done))
}

fn edited(number: usize, edit: TaskEdit) -> Command {
    Command::EditTask { id: task(number), occurrence: None, edits: vec![edit] }
}

fn added(number: usize, title: String) -> Command {
    let edits = vec![TaskEdit::Title(title), TaskEdit::Place(format!("Room {}", number % 40))];
    Command::AddTask { id: task(number), suggestion: None, edits, roles: vec![] }
}

/// Somebody who writes a document as devices do.
struct Writer {
    document: Document,
    community: Community,
    /// In whose name.
    person: PersonId,
}

impl Writer {
    fn new(kind: DocumentKind, person: PersonId) -> Self {
        Self { document: Document::new(kind), community: Community::default(), person }
    }

    fn give(&mut self, author: &ActorId, command: Command, now: Timestamp) {
        let actor_of = Actor::new(self.person, AccessRole::Admin);
        let context = Context { community: &self.community, actor: actor_of, now };
        let name = command.name();
        let changes = decide(context, command).expect("an admin may").changes;
        self.document.set_actor(author.clone());
        let committed = self.document.commit(&changes, name, now).expect("the change fits");
        for entry in committed.into_iter().flat_map(|committed| committed.outcome.entries) {
            self.community.put(entry);
        }
    }
}

/// So many tasks, on which so many one-field edits were made by many devices.
pub fn history(tasks: usize, edits: usize) -> Document {
    let authors: Vec<ActorId> = (0..WRITERS).map(|number| actor((number + 1_000).to_be_bytes(), [1; 8])).collect();
    history_by(&authors, founding::person(0), tasks, edits)
}

/// The same, all from one person's device, under one nonce after the other: what it may bring to a server.
pub fn history_of(device: [u8; 8], person: PersonId, tasks: usize, edits: usize) -> Document {
    let authors: Vec<ActorId> = (0..WRITERS).map(|number| actor(device, number.to_be_bytes())).collect();
    history_by(&authors, person, tasks, edits)
}

fn history_by(authors: &[ActorId], person: PersonId, tasks: usize, edits: usize) -> Document {
    let mut writer = Writer::new(TASKS, person);
    let begin = NOON - PAUSE * (tasks + edits) as i64;
    for number in 0..tasks {
        let at = Timestamp(begin + PAUSE * number as i64);
        writer.give(&authors[number % authors.len()], added(number, format!("Task {number}")), at);
    }
    for number in 0..edits {
        let at = Timestamp(begin + PAUSE * (tasks + number) as i64);
        let edit = match number % 3 {
            0 => TaskEdit::Place(format!("Room {}", number % 97)),
            1 => TaskEdit::Title(format!("Task {number}")),
            _ => TaskEdit::StartsAt(Some(Timestamp(NOON + PAUSE * number as i64))),
        };
        let author = &authors[number.wrapping_mul(31) % authors.len()];
        writer.give(author, edited(number.wrapping_mul(7_919) % tasks, edit), at);
    }
    writer.document
}

/// A document of a kind in which something was written once.
///
/// # Panics
/// If it is the server's own.
pub fn touched(kind: DocumentKind) -> Document {
    touched_by(&actor(1_000_u64.to_be_bytes(), [1; 8]), founding::person(0), kind)
}

/// The same, from this hand.
///
/// # Panics
/// If it is the server's own.
pub fn touched_by(author: &ActorId, person: PersonId, kind: DocumentKind) -> Document {
    let year = kind.year().unwrap_or(2026);
    let id = Uuid::from_u128(0x0199_0000_0000_7000_8000_0001_0000_0000 | year as u128);
    let command = match kind {
        DocumentKind::Access | DocumentKind::Erasures => panic!("only the server writes there"),
        DocumentKind::Commons => Command::AddEstate { id: EstateId(id), edits: vec![EstateEdit::Name("North".into())] },
        DocumentKind::Roster => Command::AddPerson { id: person, edits: vec![PersonEdit::Name("Ming".into())] },
        DocumentKind::Private(person) => {
            Command::WriteContact { person, edits: vec![ContactEdit::Phone("555 0100".into())] }
        }
        DocumentKind::Family(id) => Command::AddFamily { id, edits: vec![FamilyEdit::Guardian("Wing".into())] },
        DocumentKind::Tasks(2026) => added(0, "The first task".into()),
        DocumentKind::Tasks(year) => Command::AddTask {
            id: TaskId(id),
            suggestion: None,
            edits: vec![TaskEdit::Title(format!("Task of {year}"))],
            roles: vec![],
        },
        DocumentKind::Suggestions(year) => Command::RaiseSuggestion {
            id: SuggestionId(id),
            edits: vec![SuggestionEdit::Title(format!("Suggestion of {year}"))],
        },
    };
    let mut writer = Writer::new(kind, person);
    writer.give(author, command, Timestamp::at(date(year, 6, 1), 600));
    writer.document
}
