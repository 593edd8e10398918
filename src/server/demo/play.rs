//! From the script to documents: every command is decided and committed as its author's own device
//! would have done it. In the end the usher seats the claims.

use std::collections::BTreeMap;

use kaifong_domain::{
    community::Community,
    decide::{Context, Decision, decide},
    document::DocumentKind,
    id::PersonId,
    refusal::Refusal,
    time::Timestamp,
};
use kaifong_replica::{
    actor::{USHER, actor},
    document::Document,
    hub::Seating,
    transaction::WriteError,
};

use super::{Script, Step};

/// The script can't be played: a fault of the program.
#[derive(Debug, thiserror::Error)]
pub enum PlayError {
    /// A command was refused.
    #[error("the demo's step {step}, {command}, was refused: {refusal}")]
    Refused {
        /// Which step, from 0.
        step: usize,
        /// The command's name.
        command: &'static str,
        /// Why.
        refusal: Refusal,
    },
    /// A change could not be written.
    #[error("the demo's step {step} could not be written: {source}")]
    Unwritten {
        /// Which step, from 0.
        step: usize,
        /// Why.
        source: Box<WriteError>,
    },
}

/// Plays a script to its end.
///
/// # Errors
/// See [`PlayError`].
pub fn play(script: &Script) -> Result<BTreeMap<DocumentKind, Document>, PlayError> {
    let mut community = Community::default();
    let mut documents: BTreeMap<DocumentKind, Document> = BTreeMap::new();
    for (step, Step { actor: author, at, command }) in script.steps.iter().enumerate() {
        let name = command.name();
        let context = Context { community: &community, actor: *author, now: *at };
        let refused = |refusal| PlayError::Refused { step, command: name, refusal };
        let Decision { document: kind, changes } = decide(context, command.clone()).map_err(refused)?;
        let document = documents.entry(kind).or_insert_with(|| Document::new(kind));
        document.set_actor(actor(device_of(author.person), *b"the demo"));
        let committed = document
            .commit(&changes, name, *at)
            .map_err(|error| PlayError::Unwritten { step, source: error.into() })?;
        for entry in committed.into_iter().flat_map(|committed| committed.outcome.entries) {
            community.put(entry);
        }
    }
    let end = script.steps.last().map_or(Timestamp(0), |step| step.at);
    for document in documents.values_mut() {
        Seating::of(document).seat(document, &actor(USHER, *b"the demo"), end);
    }
    Ok(documents)
}

/// The one device on which a person of the demo gave all their commands.
fn device_of(person: PersonId) -> [u8; 8] {
    let [.., a, b, c, d, e, f, g, h] = *person.0.as_bytes();
    [a, b, c, d, e, f, g, h]
}
