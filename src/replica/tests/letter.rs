//! Letters come back as they were, whatever they went through, or say what is wrong with them.

use kaifong_domain::{handover::LetterError, id::PersonId, time::Timestamp};
use proptest::prelude::*;
use uuid::Uuid;

use crate::letter::{Bag, Content, Letter, MAX_BAG, MAX_LETTER, pack, text};

fn contents() -> impl Strategy<Value = Vec<Content>> {
    let changes = prop::collection::vec(prop::collection::vec(any::<u8>(), 0..60), 0..5);
    let content = ("[a-z]{3,12}-20[0-9]{2}", changes).prop_map(|(document, changes)| Content { document, changes });
    prop::collection::vec(content, 0..4)
}

pub(super) fn letter() -> impl Strategy<Value = Letter> {
    let who = ("[a-z-]{1,32}", any::<[u8; 8]>(), any::<u128>(), any::<i64>());
    let proof = (prop::collection::vec(any::<u8>(), 65), prop::collection::vec(any::<u8>(), 64));
    (who, proof, contents()).prop_map(|((community, device, person, made_at), (key, signature), contents)| Letter {
        community,
        device,
        person: PersonId(Uuid::from_u128(person)),
        made_at: Timestamp(made_at),
        key: key.try_into().unwrap(),
        contents: pack(&contents),
        signature: signature.try_into().unwrap(),
    })
}

proptest! {
    #[test]
    fn a_letter_comes_back_as_it_was(letter in letter(), contents in contents()) {
        let letter = Letter { contents: pack(&contents), ..letter };
        let bytes = letter.encode();
        prop_assert_eq!(Letter::decode(&bytes), Ok(letter.clone()));
        prop_assert_eq!(letter.open(), Ok(contents));
    }

    #[test]
    fn a_hand_over_comes_back_through_any_messenger(
        letters in prop::collection::vec(letter(), 0..4),
        before in "[a-zA-Z0-9 ，。:\n]{0,20}",
        after in "\\PC{0,20}",
        width in 1..200_usize,
    ) {
        let bag = Bag(letters.iter().map(Letter::encode).collect());
        let bytes = bag.encode().unwrap();
        prop_assert_eq!(Bag::decode(&bytes), Ok(bag.clone()));
        prop_assert_eq!(bag.letters(), Ok(letters));
        // A messenger breaks lines, and people write something before and after it.
        let lines: Vec<String> =
            text::write(&bytes).as_bytes().chunks(width).map(|line| String::from_utf8_lossy(line).into()).collect();
        let words = format!("{before}KAIFONG-1:{}{after}", lines.join("\r\n").replacen("KAIFONG-1:", "", 1));
        let broken = lines.first().is_none_or(|line| !line.starts_with("KAIFONG-1:"));
        if !broken {
            prop_assert_eq!(text::read(&words), Ok(bytes));
        }
    }

    /// Whatever is missing at the end is noticed, and whatever was changed.
    #[test]
    fn what_is_cut_short_or_changed_is_not_taken(letter in letter(), at in any::<prop::sample::Index>(), bit in 0_u8..8) {
        let bytes = Bag(vec![letter.encode()]).encode().unwrap();
        let cut = &bytes[..at.index(bytes.len())];
        prop_assert!(Bag::decode(cut).is_err());
        let mut changed = bytes.clone();
        changed[at.index(bytes.len())] ^= 1 << bit;
        prop_assert!(Bag::decode(&changed).is_err());
        let words = text::write(&bytes);
        let cut = &words[..at.index(words.len())];
        prop_assert!(text::read(cut).is_err());
    }

    #[test]
    fn nothing_that_is_handed_over_does_harm(bytes in prop::collection::vec(any::<u8>(), 0..200), words in "\\PC{0,80}") {
        let _ = (Letter::decode(&bytes), Bag::decode(&bytes), text::read(&words));
        let sealed = [b"KFH\x01".as_slice(), &crate::storage::seal(&bytes)].concat();
        let _ = Bag::decode(&sealed).map(|bag| bag.letters());
        let letter = Letter { contents: bytes, ..bare() };
        let _ = letter.open();
    }

    /// What is signed says all that a letter says, so that no part of it can be another's.
    #[test]
    fn every_part_of_a_letter_is_signed(one in letter(), other in letter()) {
        for changed in [
            Letter { community: format!("{}x", one.community), ..one.clone() },
            Letter { device: other.device, ..one.clone() },
            Letter { person: other.person, ..one.clone() },
            Letter { made_at: other.made_at, ..one.clone() },
            Letter { contents: [one.contents.as_slice(), &[0]].concat(), ..one.clone() },
        ] {
            prop_assert_eq!(changed == one, changed.signed_text() == one.signed_text());
        }
    }
}

fn bare() -> Letter {
    Letter {
        community: "demo".into(),
        device: [1; 8],
        person: PersonId(Uuid::from_u128(1)),
        made_at: Timestamp(0),
        key: [4; 65],
        contents: pack(&[]),
        signature: [0; 64],
    }
}

#[test]
fn what_a_newer_version_made_is_known_for_it() {
    let mut bytes = bare().encode();
    assert_eq!(bytes[1], 1, "the version");
    bytes[1] = 2;
    assert_eq!(Letter::decode(&bytes), Err(LetterError::Newer));
    let mut bag = Bag(vec![]).encode().unwrap();
    bag[3] = 2;
    assert_eq!(Bag::decode(&bag), Err(LetterError::Newer));
    assert_eq!(text::read("take this: KAIFONG-12:AAAA."), Err(LetterError::Newer));
    for other in ["", "KAIFONG-", "KAIFONG-1", "https://kaifong.example/join#x"] {
        assert_eq!(text::read(other), Err(LetterError::Other), "{other:?}");
    }
    assert_eq!(Bag::decode(b"PK\x03\x04 an archive"), Err(LetterError::Other));
}

#[test]
fn a_letter_ends_where_it_ends() {
    let mut bytes = bare().encode();
    bytes.push(0);
    assert_eq!(Letter::decode(&bytes), Err(LetterError::Damaged));
}

/// Nothing is read, or unfolded, that is larger than it may be.
#[test]
fn a_letter_has_bounds() {
    assert_eq!(Letter::decode(&vec![0; MAX_LETTER + 1]), Err(LetterError::TooLarge));
    assert_eq!(Bag::decode(&vec![0; MAX_BAG + 1]), Err(LetterError::TooLarge));
    assert_eq!(Bag(vec![vec![0; MAX_BAG]]).encode(), None);
    assert_eq!(Bag(vec![vec![]; 65]).encode(), None);
    let content = |changes| vec![Content { document: "commons".into(), changes }];
    let bomb = Letter { contents: pack(&content(vec![vec![0; 4 * 1024 * 1024]])), ..bare() };
    assert!(bomb.contents.len() < 16 * 1024);
    assert_eq!(bomb.open(), Err(LetterError::TooLarge));
    let many = Letter { contents: pack(&content(vec![vec![]; 4_097])), ..bare() };
    assert_eq!(many.open(), Err(LetterError::TooLarge));
    let twice =
        Letter { contents: pack(&[content(vec![vec![]; 4_000]), content(vec![vec![]; 97])].concat()), ..bare() };
    assert_eq!(twice.open(), Err(LetterError::TooLarge), "all documents together");
}
