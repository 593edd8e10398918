//! What is in a letter: changes, by document.

use std::io::{Read, Write};

use flate2::{Compression, bufread::DeflateDecoder, write::DeflateEncoder};
use kaifong_domain::handover::LetterError;
use minicbor::{Decoder, Encoder};

/// The most that a letter unfolds to, in bytes.
const UNFOLDED: usize = 1024 * 1024;
/// The most documents in a letter.
const DOCUMENTS: u64 = 64;
/// The most changes in a letter.
const CHANGES: u64 = 4_096;
/// The longest name of a document, in bytes.
const NAME: usize = 64;

/// Changes of one document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Content {
    /// The document's name, such as `tasks-2026`.
    pub document: String,
    /// Each change's bytes, in an order in which each comes after what it rests on.
    pub changes: Vec<Vec<u8>>,
}

/// Packs changes.
pub fn pack(contents: &[Content]) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut write = || {
        let mut cbor = Encoder::new(&mut bytes);
        cbor.array(contents.len() as u64)?;
        for Content { document, changes } in contents {
            cbor.array(2)?.str(document)?.array(changes.len() as u64)?;
            for change in changes {
                cbor.bytes(change)?;
            }
        }
        Ok::<(), minicbor::encode::Error<std::convert::Infallible>>(())
    };
    write().expect("a Vec takes any bytes");
    let mut deflate = DeflateEncoder::new(Vec::new(), Compression::best());
    deflate.write_all(&bytes).and_then(|()| deflate.finish()).expect("a Vec takes any bytes")
}

/// Unpacks what nobody vouches for: nothing is kept before its length is known to be harmless.
pub(super) fn unpack(deflated: &[u8]) -> Result<Vec<Content>, LetterError> {
    let mut bytes = Vec::new();
    let inflate = DeflateDecoder::new(deflated).take(UNFOLDED as u64 + 1);
    { inflate }.read_to_end(&mut bytes).map_err(|_| LetterError::Damaged)?;
    if bytes.len() > UNFOLDED {
        return Err(LetterError::TooLarge);
    }
    let mut cbor = Decoder::new(&bytes);
    let count = length(&mut cbor, DOCUMENTS)?;
    let mut left = CHANGES;
    (0..count).map(|_| content(&mut cbor, &mut left)).collect()
}

fn content(cbor: &mut Decoder<'_>, left: &mut u64) -> Result<Content, LetterError> {
    if length(cbor, 2)? != 2 {
        return Err(LetterError::Damaged);
    }
    let document = cbor.str().ok().filter(|name| name.len() <= NAME).ok_or(LetterError::Damaged)?.to_owned();
    let count = length(cbor, *left)?;
    *left -= count;
    let change = |_| cbor.bytes().map(<[u8]>::to_vec).map_err(|_| LetterError::Damaged);
    Ok(Content { document, changes: (0..count).map(change).collect::<Result<_, _>>()? })
}

fn length(cbor: &mut Decoder<'_>, most: u64) -> Result<u64, LetterError> {
    let length = cbor.array().ok().flatten().ok_or(LetterError::Damaged)?;
    if length > most { Err(LetterError::TooLarge) } else { Ok(length) }
}
