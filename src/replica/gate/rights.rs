//! With whose rights changes pass, and what these depend on.

use automerge::ChangeHash;
use kaifong_domain::{
    access::Actor,
    change::Write,
    claim::Claim,
    community::Community,
    event::Event,
    id::{BuildingId, PersonId, RoleId, SuggestionId},
    policy::{self, Overlay, Sight},
    record::{Record, RecordKey},
    rejection::Rejection,
};

use super::Pass;
use crate::{
    document::Document,
    projection::{self, Reading},
};

/// What whoever stands behind a link may do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rights {
    /// What the policy allows a person.
    Of(Actor),
    /// Whatever the schema has a place for: the operator has given a program a token to write with.
    Program,
    /// That is for somebody else to judge: a phone that takes a hand-over does not know who may do what.
    Unjudged,
}

/// A server's documents, as the policy looks at them.
pub(super) struct Documents<'a> {
    /// The one that the changes are for.
    pub(super) document: &'a Document,
    /// What rules ask of all of them.
    pub(super) known: &'a Community,
}

impl Sight for Documents<'_> {
    fn record(&self, key: RecordKey) -> Option<Record> {
        if !self.document.kind().collections().contains(&key.collection) {
            return Sight::record(self.known, key);
        }
        let automerge = self.document.automerge();
        let collection = projection::collection(automerge, key.collection)?;
        match projection::read(automerge, &collection, key) {
            Reading::Entry(entry) => Some(entry.record),
            // A series stands in the document of the year in which it began.
            Reading::Absent => Sight::record(self.known, key),
            Reading::Unreadable => None,
        }
    }

    fn last_move(&self, suggestion: SuggestionId) -> Option<Event> {
        self.known.last_move(suggestion)
    }

    fn claim_of(&self, person: PersonId, role: RoleId) -> Option<Claim> {
        Sight::claim_of(self.known, person, role)
    }

    fn is_captain_of(&self, person: PersonId, building: BuildingId) -> bool {
        self.known.is_captain_of(person, building)
    }

    fn is_appointed(&self, person: PersonId) -> bool {
        self.known.is_appointed(person)
    }

    fn is_erased(&self, person: PersonId) -> bool {
        self.known.is_erased(person)
    }

    fn is_known(&self, person: PersonId) -> bool {
        self.known.is_known(person)
    }
}

/// Whether a change may do what it does, on top of what was found good before it.
pub(super) fn judge(
    pass: &Pass<'_>,
    hash: &ChangeHash,
    writes: &[Write],
    overlay: &mut Overlay<'_>,
) -> Result<(), Rejection> {
    let rights = match pass.vouched.get(hash) {
        _ if pass.brings_back(hash) => Rights::Program,
        Some(author) => Rights::Of(*author),
        None => pass.rights,
    };
    match rights {
        Rights::Of(actor) => {
            let written = policy::judge(actor, writes, overlay).map_err(|_| Rejection::NotAllowed)?;
            overlay.extend(written);
        }
        Rights::Program => writes.iter().for_each(|write| overlay.write(write)),
        Rights::Unjudged => {}
    }
    Ok(())
}
