//! Frames as bytes.

use automerge::ChangeHash;
use kaifong_domain::{
    access::{Teams, Trust},
    handover::{LetterId, LetterRejection},
};
use minicbor::{Encoder, encode::Error};

use super::{Frame, Holding, OURS, ROLE, RefusedChange, TEAMS};
use crate::schema::DocumentId;

type Written = Result<(), Error<std::convert::Infallible>>;
type Map<'a> = Encoder<&'a mut Vec<u8>>;

impl Frame {
    /// The frame as one binary message.
    pub fn encode(&self) -> Vec<u8> {
        let mut bytes = Vec::new();
        self.write(&mut Encoder::new(&mut bytes)).expect("a Vec takes any bytes");
        bytes
    }

    fn write(&self, map: &mut Map<'_>) -> Written {
        match self {
            Self::Challenge { nonce, time } => {
                begin(map, "challenge", 2)?;
                map.str("nonce")?.bytes(nonce)?.str("time")?.i64(*time)?;
            }
            Self::Prove { device, expiry, signature } => {
                begin(map, "prove", 3)?;
                map.str("device")?.bytes(device)?.str("expiry")?.i64(*expiry)?.str("signature")?.bytes(signature)?;
            }
            Self::Join { sender, versions, digest } => {
                begin(map, "join", 3)?;
                map.str("senderId")?.str(sender)?;
                metadata(map, digest.as_ref().map(|root| root.as_slice()), None)?;
                map.str("supportedProtocolVersions")?.array(versions.len() as u64)?;
                for version in versions {
                    map.str(version)?;
                }
            }
            Self::Peer { sender, target, version, digest, trust } => {
                begin(map, "peer", 4)?;
                between(map, sender, target)?;
                metadata(map, digest.as_deref(), *trust)?;
                map.str("selectedProtocolVersion")?.str(version)?;
            }
            Self::Sync { document, sender, target, data, request } => {
                begin(map, if *request { "request" } else { "sync" }, 4)?;
                between(map, sender, target)?;
                named(map, *document)?;
                map.str("data")?.bytes(data)?;
            }
            Self::Unavailable { document, sender, target } => {
                begin(map, "doc-unavailable", 3)?;
                between(map, sender, target)?;
                named(map, *document)?;
            }
            Self::Want { .. } | Self::Changes { .. } | Self::Preview { .. } | Self::Lost { .. } => {
                self.write_exchange(map)?;
            }
            Self::Taken | Self::Complete | Self::AskBearer | Self::Bearer { .. } => self.write_exchange(map)?,
            Self::Receipt { document, heads } => {
                begin(map, "receipt", 2)?;
                named(map, *document)?;
                map.str("heads")?;
                hashes(map, heads)?;
            }
            Self::Refused { document, changes } => refused(map, *document, changes)?,
            Self::Letter { data } => {
                begin(map, "letter", 1)?;
                map.str("data")?.bytes(data)?;
            }
            Self::LetterAnswer { letter, why } => letter_answer(map, *letter, *why)?,
            Self::Error { message, why } => {
                begin(map, "error", 1 + u64::from(why.is_some()))?;
                map.str("message")?.str(message)?;
                if let Some(why) = why {
                    map.str("why")?.str(why.code())?;
                }
            }
            Self::Ping => begin(map, "ping", 0)?,
            Self::Pong => begin(map, "pong", 0)?,
            Self::Leave => begin(map, "leave", 0)?,
            Self::Other => begin(map, "other", 0)?,
        }
        Ok(())
    }

    /// What only peers of our own kind say.
    fn write_exchange(&self, map: &mut Map<'_>) -> Written {
        match self {
            Self::Want { buckets, documents } => {
                begin(map, "want", 2)?;
                map.str("buckets")?.bytes(buckets)?.str("list")?.array(documents.len() as u64)?;
                for Holding { document, heads } in documents {
                    map.array(2)?.str(document)?;
                    hashes(map, heads)?;
                }
            }
            Self::Changes { document, parcel, heads, asks, kept } => {
                let optional = [!heads.is_empty(), *asks, *kept].into_iter().filter(|is_said| *is_said).count();
                begin(map, "changes", 2 + optional as u64)?;
                map.str("name")?.str(document)?.str("data")?.bytes(parcel)?;
                if !heads.is_empty() {
                    map.str("heads")?;
                    hashes(map, heads)?;
                }
                for (name, _) in [("asks", asks), ("kept", kept)].into_iter().filter(|(_, is_said)| **is_said) {
                    map.str(name)?.bool(true)?;
                }
            }
            Self::Preview { document, data } => {
                begin(map, "preview", 2)?;
                map.str("name")?.str(document)?.str("data")?.bytes(data)?;
            }
            Self::Lost { document } => {
                begin(map, "lost", 1)?;
                map.str("name")?.str(document)?;
            }
            Self::Taken => begin(map, "taken", 0)?,
            Self::Complete => begin(map, "complete", 0)?,
            Self::AskBearer => begin(map, "ask-bearer", 0)?,
            Self::Bearer { token, seconds } => {
                begin(map, "bearer", 2)?;
                map.str("token")?.str(token)?.str("seconds")?.i64(*seconds)?;
            }
            _ => {}
        }
        Ok(())
    }
}

fn begin(map: &mut Map<'_>, kind: &str, fields: u64) -> Written {
    map.map(fields + 1)?.str("type")?.str(kind)?;
    Ok(())
}

fn between(map: &mut Map<'_>, sender: &str, target: &str) -> Written {
    map.str("senderId")?.str(sender)?.str("targetId")?.str(target)?;
    Ok(())
}

fn named(map: &mut Map<'_>, document: DocumentId) -> Written {
    map.str("documentId")?.str(&document.to_base58())?;
    Ok(())
}

/// What only our own kind understands stands where automerge-repo lets a peer say what it likes.
fn metadata(map: &mut Map<'_>, digest: Option<&[u8]>, trust: Option<Trust>) -> Written {
    let teams = trust.map(|trust| trust.teams).filter(|teams| *teams != Teams::NONE);
    let entries = [digest.is_some(), trust.is_some(), teams.is_some()].into_iter().filter(|is_said| *is_said).count();
    map.str("peerMetadata")?.map(entries as u64)?;
    if let Some(digest) = digest {
        map.str(OURS)?.bytes(digest)?;
    }
    if let Some(trust) = trust {
        map.str(ROLE)?.str(trust.role.code())?;
    }
    if let Some(teams) = teams {
        map.str(TEAMS)?.str(&teams.codes())?;
    }
    Ok(())
}

fn refused(map: &mut Map<'_>, document: DocumentId, changes: &[RefusedChange]) -> Written {
    begin(map, "refused", 2)?;
    named(map, document)?;
    map.str("changes")?.array(changes.len() as u64)?;
    for RefusedChange { hash, why } in changes {
        map.array(2)?.bytes(hash.as_ref())?.str(why.code())?;
    }
    Ok(())
}

fn letter_answer(map: &mut Map<'_>, letter: LetterId, why: Option<LetterRejection>) -> Written {
    begin(map, "letter-answer", 1 + u64::from(why.is_some()))?;
    map.str("letter")?.bytes(&letter.0)?;
    if let Some(why) = why {
        map.str("why")?.str(why.code())?;
    }
    Ok(())
}

fn hashes(map: &mut Map<'_>, hashes: &[ChangeHash]) -> Written {
    map.array(hashes.len() as u64)?;
    for hash in hashes {
        map.bytes(hash.as_ref())?;
    }
    Ok(())
}
