//! What people ask for: anything, allowed or not, about what they see.

use jiff::Span;
use kaifong_domain::{
    access::Actor,
    building::BuildingEdit,
    captaincy::{CaptaincyEdit, Level},
    child::{AgeBand, ChildEdit},
    command::{Command, NewRole},
    community::Community,
    contact::ContactEdit,
    family::FamilyEdit,
    id::{
        BuildingId, CaptaincyId, ChildId, ClaimId, CommentId, EndorsementId, EnrolmentId, EventId, FamilyId, PersonId,
        RoleId, SeriesId, SuggestionId, TaskId,
    },
    person::{Group, PersonEdit},
    profile::ProfileEdit,
    record::{Collection, RecordKey},
    role::TaskRoleEdit,
    series::{Occurrence, SeriesEdit},
    suggestion::{Category, Status, SuggestionEdit},
    table::{Key, Table},
    task::{TaskEdit, TaskStatus, Theme},
    time::Timestamp,
    value::LongText,
};

use crate::{founding, seed::Seed, world::NOON};

/// What somebody asks for now.
pub fn command(seed: &mut Seed, community: &Community, actor: Actor, is_chatty: bool) -> Command {
    if is_chatty && seed.chance(700) {
        return comment(seed, community, 700, 1_000);
    }
    match seed.below(100) {
        0..12 => raise(seed),
        12..26 => edit_suggestion(seed, community),
        26..36 => advance(seed, community),
        36..42 => comment(seed, community, 0, 12),
        42..47 => add_task(seed, community),
        47..59 => edit_task(seed, community),
        59..63 => add_role(seed, community),
        63..66 => {
            let id = some(seed, &community.roles, founding::ROLE);
            Command::EditRole { id, edits: vec![TaskRoleEdit::Places(1 + seed.below(3) as u32)] }
        }
        66..78 => claim(seed, community, actor),
        78..82 => {
            let id = some(seed, &community.claims, ClaimId(founding::person(9).0));
            if seed.chance(600) { Command::WithdrawClaim { id } } else { Command::RestoreClaim { id } }
        }
        82..87 => person(seed, community, actor),
        87..89 => family(seed, community, actor),
        89..94 => office(seed, community, actor),
        _ => remove_or_restore(seed, community),
    }
}

fn some<K: Key, V>(seed: &mut Seed, records: &Table<K, V>, otherwise: K) -> K {
    let keys: Vec<K> = records.keys().collect();
    seed.pick(&keys).copied().unwrap_or(otherwise)
}

fn some_person(seed: &mut Seed, community: &Community) -> PersonId {
    some(seed, &community.people, founding::person(0))
}

fn some_suggestion(seed: &mut Seed, community: &Community) -> SuggestionId {
    some(seed, &community.suggestions, founding::suggestion(0))
}

/// A few words, or many; sometimes none.
fn words(seed: &mut Seed, most: usize) -> String {
    let length = if seed.chance(30) { 0 } else { 1 + seed.below(most - 1) };
    signs(seed, length)
}

fn signs(seed: &mut Seed, length: usize) -> String {
    (0..length).map(|_| char::from_u32(0x4e00 + seed.below(0x5000) as u32).unwrap_or('。')).collect()
}

fn raise(seed: &mut Seed) -> Command {
    let edits = vec![SuggestionEdit::Title(words(seed, 8)), SuggestionEdit::Text(LongText(words(seed, 30)))];
    Command::RaiseSuggestion { id: SuggestionId(seed.uuid()), edits }
}

fn edit_suggestion(seed: &mut Seed, community: &Community) -> Command {
    let id = some_suggestion(seed, community);
    let text = community.suggestions.get(&id).map(|suggestion| suggestion.text.0.clone()).unwrap_or_default();
    let mut edits = vec![match seed.below(6) {
        0 => SuggestionEdit::Title(words(seed, 8)),
        1 => SuggestionEdit::Place(words(seed, 8)),
        2 => SuggestionEdit::Category(*seed.pick(Category::ALL).expect("there are some")),
        3 => SuggestionEdit::Owner(seed.chance(700).then(|| some_person(seed, community))),
        4 => SuggestionEdit::Building(seed.chance(700).then(|| founding::building(seed.below(3)))),
        _ => SuggestionEdit::Text(LongText(if seed.chance(500) {
            format!("{text}{}", words(seed, 6))
        } else {
            format!("{}{text}", words(seed, 6))
        })),
    }];
    if seed.chance(200) {
        edits.push(SuggestionEdit::Title(words(seed, 100)));
    }
    Command::EditSuggestion { id, edits }
}

fn advance(seed: &mut Seed, community: &Community) -> Command {
    let suggestion = some_suggestion(seed, community);
    let next = community.status_of(suggestion).next();
    let all = if seed.chance(800) { next } else { Status::ALL };
    let to = seed.pick(all).copied().unwrap_or(Status::Triaged);
    Command::MoveSuggestion { id: EventId(seed.uuid()), suggestion, to, note: words(seed, 6) }
}

fn comment(seed: &mut Seed, community: &Community, least: usize, most: usize) -> Command {
    let suggestion = some_suggestion(seed, community);
    let text = signs(seed, least) + &words(seed, most - least);
    Command::Comment { id: CommentId(seed.uuid()), suggestion, text }
}

fn new_role(seed: &mut Seed) -> NewRole {
    NewRole { id: RoleId(seed.uuid()), name: words(seed, 5), places: seed.below(3) as u32 }
}

fn add_task(seed: &mut Seed, community: &Community) -> Command {
    let suggestion = seed.chance(300).then(|| some_suggestion(seed, community));
    let roles = (0..seed.below(3)).map(|_| new_role(seed)).collect();
    let edits = vec![TaskEdit::Title(words(seed, 8)), TaskEdit::StartsAt(Some(moment(seed)))];
    Command::AddTask { id: TaskId(seed.uuid()), suggestion, edits, roles }
}

fn moment(seed: &mut Seed) -> Timestamp {
    Timestamp(NOON + seed.below(1_000_000_000) as i64)
}

/// A task that is stored, or one of few sessions, so that phones open the same one apart.
fn some_task(seed: &mut Seed, community: &Community) -> (TaskId, Option<Occurrence>) {
    if seed.chance(500) {
        return (some(seed, &community.tasks, founding::TASK), None);
    }
    let series = some(seed, &community.series, founding::SERIES);
    let first = community.series.get(&series).map_or(founding::FIRST, |series| series.first);
    let days = Span::new().days(7 * seed.below(3) as i64 + i64::from(seed.chance(30)));
    let date = first.checked_add(days).unwrap_or(first);
    (TaskId::session(series, date), Some(Occurrence { series, date }))
}

fn edit_task(seed: &mut Seed, community: &Community) -> Command {
    let (id, occurrence) = some_task(seed, community);
    let edits = (0..1 + seed.below(2)).map(|_| match seed.below(8) {
        0 => TaskEdit::Title(words(seed, 8)),
        1 => TaskEdit::Place(words(seed, 8)),
        2 => TaskEdit::Text(LongText(words(seed, 10))),
        3 => TaskEdit::Lead(seed.chance(600).then(|| some_person(seed, community))),
        4 => TaskEdit::Status(*seed.pick(TaskStatus::ALL).expect("there are some")),
        5 => TaskEdit::StartsAt(seed.chance(700).then(|| moment(seed))),
        6 => TaskEdit::EndsAt(seed.chance(700).then(|| moment(seed))),
        _ => TaskEdit::Theme(seed.chance(700).then(|| *seed.pick(Theme::ALL).expect("there are some"))),
    });
    Command::EditTask { id, occurrence, edits: edits.collect() }
}

fn add_role(seed: &mut Seed, community: &Community) -> Command {
    let (task, occurrence) = some_task(seed, community);
    Command::AddRole { task, occurrence, role: new_role(seed) }
}

fn claim(seed: &mut Seed, community: &Community, actor: Actor) -> Command {
    let (task, occurrence) = some_task(seed, community);
    let roles = community.task(task, occurrence).map(|(_, roles)| roles).unwrap_or_default();
    let role = seed.pick(&roles).map_or(founding::ROLE, |role| role.id);
    let person = if seed.chance(750) { actor.person } else { some_person(seed, community) };
    Command::ClaimRole { id: ClaimId(seed.uuid()), task, occurrence, role, person }
}

fn person(seed: &mut Seed, community: &Community, actor: Actor) -> Command {
    if seed.chance(200) {
        return Command::AddPerson { id: PersonId(seed.uuid()), edits: vec![PersonEdit::Name(words(seed, 4))] };
    }
    let id = if seed.chance(600) { actor.person } else { some_person(seed, community) };
    if seed.chance(250) {
        let edit =
            if seed.chance(500) { ContactEdit::Phone(words(seed, 8)) } else { ContactEdit::Note(words(seed, 20)) };
        return Command::WriteContact { person: id, edits: vec![edit] };
    }
    let edit = match seed.below(5) {
        0 => PersonEdit::About(words(seed, 8)),
        1 => PersonEdit::Skills((0..seed.below(4)).map(|_| format!("skill {}", seed.below(5))).collect()),
        2 => PersonEdit::Groups(Group::ALL.iter().copied().filter(|_| seed.chance(400)).collect()),
        3 => PersonEdit::CheckedInAt(seed.chance(700).then(|| moment(seed))),
        _ => PersonEdit::Building(seed.chance(700).then(|| founding::building(seed.below(2)))),
    };
    Command::EditPerson { id, edits: vec![edit] }
}

/// Mostly one's own.
fn family(seed: &mut Seed, community: &Community, actor: Actor) -> Command {
    let own = FamilyId::of(actor.person);
    let family = if seed.chance(800) { own } else { some(seed, &community.families, own) };
    let known = community.children_of(family).map(|child| child.id).collect::<Vec<_>>();
    let guardian = vec![FamilyEdit::Guardian(words(seed, 4)), FamilyEdit::Note(words(seed, 8))];
    match (community.families.contains_key(&family), seed.pick(&known).copied()) {
        (false, _) => Command::AddFamily { id: family, edits: guardian },
        (true, None) => {
            let edits = vec![ChildEdit::Name(words(seed, 3)), ChildEdit::Age(AgeBand::From6)];
            Command::AddChild { id: ChildId(seed.uuid()), family, edits }
        }
        (true, Some(child)) => match seed.below(5) {
            0 => Command::EditFamily { id: family, edits: guardian },
            1 => Command::EditChild { id: child, family, edits: vec![ChildEdit::Name(words(seed, 3))] },
            2 => {
                let enrolment = EnrolmentId::of(child, founding::SERIES, None);
                Command::EndEnrolment { family, id: some(seed, &community.enrolments, enrolment) }
            }
            _ => {
                let date = seed.chance(400).then_some(founding::FIRST);
                Command::Enrol { family, child, series: some(seed, &community.series, founding::SERIES), date }
            }
        },
    }
}

fn office(seed: &mut Seed, community: &Community, actor: Actor) -> Command {
    match seed.below(6) {
        0 => Command::WriteProfile { edits: vec![ProfileEdit::About(words(seed, 6))] },
        1 => {
            let estate = some(seed, &community.estates, kaifong_domain::id::EstateId(founding::TASK.0));
            let edits = vec![BuildingEdit::Name(words(seed, 4))];
            Command::AddBuilding { id: BuildingId(seed.uuid()), estate, edits }
        }
        2 => {
            let edits = vec![SeriesEdit::Title(words(seed, 6)), SeriesEdit::Teachers(1)];
            Command::AddSeries { id: SeriesId(seed.uuid()), first: founding::FIRST, edits }
        }
        3 => {
            let (person, building) = (some_person(seed, community), founding::building(seed.below(2)));
            Command::GrantCaptaincy { id: CaptaincyId(seed.uuid()), person, building, level: Level::Candidate }
        }
        4 => {
            let captaincy = some(seed, &community.captaincies, CaptaincyId(founding::TASK.0));
            let id = EndorsementId::of(captaincy, actor.person);
            Command::Endorse { id, captaincy, note: words(seed, 6) }
        }
        _ => {
            let id = some(seed, &community.captaincies, CaptaincyId(founding::TASK.0));
            Command::EditCaptaincy { id, edits: vec![CaptaincyEdit::Level(Level::Core)] }
        }
    }
}

fn remove_or_restore(seed: &mut Seed, community: &Community) -> Command {
    let gone: Vec<RecordKey> = community.removed.keys().copied().collect();
    match seed.pick(&gone).filter(|_| gone.len() > 3) {
        Some(key) => Command::Restore { key: *key },
        None => {
            let keys: Vec<RecordKey> = community.entries().iter().map(|entry| entry.record.key()).collect();
            let nobody = RecordKey { collection: Collection::Tasks, id: founding::TASK.0 };
            Command::Remove { key: seed.pick(&keys).copied().unwrap_or(nobody) }
        }
    }
}
