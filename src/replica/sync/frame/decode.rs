//! Frames from bytes that nobody vouches for (invariant I6): every length is bounded before anything is
//! kept.

use automerge::ChangeHash;
use kaifong_domain::{
    access::{AccessRole, Teams, Trust},
    denial::Denial,
    handover::{LetterId, LetterRejection},
    rejection::Rejection,
};
use minicbor::{Decoder, data::Type};

use super::{Frame, FrameError, Holding, OURS, ROLE, RefusedChange, TEAMS};
use crate::schema::DocumentId;

/// The most entries in a frame's map, and the most in any of its arrays.
const MAX_ENTRIES: u64 = 32;
const MAX_LIST: u64 = 4_096;
/// The longest short text: ids, names, versions, messages.
const MAX_TEXT: usize = 512;
/// How deep unknown values may be nested.
const MAX_DEPTH: u32 = 16;

/// The fields of any frame, as far as they are there.
#[derive(Default)]
struct Fields {
    kind: Option<String>,
    sender: Option<String>,
    target: Option<String>,
    document: Option<String>,
    data: Option<Vec<u8>>,
    versions: Vec<String>,
    version: Option<String>,
    nonce: Option<Vec<u8>>,
    device: Option<Vec<u8>>,
    signature: Option<Vec<u8>>,
    time: Option<i64>,
    expiry: Option<i64>,
    heads: Option<Vec<ChangeHash>>,
    digest: Option<Vec<u8>>,
    trust: Option<Trust>,
    buckets: Option<Vec<u8>>,
    name: Option<String>,
    asks: bool,
    kept: bool,
    list: Option<Vec<Holding>>,
    changes: Option<Vec<RefusedChange>>,
    message: Option<String>,
    letter: Option<Vec<u8>>,
    why: Option<String>,
    token: Option<String>,
    seconds: Option<i64>,
}

impl Frame {
    /// Reads one binary message of at most `most` bytes.
    ///
    /// # Errors
    /// See [`FrameError`].
    pub fn decode(bytes: &[u8], most: usize) -> Result<Self, FrameError> {
        if bytes.len() > most {
            return Err(FrameError::TooLarge);
        }
        fields(bytes)?.frame()
    }
}

fn fields(bytes: &[u8]) -> Result<Fields, FrameError> {
    let mut cbor = Decoder::new(bytes);
    let entries = cbor.map().ok().flatten().filter(|entries| *entries <= MAX_ENTRIES).ok_or(FrameError::NotAMap)?;
    let mut fields = Fields::default();
    for _ in 0..entries {
        let key = cbor.str().map_err(|_| FrameError::NotAMap)?;
        fields.take(key, &mut cbor)?;
    }
    Ok(fields)
}

impl Fields {
    fn take(&mut self, key: &str, cbor: &mut Decoder<'_>) -> Result<(), FrameError> {
        match key {
            "type" => self.kind = Some(text(cbor, "type")?),
            "senderId" => self.sender = Some(text(cbor, "senderId")?),
            "targetId" => self.target = Some(text(cbor, "targetId")?),
            "documentId" => self.document = Some(text(cbor, "documentId")?),
            "data" => self.data = Some(bytes(cbor, "data")?),
            "supportedProtocolVersions" => self.versions = list(cbor, |cbor| text(cbor, "supportedProtocolVersions"))?,
            "selectedProtocolVersion" => self.version = Some(text(cbor, "selectedProtocolVersion")?),
            "nonce" => self.nonce = Some(bytes(cbor, "nonce")?),
            "device" => self.device = Some(bytes(cbor, "device")?),
            "signature" => self.signature = Some(bytes(cbor, "signature")?),
            "time" => self.time = Some(cbor.i64().map_err(|_| FrameError::Field("time"))?),
            "expiry" => self.expiry = Some(cbor.i64().map_err(|_| FrameError::Field("expiry"))?),
            "heads" => self.heads = Some(list(cbor, hash)?),
            "list" => self.list = Some(list(cbor, holding)?),
            "changes" => self.changes = Some(list(cbor, refused)?),
            "peerMetadata" => (self.digest, self.trust) = metadata(cbor)?,
            "buckets" => self.buckets = Some(bytes(cbor, "buckets")?),
            "name" => self.name = Some(text(cbor, "name")?),
            "asks" => self.asks = cbor.bool().map_err(|_| FrameError::Field("asks"))?,
            "kept" => self.kept = cbor.bool().map_err(|_| FrameError::Field("kept"))?,
            "message" => self.message = Some(text(cbor, "message")?),
            "letter" => self.letter = Some(bytes(cbor, "letter")?),
            "why" => self.why = Some(text(cbor, "why")?),
            "token" => self.token = Some(text(cbor, "token")?),
            "seconds" => self.seconds = Some(cbor.i64().map_err(|_| FrameError::Field("seconds"))?),
            _ => skip(cbor, MAX_DEPTH)?,
        }
        Ok(())
    }

    fn frame(self) -> Result<Frame, FrameError> {
        let kind = self.kind.as_deref().ok_or(FrameError::Field("type"))?;
        Ok(match kind {
            "challenge" => Frame::Challenge { nonce: array(self.nonce, "nonce")?, time: need(self.time, "time")? },
            "prove" => Frame::Prove {
                device: array(self.device, "device")?,
                expiry: need(self.expiry, "expiry")?,
                signature: array(self.signature, "signature")?,
            },
            "join" => Frame::Join {
                sender: need(self.sender, "senderId")?,
                versions: self.versions,
                digest: self.digest.map(|root| array(Some(root), "digest")).transpose()?,
            },
            "peer" => Frame::Peer {
                sender: need(self.sender, "senderId")?,
                target: self.target.unwrap_or_default(),
                version: need(self.version, "selectedProtocolVersion")?,
                digest: self.digest,
                trust: self.trust,
            },
            "sync" | "request" => Frame::Sync {
                request: kind == "request",
                document: document(self.document.as_deref())?,
                sender: self.sender.unwrap_or_default(),
                target: self.target.unwrap_or_default(),
                data: need(self.data, "data")?,
            },
            "doc-unavailable" => Frame::Unavailable {
                document: document(self.document.as_deref())?,
                sender: self.sender.unwrap_or_default(),
                target: self.target.unwrap_or_default(),
            },
            "want" => Frame::Want { buckets: need(self.buckets, "buckets")?, documents: need(self.list, "list")? },
            "changes" => Frame::Changes {
                document: need(self.name, "name")?,
                parcel: need(self.data, "data")?,
                heads: self.heads.unwrap_or_default(),
                asks: self.asks,
                kept: self.kept,
            },
            "preview" => Frame::Preview { document: need(self.name, "name")?, data: need(self.data, "data")? },
            "taken" => Frame::Taken,
            "complete" => Frame::Complete,
            "lost" => Frame::Lost { document: need(self.name, "name")? },
            "receipt" => {
                Frame::Receipt { document: document(self.document.as_deref())?, heads: need(self.heads, "heads")? }
            }
            "refused" => Frame::Refused {
                document: document(self.document.as_deref())?,
                changes: need(self.changes, "changes")?,
            },
            "letter" => Frame::Letter { data: need(self.data, "data")? },
            "letter-answer" => Frame::LetterAnswer {
                letter: LetterId(array(self.letter, "letter")?),
                why: self.why.as_deref().map(LetterRejection::from_code),
            },
            "ping" => Frame::Ping,
            "pong" => Frame::Pong,
            "ask-bearer" => Frame::AskBearer,
            "bearer" => Frame::Bearer { token: need(self.token, "token")?, seconds: need(self.seconds, "seconds")? },
            "error" => Frame::Error {
                message: self.message.unwrap_or_default(),
                why: self.why.as_deref().map(Denial::from_code),
            },
            "leave" => Frame::Leave,
            _ => Frame::Other,
        })
    }
}

fn need<T>(value: Option<T>, name: &'static str) -> Result<T, FrameError> {
    value.ok_or(FrameError::Field(name))
}

fn array<const N: usize>(value: Option<Vec<u8>>, name: &'static str) -> Result<[u8; N], FrameError> {
    need(value, name)?.try_into().map_err(|_| FrameError::Field(name))
}

fn document(text: Option<&str>) -> Result<DocumentId, FrameError> {
    text.and_then(DocumentId::from_base58).ok_or(FrameError::Field("documentId"))
}

fn text(cbor: &mut Decoder<'_>, name: &'static str) -> Result<String, FrameError> {
    let text = cbor.str().map_err(|_| FrameError::Field(name))?;
    if text.len() <= MAX_TEXT { Ok(text.to_owned()) } else { Err(FrameError::Field(name)) }
}

fn bytes(cbor: &mut Decoder<'_>, name: &'static str) -> Result<Vec<u8>, FrameError> {
    // JavaScript's CBOR encoders put a typed-array tag before a Uint8Array (RFC 8746).
    if cbor.datatype().is_ok_and(|kind| kind == Type::Tag) {
        cbor.tag().map_err(|_| FrameError::Field(name))?;
    }
    cbor.bytes().map(<[u8]>::to_vec).map_err(|_| FrameError::Field(name))
}

fn hash(cbor: &mut Decoder<'_>) -> Result<ChangeHash, FrameError> {
    array(Some(bytes(cbor, "heads")?), "heads").map(ChangeHash)
}

fn holding(cbor: &mut Decoder<'_>) -> Result<Holding, FrameError> {
    match cbor.array() {
        Ok(Some(2)) => Ok(Holding { document: text(cbor, "list")?, heads: list(cbor, hash)? }),
        _ => Err(FrameError::Field("list")),
    }
}

fn refused(cbor: &mut Decoder<'_>) -> Result<RefusedChange, FrameError> {
    match cbor.array() {
        Ok(Some(2)) => Ok(RefusedChange { hash: hash(cbor)?, why: Rejection::from_code(&text(cbor, "changes")?) }),
        _ => Err(FrameError::Field("changes")),
    }
}

/// The digest, and what a person is trusted with, in a peer's metadata; strangers say other things there, or nothing.
fn metadata(cbor: &mut Decoder<'_>) -> Result<(Option<Vec<u8>>, Option<Trust>), FrameError> {
    if !cbor.datatype().is_ok_and(|kind| kind == Type::Map) {
        return skip(cbor, MAX_DEPTH).map(|()| (None, None));
    }
    let entries = cbor.map().ok().flatten().filter(|entries| *entries <= MAX_ENTRIES);
    let (mut digest, mut role, mut teams) = (None, None, Teams::NONE);
    let is_text = |cbor: &Decoder<'_>| cbor.datatype().is_ok_and(|kind| kind == Type::String);
    for _ in 0..entries.ok_or(FrameError::NotAMap)? {
        match cbor.str().map_err(|_| FrameError::NotAMap)? {
            OURS => digest = Some(bytes(cbor, OURS)?),
            ROLE if is_text(cbor) => role = Some(AccessRole::from_code(&text(cbor, ROLE)?)),
            TEAMS if is_text(cbor) => teams = Teams::from_codes(&text(cbor, TEAMS)?),
            _ => skip(cbor, MAX_DEPTH)?,
        }
    }
    Ok((digest, role.map(|role| Trust { role, teams })))
}

fn list<T>(
    cbor: &mut Decoder<'_>,
    item: impl Fn(&mut Decoder<'_>) -> Result<T, FrameError>,
) -> Result<Vec<T>, FrameError> {
    match cbor.array() {
        Ok(Some(length)) if length <= MAX_LIST => (0..length).map(|_| item(cbor)).collect(),
        _ => Err(FrameError::Field("list")),
    }
}

/// Passes over a value that means nothing here, without recursing deep.
fn skip(cbor: &mut Decoder<'_>, depth: u32) -> Result<(), FrameError> {
    let deeper = depth.checked_sub(1).ok_or(FrameError::NotAMap)?;
    let bounded = |length: Result<Option<u64>, _>| {
        length.ok().flatten().filter(|length| *length <= MAX_LIST).ok_or(FrameError::NotAMap)
    };
    match cbor.datatype().map_err(|_| FrameError::NotAMap)? {
        Type::Array => {
            let length = bounded(cbor.array().map_err(drop))?;
            (0..length).try_for_each(|_| skip(cbor, deeper))
        }
        Type::Map => {
            let length = bounded(cbor.map().map_err(drop))?;
            (0..length * 2).try_for_each(|_| skip(cbor, deeper))
        }
        Type::Tag => {
            cbor.tag().map_err(|_| FrameError::NotAMap)?;
            skip(cbor, deeper)
        }
        Type::ArrayIndef | Type::MapIndef => Err(FrameError::NotAMap),
        _ => cbor.skip().map_err(|_| FrameError::NotAMap),
    }
}
