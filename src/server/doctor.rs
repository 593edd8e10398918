//! Goes through a store from end to end: is everything that was ever promised still there?

use std::{
    collections::BTreeSet,
    fmt,
    panic::{AssertUnwindSafe, catch_unwind},
    path::Path,
};

use automerge::ChangeHash;
use kaifong_domain::{document::DocumentKind, time::Timestamp};
use kaifong_replica::{document::Document, hub::Hub};

pub use self::finding::{Finding, Trouble};
use crate::{
    slug::Slug,
    store::{
        Chunk, Condition, StoreError,
        sqlite::archive::{Archive, ArchivedDocument},
    },
};

mod finding;
#[cfg(test)]
mod tests;

/// What was found in a store.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// What is wrong.
    pub findings: Vec<Finding>,
    /// How many communities there are.
    pub communities: usize,
    /// How many documents.
    pub documents: usize,
    /// Documents of a kind that this version does not know: they are kept, and their chunks were checked.
    pub unknown: usize,
    /// How many chunks, those that are kept for safety too.
    pub chunks: usize,
    /// How many changes the documents hold.
    pub changes: usize,
    /// People that may sign in.
    pub people: i64,
    /// Devices that have signed in.
    pub devices: i64,
    /// The file's size in bytes.
    pub bytes: i64,
    /// When the last change was accepted.
    pub accepted_at: Option<Timestamp>,
}

impl Report {
    /// Whether nothing is wrong.
    pub fn is_sound(&self) -> bool {
        self.findings.is_empty()
    }

    /// Looks at this machine's clock: what was accepted cannot lie ahead of it. A server whose clock is far
    /// behind refuses what everybody writes.
    pub fn judge_clock(&mut self, now: Timestamp) {
        let behind = self.accepted_at.map_or(0, |at| at.0.saturating_sub(now.0) / 1_000);
        if behind > 0 {
            self.findings.push(Finding::of_clock(behind));
        }
    }

    /// Whether a server can run on the store as it is, whatever else is wrong.
    pub fn can_be_served(&self) -> bool {
        self.findings.iter().all(|finding| !finding.trouble.is_fatal())
    }
}

impl fmt::Display for Report {
    /// The counts in a line, then what is wrong and what to do about it.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { communities, documents, chunks, changes, people, devices, .. } = self;
        let kib = self.bytes / 1024;
        write!(f, "communities {communities}, documents {documents}, changes {changes}, chunks {chunks}, ")?;
        writeln!(f, "people {people}, devices {devices}, {kib} KiB")?;
        if self.unknown > 0 {
            writeln!(f, "{} documents are of a newer version of kaifong: they are kept as they are.", self.unknown)?;
        }
        if self.is_sound() {
            return writeln!(
                f,
                "Sound: every document loads, every chunk's hash holds, every accepted change is there."
            );
        }
        self.findings.iter().try_for_each(|finding| writeln!(f, "- {finding}\n  {}", finding.trouble.advice()))
    }
}

/// Goes through the store in a file. A server may be using it.
///
/// # Errors
/// The file can't be read as a store at all.
pub fn examine(path: &Path) -> Result<Report, StoreError> {
    let archive = Archive::open(path)?;
    let mut report = Report::default();
    report.findings.extend(archive.flaws()?.into_iter().map(Finding::of_file));
    let census = archive.census()?;
    (report.people, report.devices, report.bytes) = (census.people, census.devices, census.bytes);
    report.accepted_at = census.accepted_at;
    for community in archive.communities()? {
        report.communities += 1;
        for document in archive.documents(&community.slug)? {
            report.take_in(&community.slug, &document);
        }
    }
    Ok(report)
}

impl Report {
    fn take_in(&mut self, community: &Slug, document: &ArchivedDocument) {
        self.documents += 1;
        self.chunks += document.current.len() + document.previous.len();
        let found = |trouble| Finding::of_document(community, &document.kind, trouble);
        let damaged = |chunk: &&Chunk| chunk.condition == Condition::Damaged;
        let current: Vec<&Chunk> = document.current.iter().filter(damaged).collect();
        let kept = document.previous.iter().filter(damaged).map(|chunk| Trouble::OldChunk(chunk.id.0));
        let chunks: Vec<_> = current.iter().map(|chunk| Trouble::Chunk(chunk.id.0)).chain(kept).collect();
        self.findings.extend(chunks.into_iter().map(found));

        let Some(kind) = DocumentKind::from_name(&document.kind) else {
            self.unknown += 1;
            return;
        };
        // As a server loads it: where a chunk is damaged, what it replaced fills the gap.
        let salvage = document.previous.iter().filter(|_| !current.is_empty());
        let chunks = salvage.chain(&document.current).filter(|chunk| chunk.condition == Condition::Intact);
        let chunks = chunks.map(|chunk| chunk.bytes.clone()).collect();
        match load(community, kind, chunks) {
            Some(loaded) => {
                self.changes += loaded.beyond(&[]).len();
                self.findings.extend(troubles(&loaded, &document.accepted).into_iter().map(found));
            }
            None => self.findings.push(found(Trouble::Unreadable)),
        }
    }
}

/// What is wrong with a document that loads.
fn troubles(document: &Document, accepted: &[[u8; 32]]) -> Vec<Trouble> {
    let held = document.beyond(&[]);
    let promised: BTreeSet<ChangeHash> = accepted.iter().copied().map(ChangeHash).collect();
    let missing = promised.difference(&held).count();
    let again = guarded(|| Document::load(document.kind(), &document.save()).ok());
    let lasts = again.is_some_and(|again| again.heads() == document.heads());
    let missing = (missing > 0).then_some(Trouble::Missing(missing));
    missing.into_iter().chain((!lasts).then_some(Trouble::Unsaveable)).collect()
}

fn load(community: &Slug, kind: DocumentKind, chunks: Vec<Vec<u8>>) -> Option<Document> {
    guarded(|| {
        let hub = Hub::load(community.as_str(), vec![(kind.name(), chunks)], [0; 8]).ok()?;
        hub.document(kind).cloned()
    })
}

/// Damaged documents have made Automerge panic.
fn guarded<T>(work: impl FnOnce() -> Option<T>) -> Option<T> {
    catch_unwind(AssertUnwindSafe(work)).ok().flatten()
}
