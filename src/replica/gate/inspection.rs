//! One change, looked at from all sides before it is applied.

use automerge::{
    Change, ExpandedChange, ObjType,
    legacy::{ElementId, Key, ObjectId, Op, OpId},
};
use kaifong_domain::{change::Write, document::DocumentKind, field::Field, rejection::Rejection, time::Timestamp};

use super::{
    Pass,
    batch::{Batch, History},
    clock,
    deed::Deeds,
    guard,
    made::Made,
    place::{Object, Place},
    rights, shape,
};
use crate::actor::{USHER, device_of};

/// The longest message of a change, in bytes: our writer's is a command's name.
const MESSAGE: usize = 256;

/// Takes a change into the batch, if it is a change that its author can have made on top of what it says
/// it rests on. All of that is in the batch or in the document.
///
/// # Errors
/// Why not.
pub(super) fn inspect(batch: &mut Batch<'_>, change: Change, pass: &Pass<'_>) -> Result<(), Rejection> {
    if change.message().is_some_and(|message| message.len() > MESSAGE) {
        return Err(Rejection::TooLarge);
    }
    let clock = pass.clock_for(&change.hash());
    clock::change(&change, clock)?;
    let history = causes(batch, &change)?;
    let expanded = guard(|| canonical(&change)).unwrap_or(None).ok_or(Rejection::Malformed)?;
    let (made, writes) = operations(batch, &expanded, &history, clock)?;
    only_the_server(&expanded, batch.document.kind())?;
    at_home(&writes, batch.document.kind())?;
    // A newer layout has its own idea of a record.
    if !batch.document.is_newer() && !pass.brings_back(&change.hash()) {
        made.complete()?;
    }
    rights::judge(pass, &change.hash(), &writes, &mut batch.overlay)?;
    batch.accept(change, history, made);
    Ok(())
}

/// A document that only the server writes.
fn only_the_server(change: &ExpandedChange, kind: DocumentKind) -> Result<(), Rejection> {
    let is_servers = device_of(&change.actor_id) == Some(USHER);
    if kind.is_servers() && !is_servers { Err(Rejection::NotAllowed) } else { Ok(()) }
}

/// What is made is of whom the document is.
fn at_home(writes: &[Write], kind: DocumentKind) -> Result<(), Rejection> {
    let is_elsewhere = |write: &Write| matches!(write, Write::Create(key, fields) if !kind.may_take(*key, fields));
    if writes.iter().any(is_elsewhere) { Err(Rejection::Shape) } else { Ok(()) }
}

/// An actor's changes are numbered without gaps, each rests on the one before, and the operations go on
/// after all that it rests on.
fn causes(batch: &mut Batch<'_>, change: &Change) -> Result<History, Rejection> {
    let (history, max_op) = batch.history(change.deps());
    let last = batch.last(change.actor_id());
    let next = last.map_or(0, |last| last.seq).saturating_add(1);
    if change.seq() < next {
        return Err(Rejection::NumberTaken);
    }
    let follows = change.seq() == next && last.is_none_or(|last| batch.is_in(&last.hash, &history));
    if !follows {
        return Err(Rejection::Malformed);
    }
    // A writer goes on right after what it has seen: counters that leap would use up what there are.
    if change.start_op().get() == max_op + 1 { Ok(history) } else { Err(Rejection::TooLarge) }
}

/// The change taken apart, if putting it together again gives the same bytes: what is written in another
/// way has another hash once it has been stored, and the document would not load.
fn canonical(change: &Change) -> Option<ExpandedChange> {
    let expanded = change.decode();
    (Change::from(expanded.clone()).raw_bytes() == change.raw_bytes()).then_some(expanded)
}

/// Every operation writes where something can be written, what can stand there, and refers only to what
/// its author has seen. What they make together, and what they do.
fn operations(
    batch: &mut Batch<'_>,
    change: &ExpandedChange,
    history: &History,
    clock: Timestamp,
) -> Result<(Made, Vec<Write>), Rejection> {
    let kind = batch.document.kind();
    let (mut made, mut deeds) = (Made::default(), Deeds::default());
    let start = change.start_op.get();
    for (counter, op) in (start..).zip(&change.operations) {
        let own = |id: &OpId| *id.actor() == change.actor_id && (start..counter).contains(&id.counter());
        for id in references(op) {
            if !own(id) && !batch.has_operation(id.counter(), id.actor(), history) {
                return Err(Rejection::Malformed);
            }
        }
        let object = match &op.obj {
            ObjectId::Root => Some(Object { place: Place::Root, kind: ObjType::Map }),
            ObjectId::Id(id) if own(id) => made.objects.get(&id.counter()).copied(),
            ObjectId::Id(id) => batch.object(id.counter(), id.actor()),
        };
        let object = object.ok_or(Rejection::Malformed)?;
        shape::check(op, object, kind, clock)?;
        if is_ushers(object.place, &op.key) && device_of(&change.actor_id) != Some(USHER) {
            return Err(Rejection::NotAllowed);
        }
        let id = OpId::new(counter, &change.actor_id);
        made.note(op, &id, object, kind);
        deeds.note(op, &id, object.place);
    }
    Ok((made, deeds.into_writes()))
}

/// Whether only the usher writes there: nobody gives themselves a seat.
fn is_ushers(place: Place, key: &Key) -> bool {
    match (place, key) {
        (Place::Record(_), Key::Map(key)) => Field::from_code(key).is_ushers(),
        _ => false,
    }
}

/// The operations that one refers to: its object, its element, and those it takes the place of.
fn references(op: &Op) -> impl Iterator<Item = &OpId> {
    let object = match &op.obj {
        ObjectId::Id(id) => Some(id),
        ObjectId::Root => None,
    };
    let element = match &op.key {
        Key::Seq(ElementId::Id(id)) => Some(id),
        _ => None,
    };
    object.into_iter().chain(element).chain(op.pred.iter())
}
