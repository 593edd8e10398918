//! What is mutated: honest documents, and the honest changes that come next. All of it follows from the
//! community in which the suites play, so that a case is the same on every machine.

use std::collections::BTreeMap;

use automerge::{
    ActorId, Change as Stored, ChangeHash, ExpandedChange, ObjType, ROOT, ReadDoc,
    transaction::{Transactable, Transaction},
};
use kaifong_domain::{
    change::Change,
    claim::{Claim, ClaimEdit},
    comment::Comment,
    device::Device,
    document::DocumentKind,
    event::Event,
    field::Field,
    id::{ClaimId, CommentId, DeviceId, EventId, SuggestionId},
    person::PersonEdit,
    record::{Collection, RecordKey},
    suggestion::{Status, SuggestionEdit},
    task::TaskEdit,
    time::Timestamp,
    value::LongText,
};
use kaifong_replica::{actor::actor, document::Document};
use uuid::Uuid;

use crate::{
    forge::{DEVICE, Desk},
    founding::{self, person, suggestion},
    stranger::{collection, record},
    world::NOON,
};

/// When it all happens.
pub const NOW: Timestamp = Timestamp(NOON);
/// A suggestion that a program of somebody else's raises.
const FOREIGN: SuggestionId = SuggestionId(Uuid::from_u128(0xf));

/// A document, and what comes next to it.
pub struct Sample {
    /// The document behind its gate.
    pub desk: Desk,
    /// The next change.
    pub change: Vec<u8>,
    /// The next change taken apart.
    pub expanded: ExpandedChange,
    /// The next few changes in a bundle.
    pub bundle: Vec<u8>,
    /// The document's operations: who wrote how far.
    pub actors: Vec<(ActorId, u64)>,
    /// The document's changes.
    pub hashes: Vec<ChangeHash>,
}

/// One honest change.
enum Step {
    /// As our own writer makes it.
    Ours(Vec<Change>),
    /// As programs of others make it.
    Theirs(fn(&mut Transaction<'_>)),
}

/// All samples.
pub fn samples() -> Vec<Sample> {
    [DocumentKind::Suggestions(2026), DocumentKind::Roster, DocumentKind::Tasks(2026)]
        .into_iter()
        .flat_map(|kind| chain(founded(kind), &story(kind)))
        .collect()
}

/// Changes that can always be made.
pub fn next(kind: DocumentKind) -> Vec<Change> {
    match kind {
        DocumentKind::Access => {
            vec![Change::DeviceLetIn(Device { id: DeviceId::of(DEVICE), since: NOW, person: person(0) })]
        }
        DocumentKind::Roster => vec![skills(&["piano", "tea"])],
        DocumentKind::Tasks(_) => vec![Change::TaskEdited(founding::TASK, TaskEdit::Title("Sweep".into()))],
        _ => vec![edited(SuggestionEdit::Title("A lamp".into()))],
    }
}

fn founded(kind: DocumentKind) -> Document {
    let mut document = Document::new(kind);
    let chunks = founding::store().remove(&kind.name()).expect("the community has it");
    chunks.iter().for_each(|chunk| document.absorb(chunk).expect("what was founded can be read"));
    document.set_actor(actor(DEVICE, [0; 8]));
    document
}

fn skills(skills: &[&str]) -> Change {
    let skills = skills.iter().map(|skill| (*skill).to_owned()).collect();
    Change::PersonEdited(person(1), PersonEdit::Skills(skills))
}

fn edited(edit: SuggestionEdit) -> Change {
    Change::SuggestionEdited(suggestion(0), edit)
}

/// Edits of every shape: scalars over others, texts edited within, sets with items taken out, new records.
fn story(kind: DocumentKind) -> Vec<Step> {
    let text = |text: &str| edited(SuggestionEdit::Text(LongText(text.into())));
    let task = |edit| vec![Change::TaskEdited(founding::TASK, edit)];
    let (first, at, by, id) = (suggestion(0), NOW, person(0), Uuid::from_u128(0xe));
    let (from, to, note) = (Status::Raised, Status::Triaged, "Looked at".to_owned());
    let moved = Event { id: EventId(id), suggestion: first, from, to, by, at, note };
    let comment = Comment { id: CommentId(id), suggestion: first, by, at, text: "好".into() };
    let ours = match kind {
        DocumentKind::Roster => vec![
            next(kind),
            vec![skills(&["tea", "wiring"])],
            vec![Change::PersonEdited(person(1), PersonEdit::Building(Some(founding::building(0))))],
            vec![Change::PersonEdited(person(1), PersonEdit::Building(None)), skills(&[])],
        ],
        DocumentKind::Tasks(_) => vec![
            next(kind),
            task(TaskEdit::Text(LongText("带扫帚".into()))),
            task(TaskEdit::StartsAt(Some(at))),
            vec![claimed()],
            vec![Change::ClaimEdited(ClaimId(id), ClaimEdit::WithdrawnAt(Some(at)))],
        ],
        _ => vec![
            next(kind),
            vec![text("灯坏了。请修。")],
            vec![text("三楼的灯坏了。"), edited(SuggestionEdit::Place("Yard".into()))],
            vec![Change::SuggestionMoved(moved)],
            vec![Change::Commented(comment)],
            vec![edited(SuggestionEdit::Owner(Some(by)))],
            vec![edited(SuggestionEdit::Owner(None))],
            vec![Change::Removed(RecordKey { collection: Collection::Suggestions, id: first.0 })],
        ],
    };
    let theirs: &[fn(&mut Transaction<'_>)] =
        if matches!(kind, DocumentKind::Suggestions(_)) { &[raise, retitle, invent] } else { &[] };
    ours.into_iter().map(Step::Ours).chain(theirs.iter().copied().map(Step::Theirs)).collect()
}

fn claimed() -> Change {
    let (withdrawn_at, seated_at, placed_at) = (None, None, None);
    let (task, role, id) = (founding::TASK, founding::ROLE, ClaimId(Uuid::from_u128(0xe)));
    let person = person(1);
    Change::RoleClaimed(Claim { id, task, role, person, claimed_at: NOW, withdrawn_at, seated_at, placed_at })
}

fn foreign() -> RecordKey {
    RecordKey { collection: Collection::Suggestions, id: FOREIGN.0 }
}

/// A record whose strings are texts, as automerge's JavaScript writes them.
fn raise(tx: &mut Transaction<'_>) {
    let suggestions = collection(tx, "suggestions").expect("it is there");
    let record = tx.put_object(&suggestions, FOREIGN.0.simple().to_string(), ObjType::Map).expect("it is new");
    let by = person(2).0.simple().to_string();
    for (field, text) in [
        (Field::RaisedBy, by.as_str()),
        (Field::Title, "A bench"),
        (Field::Category, "facility"),
        (Field::Source, "form"),
    ] {
        let object = tx.put_object(&record, field.code(), ObjType::Text).expect("it is new");
        tx.splice_text(&object, 0, 0, text).expect("it is empty");
    }
    tx.put(&record, Field::RaisedAt.code(), NOON).expect("it is new");
}

/// A title edited within.
fn retitle(tx: &mut Transaction<'_>) {
    let record = record(tx, foreign()).expect("it was raised");
    let (_, title) = tx.get(&record, Field::Title.code()).ok().flatten().expect("it has a title");
    tx.splice_text(&title, 2, 1, "green b").expect("it is a text");
}

/// What this version does not know, deep down.
fn invent(tx: &mut Transaction<'_>) {
    let record = record(tx, foreign()).expect("it was raised");
    let votes = tx.put_object(&record, "votes", ObjType::Map).expect("it is new");
    tx.put(&votes, "yes", automerge::ScalarValue::counter(3)).expect("it is new");
    let minutes = tx.put_object(ROOT, "minutes", ObjType::Text).expect("it is new");
    tx.splice_text(&minutes, 0, 0, "We met.").expect("it is empty");
}

/// A sample for each step: the document before it, and what comes next.
fn chain(mut document: Document, story: &[Step]) -> Vec<Sample> {
    let bases: Vec<Document> = story
        .iter()
        .map(|step| {
            let base = document.clone();
            take(&mut document, step);
            base
        })
        .collect();
    bases.into_iter().filter_map(|base| sample(base, &document)).collect()
}

fn take(document: &mut Document, step: &Step) {
    match step {
        Step::Ours(changes) => {
            document.commit(changes, "Sample/1", NOW).expect("the story can be told");
        }
        Step::Theirs(write) => {
            let (mut doc, before) = (document.automerge().clone(), document.heads());
            let mut tx = doc.transaction();
            write(&mut tx);
            tx.commit();
            document.absorb(&doc.save_after(&before)).expect("the story can be told");
        }
    }
}

fn sample(base: Document, whole: &Document) -> Option<Sample> {
    let (all, of_base) = (whole.automerge(), base.automerge().get_changes_meta(&[]));
    let hashes: Vec<_> = all.get_changes(&base.heads()).iter().map(Stored::hash).collect();
    let change = all.get_changes(&base.heads()).into_iter().next()?;
    let bundle = all.bundle(hashes).expect("they are there").bytes().to_vec();
    let mut actors: BTreeMap<ActorId, u64> =
        of_base.iter().map(|meta| (meta.actor.clone().into_owned(), meta.max_op)).collect();
    actors.insert(change.actor_id().clone(), change.max_op());
    let hashes = of_base.iter().map(|meta| meta.hash).collect();
    let (expanded, actors) = (change.decode(), actors.into_iter().collect());
    let change = change.raw_bytes().to_vec();
    drop(of_base);
    Some(Sample { desk: Desk::at(base), change, expanded, bundle, actors, hashes })
}
