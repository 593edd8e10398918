//! Frames: ours come back as they were, strangers' are read as far as they make sense, and nothing that
//! comes over the wire does harm.

use automerge::ChangeHash;
use kaifong_domain::{
    access::{AccessRole, Team, Teams, Trust},
    denial::Denial,
    handover::{LetterId, LetterRejection},
    rejection::Rejection,
};
use minicbor::{Encoder, data::Tag};
use proptest::prelude::*;

use crate::{
    schema::DocumentId,
    sync::frame::{Frame, FrameError, Holding, MAX_FRAME, RefusedChange},
};

fn read(bytes: &[u8]) -> Result<Frame, FrameError> {
    Frame::decode(bytes, MAX_FRAME)
}

/// A frame as a stranger would encode it.
fn foreign(write: impl FnOnce(&mut Encoder<&mut Vec<u8>>) -> Option<()>) -> Vec<u8> {
    let mut bytes = Vec::new();
    write(&mut Encoder::new(&mut bytes)).expect("a Vec takes any bytes");
    bytes
}

fn document() -> impl Strategy<Value = DocumentId> {
    any::<[u8; 16]>().prop_map(DocumentId)
}

fn hashes() -> impl Strategy<Value = Vec<ChangeHash>> {
    prop::collection::vec(any::<[u8; 32]>().prop_map(ChangeHash), 0..5)
}

fn refused() -> impl Strategy<Value = RefusedChange> {
    let why = prop::sample::select(Rejection::ALL);
    (any::<[u8; 32]>(), why).prop_map(|(hash, why)| RefusedChange { hash: ChangeHash(hash), why })
}

fn text() -> impl Strategy<Value = String> {
    "\\PC{0,40}"
}

fn trust() -> impl Strategy<Value = Trust> {
    let teams = prop::sample::subsequence(Team::ALL, 0..=Team::ALL.len()).prop_map(Teams::of);
    (prop::sample::select(AccessRole::ALL), teams).prop_map(|(role, teams)| Trust { role, teams })
}

fn frame() -> impl Strategy<Value = Frame> {
    let data = prop::collection::vec(any::<u8>(), 0..300).boxed();
    let holding = (text(), hashes()).prop_map(|(document, heads)| Holding { document, heads });
    let answer = prop::option::of(prop::collection::vec(any::<u8>(), 0..100));
    let join = (text(), prop::collection::vec(text(), 0..4), any::<Option<[u8; 32]>>());
    let changes = (text(), data.clone(), hashes(), any::<[bool; 2]>());
    prop_oneof![
        (any::<[u8; 32]>(), any::<i64>()).prop_map(|(nonce, time)| Frame::Challenge { nonce, time }),
        (any::<[u8; 8]>(), any::<i64>(), any::<[u8; 32]>()).prop_map(|(device, expiry, half)| Frame::Prove {
            device,
            expiry,
            signature: [half, half].concat().try_into().unwrap(),
        }),
        join.prop_map(|(sender, versions, digest)| Frame::Join { sender, versions, digest }),
        (text(), text(), text(), answer, prop::option::of(trust())).prop_map(
            |(sender, target, version, digest, trust)| Frame::Peer { sender, target, version, digest, trust }
        ),
        (document(), text(), text(), data.clone(), any::<bool>()).prop_map(
            |(document, sender, target, data, request)| { Frame::Sync { document, sender, target, data, request } }
        ),
        (document(), text(), text()).prop_map(|(document, sender, target)| Frame::Unavailable {
            document,
            sender,
            target
        }),
        (data.clone(), prop::collection::vec(holding, 0..5))
            .prop_map(|(buckets, documents)| Frame::Want { buckets, documents }),
        changes.prop_map(|(document, parcel, heads, [asks, kept])| Frame::Changes {
            document,
            parcel,
            heads,
            asks,
            kept
        }),
        text().prop_map(|document| Frame::Lost { document }),
        ("[a-z-]{1,20}", prop::collection::vec(any::<u8>(), 0..40))
            .prop_map(|(document, data)| Frame::Preview { document, data }),
        Just(Frame::Taken),
        Just(Frame::Complete),
        (document(), hashes()).prop_map(|(document, heads)| Frame::Receipt { document, heads }),
        (document(), prop::collection::vec(refused(), 0..5))
            .prop_map(|(document, changes)| Frame::Refused { document, changes }),
        (text(), prop::option::of(prop::sample::select(Denial::ALL)))
            .prop_map(|(message, why)| Frame::Error { message, why }),
        Just(Frame::AskBearer),
        (text(), any::<i64>()).prop_map(|(token, seconds)| Frame::Bearer { token, seconds }),
        prop::collection::vec(any::<u8>(), 0..300).prop_map(|data| Frame::Letter { data }),
        (any::<[u8; 32]>(), prop::option::of(prop::sample::select(LetterRejection::ALL)))
            .prop_map(|(letter, why)| Frame::LetterAnswer { letter: LetterId(letter), why }),
        Just(Frame::Ping),
        Just(Frame::Pong),
        Just(Frame::Leave),
        Just(Frame::Other),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_frame_comes_back_as_it_was(frame in frame()) {
        prop_assert_eq!(read(&frame.encode()), Ok(frame));
    }

    #[test]
    fn a_frame_cut_anywhere_is_refused(frame in frame()) {
        let bytes = frame.encode();
        for length in 0..bytes.len() {
            prop_assert!(read(&bytes[..length]).is_err(), "cut at {}", length);
        }
    }

    #[test]
    fn damage_does_no_harm(frame in frame(), index in any::<prop::sample::Index>(), byte in any::<u8>()) {
        let mut bytes = frame.encode();
        let index = index.index(bytes.len());
        bytes[index] = byte;
        let _ = read(&bytes);
    }

    #[test]
    fn any_bytes_do_no_harm(bytes in prop::collection::vec(any::<u8>(), 0..600)) {
        let _ = read(&bytes);
    }
}

#[test]
fn typed_arrays_of_javascript_are_bytes() {
    let id = DocumentId([7; 16]);
    let bytes = foreign(|map| {
        map.map(5).ok()?.str("type").ok()?.str("request").ok()?;
        map.str("senderId").ok()?.str("peer-1").ok()?.str("targetId").ok()?.str("peer-2").ok()?;
        map.str("documentId").ok()?.str(&id.to_base58()).ok()?;
        // RFC 8746: 64 is an array of unsigned bytes.
        map.str("data").ok()?.tag(Tag::new(64)).ok()?.bytes(&[1, 2, 3]).ok().map(drop)
    });
    let frame = Frame::Sync {
        document: id,
        sender: "peer-1".into(),
        target: "peer-2".into(),
        data: vec![1, 2, 3],
        request: true,
    };
    assert_eq!(read(&bytes), Ok(frame));
}

#[test]
fn what_is_unknown_is_passed_over() {
    let bytes = foreign(|map| {
        map.map(6).ok()?.str("type").ok()?.str("join").ok()?;
        map.str("senderId").ok()?.str("peer").ok()?;
        map.str("peerMetadata").ok()?.map(2).ok()?;
        map.str("storageId").ok()?.str("abc").ok()?.str("isEphemeral").ok()?.bool(false).ok()?;
        map.str("supportedProtocolVersions").ok()?.array(1).ok()?.str("1").ok()?;
        map.str("mood").ok()?.array(4).ok()?;
        map.f64(0.5).ok()?.null().ok()?.undefined().ok()?.tag(Tag::new(0)).ok()?.str("2026-11-25").ok()?;
        map.str("more").ok()?.begin_bytes().ok()?.bytes(&[1]).ok()?.bytes(&[2]).ok()?.end().ok().map(drop)
    });
    assert_eq!(read(&bytes), Ok(Frame::Join { sender: "peer".into(), versions: vec!["1".into()], digest: None }));
    for kind in ["ephemeral", "remote-heads-changed", "digest"] {
        let bytes = foreign(|map| map.map(1).ok()?.str("type").ok()?.str(kind).ok().map(drop));
        assert_eq!(read(&bytes), Ok(Frame::Other), "{kind}");
    }
}

fn nested(depth: usize, open: u8) -> Vec<u8> {
    let mut bytes = foreign(|map| map.map(2).ok()?.str("type").ok()?.str("ping").ok()?.str("x").ok().map(drop));
    bytes.extend(std::iter::repeat_n(open, depth));
    bytes.push(0);
    bytes
}

#[test]
fn bombs_are_refused() {
    const ARRAY_OF_ONE: u8 = 0x81;
    const TAG: u8 = 0xc1;
    assert_eq!(read(&nested(10, ARRAY_OF_ONE)), Ok(Frame::Ping));
    assert_eq!(read(&nested(10, TAG)), Ok(Frame::Ping));
    for depth in [17, 1_000, 200_000] {
        assert_eq!(read(&nested(depth, ARRAY_OF_ONE)), Err(FrameError::NotAMap), "{depth} arrays");
        assert_eq!(read(&nested(depth, TAG)), Err(FrameError::NotAMap), "{depth} tags");
    }
    assert_eq!(Frame::decode(&Frame::Ping.encode(), 4), Err(FrameError::TooLarge));
}

#[test]
fn lengths_are_not_believed() {
    const HUGE: u64 = u64::MAX / 2;
    let field = |name: &str, write: &dyn Fn(&mut Encoder<&mut Vec<u8>>) -> Option<()>| {
        foreign(|map| {
            map.map(2).ok()?.str("type").ok()?.str("receipt").ok()?.str(name).ok()?;
            write(map)
        })
    };
    let huge_bytes = |map: &mut Encoder<&mut Vec<u8>>| {
        map.writer_mut().extend([0x5b]);
        map.writer_mut().extend(HUGE.to_be_bytes());
        Some(())
    };
    for (bytes, error) in [
        (foreign(|map| map.map(HUGE).ok().map(drop)), FrameError::NotAMap),
        (foreign(|map| map.map(33).ok().map(drop)), FrameError::NotAMap),
        (field("heads", &|map| map.array(HUGE).ok().map(drop)), FrameError::Field("list")),
        (field("list", &|map| map.array(4_097).ok().map(drop)), FrameError::Field("list")),
        (field("data", &huge_bytes), FrameError::Field("data")),
        (field("nonce", &huge_bytes), FrameError::Field("nonce")),
        (field("senderId", &|map| map.str(&"x".repeat(513)).ok().map(drop)), FrameError::Field("senderId")),
        (field("mood", &|map| map.array(HUGE).ok().map(drop)), FrameError::NotAMap),
        (field("mood", &|map| map.map(HUGE).ok().map(drop)), FrameError::NotAMap),
        (field("mood", &|map| map.begin_array().ok()?.end().ok().map(drop)), FrameError::NotAMap),
    ] {
        assert_eq!(read(&bytes), Err(error), "{bytes:02x?}");
    }
}

#[test]
fn a_reason_of_a_newer_version_is_a_reason() {
    let document = DocumentId([7; 16]);
    let bytes = foreign(|map| {
        map.map(3).ok()?.str("type").ok()?.str("refused").ok()?;
        map.str("documentId").ok()?.str(&document.to_base58()).ok()?;
        map.str("changes").ok()?.array(1).ok()?.array(2).ok()?.bytes(&[1; 32]).ok()?.str("of-tomorrow").ok().map(drop)
    });
    let changes = vec![RefusedChange { hash: ChangeHash([1; 32]), why: Rejection::Unknown }];
    assert_eq!(read(&bytes), Ok(Frame::Refused { document, changes }));
}

#[test]
fn a_frame_says_what_is_wrong_with_it() {
    let text = |name: &str, value: &str| {
        foreign(|map| map.map(2).ok()?.str("type").ok()?.str("sync").ok()?.str(name).ok()?.str(value).ok().map(drop))
    };
    for (bytes, error) in [
        (vec![], FrameError::NotAMap),
        (b"hello".to_vec(), FrameError::NotAMap),
        (vec![0xbf, 0xff], FrameError::NotAMap),
        (foreign(|map| map.map(1).ok()?.u8(1).ok()?.u8(1).ok().map(drop)), FrameError::NotAMap),
        (foreign(|map| map.map(0).ok().map(drop)), FrameError::Field("type")),
        (text("documentId", "no id"), FrameError::Field("documentId")),
        (text("documentId", &DocumentId([1; 16]).to_base58()), FrameError::Field("data")),
        (text("data", "text"), FrameError::Field("data")),
        (text("expiry", "soon"), FrameError::Field("expiry")),
        (text("heads", "none"), FrameError::Field("list")),
    ] {
        assert_eq!(read(&bytes), Err(error), "{bytes:02x?}");
    }
}
