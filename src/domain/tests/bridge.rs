//! What the page and its worker say arrives as it was said.

use std::collections::BTreeSet;

use proptest::prelude::*;
use serde::{Serialize, de::DeserializeOwned};

use super::{
    story::{CAPTAIN, NOW, cases, every, id, key, neighbourhood},
    wishes::{told, wishes},
};
use crate::{
    archive::{ArchiveError, Outcome, Restored, Wish},
    bridge::{Identity, JoinError, Line, Problem, Status, StorageError, Tick, ToPage, ToWorker, ViewSource},
    command::Given,
    decide::{Decision, decide},
    device::Author,
    document::DocumentKind,
    field::Field,
    handover::{Carried, LetterError, LetterId, LetterRejection, Offered, PackError, Packed, Reading},
    history::{History, Part, Place, Question, Step, Written},
    record::Collection,
    refusal::Refusal,
    suggestion,
    time::Timestamp,
    value::Value,
};

#[track_caller]
fn arrives<T: Serialize + DeserializeOwned + PartialEq + std::fmt::Debug>(said: &T) {
    let bytes = postcard::to_allocvec(said).unwrap();
    let (heard, rest): (T, _) = postcard::take_from_bytes(&bytes).unwrap();
    assert_eq!(&heard, said);
    assert!(rest.is_empty());
    // Half a message is an error, never a panic or another message of the same length.
    assert!(postcard::from_bytes::<T>(&bytes[..bytes.len() / 2]).is_err() || bytes.len() < 2);
}

#[test]
fn to_the_worker() {
    for community in [None, Some("demo".to_owned())] {
        arrives(&ToWorker::Start { community });
    }
    let (community, secret, device) = ("demo".into(), "geheim".into(), "手机".into());
    arrives(&ToWorker::Join { community, secret, device });
    arrives(&ToWorker::Wake);
    arrives(&ToWorker::Retry);
    for wish in [Wish::Make { settings: "{}".into() }, Wish::LookInto(vec![1, 2]), Wish::Restore(vec![])] {
        arrives(&ToWorker::Archive { request: id(7), wish });
    }
    for said in [ToWorker::Pack, ToWorker::TakeAlong, ToWorker::PutDown(LetterId([7; 32]))] {
        arrives(&said);
    }
    arrives(&ToWorker::Unpack("KAIFONG-1:".into()));
    arrives(&ToWorker::Scanned("KF1:".into()));
    for (_, command) in every() {
        arrives(&ToWorker::Execute { request: id(7), command: command.clone() });
        arrives(&Given { command, at: NOW });
    }
}

#[test]
fn to_the_page() {
    arrives(&ToPage::SignedOut);
    for error in [JoinError::Offline, JoinError::LinkUsed, JoinError::LinkExpired, JoinError::LinkUnknown] {
        arrives(&ToPage::JoinFailed(error));
    }
    for error in [JoinError::TooMany, JoinError::NoKey, JoinError::Storage, JoinError::Server] {
        arrives(&ToPage::JoinFailed(error));
    }
    let (community, community_name) = ("demo".into(), "街坊".into());
    arrives(&ToPage::Identity(Identity { community, community_name, device: [255; 8], actor: CAPTAIN }));
    let entries = neighbourhood().entries();
    for from in [ViewSource::Saved, ViewSource::Documents] {
        arrives(&ToPage::View { entries: entries.clone(), from });
    }
    arrives(&ToPage::Patch(entries));
    arrives(&ToPage::Gone(vec![key(Collection::Tasks, 1)]));
    for tick in [Tick::Saved, Tick::Kept] {
        arrives(&ToPage::Tick { request: id(7), tick });
    }
    for line in [Line::Offline, Line::Connecting, Line::Syncing, Line::Synced, Line::Refused, Line::Revoked] {
        let waiting_records = BTreeSet::from([key(Collection::Tasks, 1), key(Collection::Claims, 2)]);
        let status = Status { line, waiting: 3, saving: u32::MAX, set_aside: 1, waiting_records, synced_at: Some(NOW) };
        arrives(&ToPage::Status(status));
    }
    let outcomes = [
        Ok(Outcome::Made(vec![1, 2])),
        Ok(Outcome::Restored(Restored { documents: 4, given: 2, refused: 1 })),
        Err(ArchiveError::Newer),
        Err(ArchiveError::OtherPerson { name: "陈".into() }),
    ];
    for outcome in outcomes {
        arrives(&ToPage::Archive { request: id(7), outcome });
    }
    let document = DocumentKind::Tasks(2026);
    for problem in [
        Problem::WriteFailed(StorageError::Full),
        Problem::ReadFailed(StorageError::Unavailable),
        Problem::WriteFailed(StorageError::Aborted),
        Problem::Damaged { document, parts: 2 },
        Problem::NeedsUpdate { document: DocumentKind::Commons, records: 1 },
    ] {
        arrives(&ToPage::Problem(problem));
    }
}

#[test]
fn a_hand_over() {
    let (id, person, span) = (LetterId([7; 32]), CAPTAIN.person, (Timestamp(1), NOW));
    let (text, codes) = ("KAIFONG-1:".to_owned(), vec!["KF1:".to_owned()]);
    arrives(&ToPage::Packed(Ok(Packed { own: 2, others: 1, span, text, codes })));
    for error in [PackError::Nothing, PackError::NoKey, PackError::TooMuch] {
        arrives(&ToPage::Packed(Err(error)));
    }
    arrives(&ToPage::Scanning(Reading { read: 1, all: 3 }));
    arrives(&ToPage::Offered(Ok(vec![Offered { id, person, changes: 2, new: 1, span, is_own: false }])));
    for error in [LetterError::Damaged, LetterError::Newer, LetterError::OtherCommunity, LetterError::BadSignature] {
        arrives(&ToPage::Offered(Err(error)));
    }
    for why in [None, Some(LetterRejection::Revoked)] {
        let (is_saved, aside, refused) = (true, 1, 2);
        let carried = Carried { id, person, changes: 3, span, taken_at: NOW, is_saved, aside, refused, why };
        arrives(&ToPage::Carried(vec![carried]));
    }
}

#[test]
fn an_answer() {
    for (_, command) in every() {
        arrives(&ToPage::Answer { request: id(7), outcome: Ok(Some(command)) });
    }
    arrives(&ToPage::Answer { request: id(7), outcome: Ok(None) });
    let (from, to) = (suggestion::Status::Raised, suggestion::Status::Solved);
    for refusal in [
        Refusal::SignedOut,
        Refusal::NotAllowed,
        Refusal::NotYours,
        Refusal::NotFound { of: Collection::Tasks },
        Refusal::IdTaken,
        Refusal::Missing { field: Field::Title },
        Refusal::TooMuch { field: Field::Text, most: 4_000 },
        Refusal::TooLittle { field: Field::Duration, least: 5 },
        Refusal::NeedsUpdate { field: Field::Level },
        Refusal::EndsBeforeStart,
        Refusal::TaskClosed,
        Refusal::AlreadyClaimed,
        Refusal::NoSuchMove { from, to },
        Refusal::NoteNeeded { to },
        Refusal::NoSession,
        Refusal::ClockFarOff,
    ] {
        arrives(&ToPage::Answer { request: id(7), outcome: Err(refusal) });
        assert!(!refusal.to_string().is_empty());
    }
}

#[test]
fn a_history() {
    let place = Place(7, [1; 32]);
    let keys = vec![key(Collection::Tasks, 1), key(Collection::Claims, 2)];
    for before in [None, Some(place)] {
        arrives(&ToWorker::History { request: id(7), question: Question { keys: keys.clone(), before } });
    }
    let fields =
        vec![Written { field: Field::Unknown, before: Value::Nothing, after: Value::Set(["茶".into()].into()) }];
    let parts = vec![Part { key: keys[0], is_new: true, fields }];
    for by in [Author::Device(id(1)), Author::Server, Author::Program] {
        let step = Step { place, by, at: NOW, name: "EditTask/1".into(), parts: parts.clone() };
        arrives(&ToPage::History { request: id(7), history: History { steps: vec![step], has_earlier: true } });
    }
}

proptest! {
    #![proptest_config(cases(64))]

    #[test]
    fn anything_that_people_say(wishes in wishes(30)) {
        let community = told(&wishes);
        arrives(&ToPage::Patch(community.entries()));
        for wish in &wishes {
            arrives(&ToWorker::Execute { request: id(1), command: wish.command.clone() });
            let decided: Result<Decision, Refusal> = decide(wish.context(&community), wish.command.clone());
            arrives(&decided);
        }
    }

    #[test]
    fn noise_is_an_error_at_worst(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        let _ = postcard::from_bytes::<ToWorker>(&bytes);
        let _ = postcard::from_bytes::<ToPage>(&bytes);
    }
}
