//! Letters: changes that a device has made and signed, so that another one can deliver them. A hand-over is
//! a few letters together, as bytes, as a text ([`text`]) or as the texts of QR codes ([`code`]).
//!
//! A letter has no expiry. It holds nothing that could be done twice: its changes are what they are, whoever
//! brings them and however often, and a device that has lost its access is refused when they come.

mod bag;
pub mod code;
mod content;
pub mod text;

use kaifong_domain::{
    handover::{LetterError, LetterId},
    id::PersonId,
    time::Timestamp,
};
use minicbor::{Decoder, Encoder};
use sha2::{Digest, Sha256};
use uuid::Uuid;

pub use self::{
    bag::{Bag, MAX_BAG},
    content::{Content, pack},
};
use crate::{schema::device_id, sync::frame::hex};

/// The version of letters that this version makes and reads.
const VERSION: u8 = 1;
/// The most bytes of a letter: it goes to the server in one frame.
pub const MAX_LETTER: usize = 192 * 1024;
/// The longest name of a community, in bytes.
const NAME: usize = 64;
/// How many items stand in a letter: version, community, device, person, moment, key, contents, signature.
const ITEMS: u64 = 8;

/// Changes of one device, signed by it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Letter {
    /// The community's slug.
    pub community: String,
    /// The device that made the changes.
    pub device: [u8; 8],
    /// Whose device it is, as it says.
    pub person: PersonId,
    /// When it was packed, by the device's clock.
    pub made_at: Timestamp,
    /// The device's public key, uncompressed: with it, a phone can tell that the device itself has signed. The
    /// server goes by the key that it knows.
    pub key: [u8; 65],
    /// The changes, deflated; see [`Letter::open`].
    pub contents: Vec<u8>,
    /// Over [`Letter::signed_text`]: ECDSA P-256 with SHA-256, r‖s.
    pub signature: [u8; 64],
}

impl Letter {
    /// The text that the device signs. It says what it is for, so that no other signature of the device's can
    /// stand in its place, nor this one in another's.
    pub fn signed_text(&self) -> String {
        let Self { community, device, person, made_at, contents, .. } = self;
        let digest = hex(&Sha256::digest(contents));
        format!("kaifong-letter-{VERSION}\n{community}\n{}\n{person}\n{}\n{digest}", hex(device), made_at.0)
    }

    /// The letter as bytes.
    pub fn encode(&self) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(self.contents.len() + 256);
        let mut write = || {
            let mut cbor = Encoder::new(&mut bytes);
            cbor.array(ITEMS)?.u8(VERSION)?.str(&self.community)?.bytes(&self.device)?;
            cbor.bytes(self.person.0.as_bytes())?.i64(self.made_at.0)?.bytes(&self.key)?;
            cbor.bytes(&self.contents)?.bytes(&self.signature)?;
            Ok::<(), minicbor::encode::Error<std::convert::Infallible>>(())
        };
        write().expect("a Vec takes any bytes");
        bytes
    }

    /// Reads a letter that nobody vouches for.
    ///
    /// # Errors
    /// See [`LetterError`].
    pub fn decode(bytes: &[u8]) -> Result<Self, LetterError> {
        if bytes.len() > MAX_LETTER {
            return Err(LetterError::TooLarge);
        }
        let mut cbor = Decoder::new(bytes);
        let items = cbor.array().ok().flatten().ok_or(LetterError::Damaged)?;
        let version = cbor.u8().map_err(|_| LetterError::Damaged)?;
        if version > VERSION {
            return Err(LetterError::Newer);
        }
        let letter = (version == VERSION && items == ITEMS).then(|| read(&mut cbor)).flatten();
        // Two letters that differ only in what follows would be one under two names.
        letter.filter(|_| cbor.position() == bytes.len()).ok_or(LetterError::Damaged)
    }

    /// What a letter is called.
    pub fn id(bytes: &[u8]) -> LetterId {
        LetterId(Sha256::digest(bytes).into())
    }

    /// Whether the key is the one after which the device is named.
    pub fn is_named_after_its_key(&self) -> bool {
        device_id(&self.key) == self.device
    }

    /// The changes, unpacked within bounds: of which documents, each change's bytes.
    ///
    /// # Errors
    /// [`LetterError::Damaged`], [`LetterError::TooLarge`].
    pub fn open(&self) -> Result<Vec<Content>, LetterError> {
        content::unpack(&self.contents)
    }
}

fn read(cbor: &mut Decoder<'_>) -> Option<Letter> {
    let community = cbor.str().ok().filter(|name| name.len() <= NAME)?.to_owned();
    let device = array(cbor)?;
    let person = PersonId(Uuid::from_bytes(array(cbor)?));
    let made_at = Timestamp(cbor.i64().ok()?);
    let key = array(cbor)?;
    let contents = cbor.bytes().ok()?.to_vec();
    Some(Letter { community, device, person, made_at, key, contents, signature: array(cbor)? })
}

fn array<const N: usize>(cbor: &mut Decoder<'_>) -> Option<[u8; N]> {
    cbor.bytes().ok()?.try_into().ok()
}
