//! The gate: everything that a peer brings passes it before it is merged (invariant I6). Nothing that
//! comes from outside reaches Automerge before its size is known to be harmless; a change reaches the
//! document only if our own writer could have made it at that place and time; and what is refused of a
//! message does not hurt the rest of it.
//!
//! The way of a message: [`message`] bounds it, [`chunk`] and [`column`] bound what it unfolds to,
//! [`inspection`] looks at each change, [`shape`] at each operation, and here the good ones are applied to
//! a copy, under `catch_unwind`.

mod author;
mod batch;
mod chunk;
mod clock;
mod column;
mod deed;
mod guard;
mod inspection;
mod made;
mod message;
mod pass;
mod place;
mod reader;
mod rights;
mod shape;
mod snapshot;
mod violation;
mod watch;

use std::collections::BTreeSet;

use automerge::{Change, ChangeHash, sync::Message};
use kaifong_domain::rejection::Rejection;

use self::{
    author::may_bring,
    batch::{Batch, Good},
    chunk::Arrival,
    rights::Documents,
};
pub use self::{
    author::{Actors, Author, Vouched},
    pass::Pass,
    rights::Rights,
    violation::Violation,
    watch::Watch,
};
pub(crate) use self::{guard::guard, snapshot::weigh, watch::read_only_changes};
use crate::{
    document::{Document, open},
    sync::frame::RefusedChange,
};

/// What came through the gate.
#[derive(Debug)]
pub struct Passed {
    /// The rest of the message, for Automerge's bookkeeping: its changes are in the document.
    pub message: Message,
    /// The changes that were refused now.
    pub refused: Vec<RefusedChange>,
}

/// What came through the gate of a parcel.
#[derive(Debug)]
pub struct Delivered {
    /// The changes that were refused now.
    pub refused: Vec<RefusedChange>,
    /// The newest of its changes that are in the document; what is not in it stands for what it rests on.
    pub held: Vec<ChangeHash>,
    /// Some of it rests on changes of which nothing is known here.
    pub is_orphaned: bool,
}

/// Takes in a sync message: its good changes are in the document then.
///
/// # Errors
/// See [`Violation`]: nothing of the message is in the document, and the link is to be cut.
pub fn pass(
    pass: &Pass<'_>,
    document: &mut Document,
    actors: &mut Actors,
    watch: &mut Watch,
    bytes: &[u8],
) -> Result<Passed, Violation> {
    let mut message = message::read(bytes)?;
    let arrivals = chunk::arrivals(message.changes.iter())?;
    message.changes = automerge::sync::ChunkList::empty();
    let refused = admit(pass, document, actors, watch, arrivals)?;
    message.heads = watch.known_part(&message.heads, document);
    Ok(Passed { message, refused })
}

/// Takes in changes that came by themselves; those that were refused.
///
/// # Errors
/// See [`Violation`]: nothing of them is in the document.
pub fn bring(
    pass: &Pass<'_>,
    document: &mut Document,
    actors: &mut Actors,
    watch: &mut Watch,
    chunks: &[Vec<u8>],
) -> Result<Vec<RefusedChange>, Violation> {
    let arrivals = chunk::arrivals(chunks.iter().map(Vec::as_slice))?;
    admit(pass, document, actors, watch, arrivals)
}

/// The changes in chunks that nobody vouches for, with those that are none left out.
///
/// # Errors
/// See [`Violation`].
pub fn read(chunks: &[Vec<u8>]) -> Result<Vec<Change>, Violation> {
    let arrivals = chunk::arrivals(chunks.iter().map(Vec::as_slice))?;
    Ok(arrivals.into_iter().filter_map(|arrival| arrival.change.ok()).collect())
}

/// Takes in a parcel: its good changes are in the document then. An empty one only lets what waits try again.
///
/// # Errors
/// See [`Violation`]: nothing of the parcel is in the document, and the link is to be cut.
pub fn deliver(
    pass: &Pass<'_>,
    document: &mut Document,
    actors: &mut Actors,
    watch: &mut Watch,
    parcel: &[u8],
) -> Result<Delivered, Violation> {
    let chunks = open(parcel)?;
    let arrivals = chunk::arrivals(std::iter::once(&*chunks))?;
    let tips = tips(&arrivals);
    let refused = admit(pass, document, actors, watch, arrivals)?;
    let held = watch.known_part(&tips, document);
    Ok(Delivered { refused, held, is_orphaned: watch.is_orphaned(document) })
}

/// The changes on which no other of them rests.
fn tips(arrivals: &[Arrival]) -> Vec<ChangeHash> {
    let deps = |arrival: &Arrival| arrival.change.as_ref().map(|change| change.deps().to_vec()).unwrap_or_default();
    let below: BTreeSet<ChangeHash> = arrivals.iter().flat_map(deps).collect();
    arrivals.iter().map(|arrival| arrival.hash).filter(|hash| !below.contains(hash)).collect()
}

/// Applies what is good of the changes that came, and of those that waited for them; the refused ones.
fn admit(
    pass: &Pass<'_>,
    document: &mut Document,
    actors: &mut Actors,
    watch: &mut Watch,
    arrivals: Vec<Arrival>,
) -> Result<Vec<RefusedChange>, Violation> {
    let mut refused = Vec::new();
    if arrivals.is_empty() && !watch.has_waiting() {
        return Ok(refused);
    }
    let mut changes = watch.take_waiting();
    for Arrival { hash, change } in arrivals {
        match change {
            Ok(change) => changes.push(change),
            Err(why) => refuse(watch, &mut refused, hash, &[], why)?,
        }
    }
    let good = select(pass, document, actors, watch, changes, &mut refused)?;
    apply(pass, document, actors, watch, good, &mut refused)?;
    Ok(refused)
}

/// A message of a peer that may only read: its changes are passed over unread.
///
/// # Errors
/// See [`Violation`].
pub fn unopened(bytes: &[u8]) -> Result<Passed, Violation> {
    Ok(Passed { message: message::read(bytes)?, refused: Vec::new() })
}

fn refuse(
    watch: &mut Watch,
    refused: &mut Vec<RefusedChange>,
    hash: ChangeHash,
    deps: &[ChangeHash],
    why: Rejection,
) -> Result<(), Violation> {
    refused.push(RefusedChange { hash, why });
    watch.refuse(hash, deps)
}

/// Looks at the changes in an order in which each comes after what it rests on. What rests on something
/// that has not come yet waits for it.
fn select(
    pass: &Pass<'_>,
    document: &Document,
    actors: &Actors,
    watch: &mut Watch,
    mut changes: Vec<Change>,
    refused: &mut Vec<RefusedChange>,
) -> Result<Vec<Good>, Violation> {
    let documents = Documents { document, known: pass.known };
    let mut batch = Batch::new(&documents, actors);
    loop {
        let before = changes.len();
        let mut waiting = Vec::new();
        for change in changes {
            let (hash, deps) = (change.hash(), change.deps().to_vec());
            if batch.has(&hash) || watch.has_refused(&hash) {
                continue;
            }
            let why = if !may_bring(pass, &hash, change.actor_id()) {
                // It may still come from its author; what rests on it waits until then.
                if watch.set_aside(hash, &deps)? {
                    refused.push(RefusedChange { hash, why: Rejection::AnotherAuthor });
                }
                None
            } else if deps.iter().all(|dep| batch.has(dep)) {
                let inspected = guard(|| inspection::inspect(&mut batch, change, pass));
                inspected.unwrap_or(Err(Rejection::Malformed)).err()
            } else if deps.iter().any(|dep| (watch.has_refused(dep) || pass.dead.contains(dep)) && !batch.has(dep)) {
                Some(Rejection::RestsOnRejected)
            } else {
                waiting.push(change);
                None
            };
            if let Some(why) = why {
                refuse(watch, refused, hash, &deps, why)?;
            }
        }
        changes = waiting;
        if changes.is_empty() || changes.len() == before {
            watch.wait(changes)?;
            return Ok(batch.into_changes());
        }
    }
}

/// How many changes of a message may turn out to be bad only when they are applied, before the rest of
/// the message is not looked at any more: each costs a copy of the document.
const FAILURES: usize = 4;

/// Applies good changes. If together they do no good after all, each is tried by itself.
fn apply(
    pass: &Pass<'_>,
    document: &mut Document,
    actors: &mut Actors,
    watch: &mut Watch,
    changes: Vec<Good>,
    refused: &mut Vec<RefusedChange>,
) -> Result<(), Violation> {
    if changes.is_empty() {
        return Ok(());
    }
    let mut take = |document: &mut Document, (copy, new): (Document, Vec<Change>)| {
        *document = copy;
        new.iter().for_each(|change| actors.note(change.actor_id().clone(), change.seq(), change.hash()));
    };
    if let Ok(taken) = applied(pass, document, &changes) {
        take(document, taken);
        return Ok(());
    }
    let mut failures = 0;
    for good in changes {
        let rests_on_rejected = good.change.deps().iter().any(|dep| !document.has(dep));
        let taken = if rests_on_rejected {
            Err(Rejection::RestsOnRejected)
        } else if failures == FAILURES {
            Err(Rejection::Malformed)
        } else {
            applied(pass, document, std::slice::from_ref(&good)).inspect_err(|_| failures += 1)
        };
        match taken {
            Ok(taken) => take(document, taken),
            Err(why) => refuse(watch, refused, good.change.hash(), good.change.deps(), why)?,
        }
    }
    Ok(())
}

/// A copy of the document with changes applied, and all that is new in it; if the changes are then in it
/// as they came: what is stored is read back from the document, and must have the same hashes. What a
/// damaged store had kept without its history may come up with them.
fn applied(pass: &Pass<'_>, document: &Document, changes: &[Good]) -> Result<(Document, Vec<Change>), Rejection> {
    let attempt = || {
        let before = document.heads();
        let bare: Vec<&Change> = changes.iter().map(|good| &good.change).collect();
        let copy = document.with(&bare).ok_or(Rejection::Malformed)?;
        let new = copy.automerge().get_changes(&before);
        let stored: BTreeSet<ChangeHash> = new.iter().map(Change::hash).collect();
        if !changes.iter().all(|good| stored.contains(&good.change.hash())) {
            return Err(Rejection::Malformed);
        }
        let new_here = changes.iter().filter(|good| !pass.brings_back(&good.change.hash()));
        new_here.map(|good| &good.texts).try_for_each(|texts| texts.fit(copy.automerge()))?;
        Ok((copy, new))
    };
    guard(attempt).unwrap_or(Err(Rejection::Malformed))
}
