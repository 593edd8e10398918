//! What leaves a phone comes back as it was, or not at all.

use crate::container::{ContainerError, Content, pack, unpack};

#[test]
fn what_was_packed_is_unpacked() {
    for payload in [&b""[..], b"everything"] {
        let bytes = pack(Content::Phone, 1, payload);
        assert_eq!(unpack(Content::Phone, 1, &bytes), Ok((1, payload)));
        assert_eq!(unpack(Content::Phone, 2, &bytes), Ok((1, payload)), "a newer version reads an older file");
    }
}

#[test]
fn every_damaged_byte_and_every_cut_is_noticed() {
    let whole = pack(Content::Phone, 1, b"everything");
    for at in 0..whole.len() {
        let mut damaged = whole.clone();
        damaged[at] ^= 1;
        assert!(unpack(Content::Phone, 1, &damaged).is_err(), "byte {at}");
        assert!(unpack(Content::Phone, 1, &whole[..at]).is_err(), "cut at {at}");
    }
}

#[test]
fn each_refusal_has_its_reason() {
    let whole = pack(Content::HandOver, 2, b"everything");
    for (bytes, content, error) in [
        (&b"%PDF-1.7"[..], Content::Phone, ContainerError::Foreign),
        (b"", Content::Phone, ContainerError::Foreign),
        (&whole[..9], Content::HandOver, ContainerError::Damaged),
        (&whole[..whole.len() - 1], Content::HandOver, ContainerError::Damaged),
        (&whole, Content::Phone, ContainerError::OtherContent),
        (&whole, Content::HandOver, ContainerError::Newer),
    ] {
        assert_eq!(unpack(content, 1, bytes), Err(error));
    }
}
