//! QR codes are read in any order, twice, damaged, or not at all: a hand-over is whole, or not there.

use kaifong_domain::handover::{LetterError, Reading};
use proptest::prelude::*;

use crate::letter::code::{Collected, Collector, write};

fn bytes() -> impl Strategy<Value = Vec<u8>> {
    prop::collection::vec(any::<u8>(), 1..4_000)
}

/// What QR's alphanumeric mode can hold at version 12, level M (ISO/IEC 18004, table 7).
const ROOM: usize = 419;

proptest! {
    #[test]
    fn any_order_and_any_repetition_will_do(bytes in bytes(), order in prop::collection::vec(any::<prop::sample::Index>(), 60)) {
        let codes = write(&bytes);
        for code in &codes {
            prop_assert!(code.len() <= ROOM);
            prop_assert!(code.chars().all(|sign| "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:".contains(sign)));
        }
        let mut collector = Collector::default();
        let mut seen = std::collections::BTreeSet::new();
        // As the camera happens to see them, and at last those that it has not seen.
        for index in order.iter().map(|index| index.index(codes.len())).chain(0..codes.len()) {
            seen.insert(index);
            let all = codes.len();
            match collector.take(&codes[index]).unwrap() {
                Collected::Some(reading) => {
                    prop_assert_eq!(reading, Reading { read: seen.len() as u32, all: all as u32 });
                    prop_assert!(seen.len() < all);
                }
                Collected::All(whole) => {
                    prop_assert_eq!(seen.len(), all);
                    prop_assert_eq!(&whole, &bytes);
                    return Ok(());
                }
            }
        }
        prop_assert!(false, "it was never whole");
    }

    #[test]
    fn one_that_is_missing_is_missed(bytes in bytes(), missing in any::<prop::sample::Index>()) {
        let codes = write(&bytes);
        let missing = missing.index(codes.len());
        let mut collector = Collector::default();
        for (_, code) in codes.iter().enumerate().filter(|(index, _)| *index != missing) {
            prop_assert!(matches!(collector.take(code), Ok(Collected::Some(_))));
        }
        prop_assert_eq!(collector.take(&codes[missing]), Ok(Collected::All(bytes)));
    }

    /// A sign that was misread does not count, and nothing that was read before is lost for it.
    #[test]
    fn a_damaged_one_does_no_harm(bytes in bytes(), at in any::<prop::sample::Index>(), sign in "[0-9A-Z $%*+./:-]") {
        let codes = write(&bytes);
        let mut collector = Collector::default();
        for code in &codes[..codes.len() - 1] {
            collector.take(code).unwrap();
        }
        let last = codes.last().unwrap();
        let mut damaged = last.clone();
        let at = at.index(damaged.len());
        damaged.replace_range(at..=at, &sign);
        if damaged != *last {
            prop_assert!(collector.take(&damaged).is_err());
        }
        prop_assert_eq!(collector.take(last), Ok(Collected::All(bytes)));
    }

    #[test]
    fn codes_of_other_things_are_passed_over(bytes in bytes(), other in "\\PC{0,60}", more in "KF1:[0-9A-Z $%*+./:-]{0,60}") {
        let codes = write(&bytes);
        let mut collector = Collector::default();
        for code in &codes {
            prop_assert!(collector.take(&other).is_err());
            prop_assert!(collector.take(&more).is_err());
            collector.take(code).unwrap();
        }
    }

    #[test]
    fn another_hand_over_begins_anew(one in bytes(), other in bytes()) {
        prop_assume!(one != other);
        let mut collector = Collector::default();
        let first = write(&one);
        first[..first.len() - 1].iter().for_each(|code| drop(collector.take(code)));
        let mut last = None;
        for code in write(&other) {
            last = Some(collector.take(&code).unwrap());
        }
        prop_assert_eq!(last, Some(Collected::All(other)));
    }
}

#[test]
fn base45_as_in_the_rfc() {
    // RFC 9285, section 4.3: "Hello!!" is %69 VD92EX0; here it stands behind the head that pieces have.
    let codes = write(b"Hello!!");
    assert_eq!(codes.len(), 1);
    assert_eq!(&codes[0][4 + 9..4 + 9 + 9], "%69 VD92E");
}

#[test]
fn what_is_too_much_for_codes_has_none() {
    assert_eq!(write(&vec![0; 99 * 248]).len(), 99);
    assert_eq!(write(&vec![0; 99 * 248 + 1]), Vec::<String>::new());
    assert_eq!(write(&[]), Vec::<String>::new());
}

#[test]
fn a_newer_version_is_known_for_it() {
    let mut collector = Collector::default();
    assert_eq!(collector.take("KF2:ABC"), Err(LetterError::Newer));
    assert_eq!(collector.take("KF1:"), Err(LetterError::Damaged));
    assert_eq!(collector.take("https://kaifong.example"), Err(LetterError::Other));
}
