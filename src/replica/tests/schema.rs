//! What must never change: documents begin the same way everywhere, and have the same ids.

use automerge::{Automerge, ROOT, transaction::Transactable};
use kaifong_domain::document::DocumentKind;

use crate::{
    document::{Damaged, Document},
    schema::{DocumentId, device_id},
    sync::frame::hex,
};

/// A document's first changes are made anew by every phone. Another hash here would split communities:
/// phones of different versions would put their records into different maps.
#[test]
fn every_document_begins_as_it_always_has() {
    let tasks = ["3b0f2449b3a49b915f5b8b9ec006e9f8d37a3ae1e928c43755e4b23d818da7da"];
    for (kind, first) in [
        (DocumentKind::Access, &["82e008460b8616b4744b70929d11bd3b8c81de58741a07996de627fe14abc7f9"][..]),
        (DocumentKind::Commons, &["6d17176c87859fdd611644912c2cc3b751791e1176f424d5e72c749fe13fe0db"]),
        (
            DocumentKind::Roster,
            &[
                "745ae7d4b52bd644ae5bcc7e5c1ef0473dc7b6994a91b29671af1b8bac067aec",
                "a5cea4ad9f7714a615babced04ee54a9a9ec6eff04b7f3f010d29dc8b5cd3cdd",
            ],
        ),
        (DocumentKind::Tasks(2026), &tasks),
        (DocumentKind::Tasks(2031), &tasks),
        (DocumentKind::Suggestions(2026), &["1ed8eb0590648529a4970dae78eb20f1db4375ae10189c8ef10a8618f574cb94"]),
    ] {
        let document = Document::new(kind);
        let changes = document.automerge().get_changes(&[]);
        assert_eq!(changes.iter().map(|change| change.hash().to_string()).collect::<Vec<_>>(), first, "{kind:?}");
        assert!(document.is_blank(), "{kind:?}");
    }
}

/// What was begun before its kind gained something gains it as it is loaded, and no other way.
#[test]
fn what_a_kind_has_gained_is_laid_in_what_was_begun_before() {
    let (kind, all) = (DocumentKind::Roster, Document::new(DocumentKind::Roster).automerge().get_changes(&[]));
    let mut before = Automerge::new();
    before.apply_changes(all.iter().take(1).cloned()).unwrap();
    let loaded = Document::load(kind, &before.save()).unwrap();
    assert_eq!(loaded.heads(), Document::new(kind).heads());
    assert_eq!(Document::load(kind, &loaded.save()).unwrap().heads(), loaded.heads(), "and once");
    assert_eq!(Document::load(kind, &Automerge::new().save()).err(), Some(Damaged));
    // Another change in its place, which the gate lets nobody write.
    let mut other = before.with_actor(all[0].actor_id().clone());
    let mut tx = other.transaction();
    tx.put(ROOT, "theirs", 1).unwrap();
    tx.commit();
    assert_eq!(Document::load(kind, &other.save()).err(), Some(Damaged));
}

#[test]
fn a_documents_id_is_the_same_everywhere() {
    let id = DocumentId::of("demo", DocumentKind::Tasks(2026));
    assert_eq!(id.to_base58(), "287jRfuTaUcXnAAHcGvoDmStcx9v");
    assert_ne!(id, DocumentId::of("other", DocumentKind::Tasks(2026)));
    assert_ne!(id, DocumentId::of("demo", DocumentKind::Suggestions(2026)));
}

#[test]
fn ids_go_to_base58_and_back() {
    for bytes in [[0; 16], [255; 16], std::array::from_fn(|index| index as u8)] {
        let id = DocumentId(bytes);
        assert_eq!(DocumentId::from_base58(&id.to_base58()), Some(id));
    }
    // As automerge-repo 2.5.6 writes the UUID 00112233-4455-6677-8899-aabbccddeeff.
    let id = DocumentId(std::array::from_fn(|index| index as u8 * 0x11));
    assert_eq!(id.to_base58(), "148vjpuxYXixb8DcbaWyeGv2q3u");
}

#[test]
fn what_is_no_id_is_refused() {
    let good = DocumentId([7; 16]).to_base58();
    let mut wrong = good.clone().into_bytes();
    wrong[3] = if wrong[3] == b'2' { b'3' } else { b'2' };
    let wrong = String::from_utf8(wrong).unwrap();
    let short = bs58::encode([7; 15]).with_check().into_string();
    let long = bs58::encode([7; 17]).with_check().into_string();
    let endless = "1".repeat(1_000_000);
    for text in ["", "0", "O0Il", "你好", &good[1..], &wrong, &short, &long, &endless] {
        assert_eq!(DocumentId::from_base58(text), None, "{}", text.chars().take(50).collect::<String>());
    }
}

#[test]
fn a_device_is_named_after_its_key() {
    let mut key = [0; 65];
    key[0] = 4;
    assert_eq!(hex(&device_id(&key)), "59ef1a5a00f35b1a");
}
