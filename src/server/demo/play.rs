//! From the script to documents: every command is decided and committed as its author's own device
//! would have done it. In the end the usher seats the claims.

use std::collections::BTreeMap;

use kaifong_domain::{
    change::Change,
    community::Community,
    decide::{Context, Decision, decide},
    device::Device,
    document::DocumentKind,
    id::{DeviceId, PersonId},
    refusal::Refusal,
    time::Timestamp,
};
use kaifong_replica::{
    actor::{USHER, actor},
    document::Document,
    hub::{ENTER_DEVICES, Seating},
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
    let_in(script, &mut documents)?;
    let end = script.steps.last().map_or(Timestamp(0), |step| step.at);
    for document in documents.values_mut() {
        Seating::of(document).seat(document, &actor(USHER, *b"the demo"), end);
    }
    Ok(documents)
}

/// Enters the devices into the register, as the server does when they first come.
fn let_in(script: &Script, documents: &mut BTreeMap<DocumentKind, Document>) -> Result<(), PlayError> {
    let mut known: BTreeMap<PersonId, Timestamp> = BTreeMap::new();
    for Step { actor: author, at, .. } in &script.steps {
        known.entry(author.person).or_insert(*at);
    }
    let device = |(person, since): (&PersonId, &Timestamp)| Device {
        id: DeviceId::of(device_of(*person)),
        since: *since,
        person: *person,
    };
    let devices: Vec<Change> = known.iter().map(device).map(Change::DeviceLetIn).collect();
    let document = documents.entry(DocumentKind::Access).or_insert_with(|| Document::new(DocumentKind::Access));
    document.set_actor(actor(USHER, *b"the demo"));
    let start = script.steps.first().map_or(Timestamp(0), |step| step.at);
    let written = document.commit(&devices, ENTER_DEVICES, start);
    written.map(drop).map_err(|error| PlayError::Unwritten { step: 0, source: error.into() })
}

/// The one device on which a person of the demo gave all their commands.
fn device_of(person: PersonId) -> [u8; 8] {
    let [.., a, b, c, d, e, f, g, h] = *person.0.as_bytes();
    [a, b, c, d, e, f, g, h]
}
