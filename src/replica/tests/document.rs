//! Documents: what is saved is what is loaded, what is damaged is told, what is unknown is kept.

use automerge::{ActorId, Automerge, ObjId, ObjType, ROOT, ReadDoc, transaction::Transactable};
use kaifong_domain::{
    command::Command,
    document::DocumentKind,
    field::Field,
    record::{Collection, RecordKey},
    refusal::Refusal,
    suggestion::{Category, SuggestionEdit},
    value::LongText,
};

use super::pen::{Pen, SUGGESTION, SUGGESTIONS, TASKS};
use crate::{
    document::{Damaged, Document},
    schema,
};

fn edit(edit: SuggestionEdit) -> Command {
    Command::EditSuggestion { id: SUGGESTION, edits: vec![edit] }
}

/// What a newer version of the app writes beside us: the changes, to be absorbed.
fn newer(document: &Document, write: impl Fn(&mut automerge::transaction::Transaction<'_>, &ObjId)) -> Vec<u8> {
    let mut doc = document.automerge().clone().with_actor(ActorId::from([9; 16]));
    let before = doc.get_heads();
    let id = SUGGESTION.0.simple().to_string();
    let (_, all) = doc.get(ROOT, Collection::Suggestions.code()).unwrap().unwrap();
    let (_, record) = doc.get(&all, id.as_str()).unwrap().unwrap();
    let mut tx = doc.transaction();
    write(&mut tx, &record);
    tx.commit();
    doc.save_after(&before)
}

fn record(doc: &Automerge) -> ObjId {
    let (_, all) = doc.get(ROOT, Collection::Suggestions.code()).unwrap().unwrap();
    doc.get(&all, SUGGESTION.0.simple().to_string()).unwrap().unwrap().1
}

#[test]
fn what_is_saved_is_what_is_loaded() {
    let [mut pen] = Pen::several();
    pen.give(edit(SuggestionEdit::Text(LongText("There is none.".into()))));
    let before = Document::new(SUGGESTIONS).heads();
    let document = pen.document(SUGGESTIONS);
    let mut loaded = Document::load(SUGGESTIONS, &document.save()).unwrap();
    assert_eq!((loaded.heads(), loaded.entries()), (document.heads(), document.entries()));
    let mut grown = Document::new(SUGGESTIONS);
    grown.absorb(&document.save_after(&before)).unwrap();
    assert_eq!((grown.heads(), grown.save()), (document.heads(), document.save()));
    for changes in document.changes_after(&before) {
        grown.absorb(&changes).unwrap();
    }
    assert_eq!(grown.heads(), document.heads(), "what comes twice does no harm");
}

#[test]
fn damage_is_told() {
    let [mut pen] = Pen::several();
    let snapshot = pen.document(SUGGESTIONS).save();
    assert_eq!(Document::load(TASKS, &snapshot).err(), Some(Damaged), "another document");
    assert_eq!(Document::load(SUGGESTIONS, &Automerge::new().save()).err(), Some(Damaged), "a stranger's");
    for length in 0..snapshot.len() {
        assert!(Document::load(SUGGESTIONS, &snapshot[..length]).is_err(), "cut at {length}");
    }
    let changes = pen.document(SUGGESTIONS).save_after(&Document::new(SUGGESTIONS).heads());
    for length in 1..changes.len() {
        assert!(Document::new(SUGGESTIONS).absorb(&changes[..length]).is_err(), "cut at {length}");
    }
    for index in 0..changes.len() {
        let mut flipped = changes.clone();
        flipped[index] ^= 0x10;
        assert!(Document::new(SUGGESTIONS).absorb(&flipped).is_err(), "flipped at {index}");
    }
    let more = [changes.as_slice(), b"more"].concat();
    assert!(Document::new(SUGGESTIONS).absorb(&more).is_err(), "something behind it");
}

#[test]
fn changes_that_come_before_their_history_wait_for_it() {
    let [mut pen] = Pen::several();
    let before = pen.document(SUGGESTIONS).heads();
    let mut late = pen.document(SUGGESTIONS).clone();
    for title in ["One", "Two", "Three"] {
        pen.give(edit(SuggestionEdit::Title(title.into())));
    }
    let changes = pen.document(SUGGESTIONS).changes_after(&before);
    for change in changes.iter().rev() {
        assert_eq!(late.heads(), before);
        late.absorb(change).unwrap();
    }
    assert_eq!(late.heads(), pen.document(SUGGESTIONS).heads());
}

#[test]
fn a_newer_versions_fields_and_codes_are_kept() {
    let [mut pen] = Pen::several();
    let changes = newer(pen.document(SUGGESTIONS), |tx, record| {
        tx.put(record, "mood", "hopeful").unwrap();
        tx.put(record, Field::Category.code(), "telepathy").unwrap();
        let nested = tx.put_object(record, "votes", ObjType::Map).unwrap();
        tx.put(&nested, "for", 3).unwrap();
        tx.put_object(ROOT, "petitions", ObjType::Map).unwrap();
    });
    pen.absorb(SUGGESTIONS, &changes);
    assert_eq!(pen.community.suggestions[&SUGGESTION].category, Category::Unknown);

    let refused = pen.attempt(edit(SuggestionEdit::Category(Category::Unknown)));
    assert_eq!(refused, Err(Refusal::NeedsUpdate { field: Field::Category }));
    pen.give(edit(SuggestionEdit::Title("A brighter lamp".into())));
    assert_eq!(pen.community.suggestions[&SUGGESTION].title, "A brighter lamp");

    let snapshot = pen.document(SUGGESTIONS).save();
    let loaded = Document::load(SUGGESTIONS, &snapshot).unwrap();
    let doc = loaded.automerge();
    let text = |code: &str| doc.get(record(doc), code).unwrap().unwrap().0.as_str().map(str::to_owned);
    assert_eq!(text("mood").as_deref(), Some("hopeful"));
    assert_eq!(text(Field::Category.code()).as_deref(), Some("telepathy"));
    assert_eq!(doc.get(doc.get(record(doc), "votes").unwrap().unwrap().1, "for").unwrap().unwrap().0.as_i64(), Some(3));
    assert!(doc.get(ROOT, "petitions").unwrap().is_some());
}

#[test]
fn a_record_that_this_version_cannot_read_is_counted_and_kept() {
    let [mut pen] = Pen::several();
    let changes = newer(pen.document(SUGGESTIONS), |tx, record| {
        tx.put_object(record, Field::Title.code(), ObjType::List).unwrap();
        tx.put(record, Field::RaisedAt.code(), "yesterday").unwrap();
    });
    pen.document(SUGGESTIONS).absorb(&changes).unwrap();
    let outcome = pen.document(SUGGESTIONS).entries();
    assert_eq!((outcome.entries.len(), outcome.unreadable), (0, 1));
    let text = pen.document(SUGGESTIONS).save();
    let loaded = Document::load(SUGGESTIONS, &text).unwrap();
    assert!(loaded.automerge().get(record(loaded.automerge()), Field::RaisedAt.code()).unwrap().is_some());
}

#[test]
fn a_newer_major_version_is_told_apart() {
    let [mut pen] = Pen::several();
    assert!(!pen.document(SUGGESTIONS).is_newer());
    let changes = newer(pen.document(SUGGESTIONS), |tx, _| {
        tx.put(ROOT, schema::MAJOR_KEY, schema::MAJOR + 1).unwrap();
    });
    pen.absorb(SUGGESTIONS, &changes);
    assert!(pen.document(SUGGESTIONS).is_newer());
    assert_eq!(pen.community.suggestions[&SUGGESTION].title, "A lamp", "it can still be read");
}

#[test]
fn a_write_that_does_not_fit_changes_nothing() {
    use kaifong_domain::change::Change;
    let mut document = Document::new(DocumentKind::Roster);
    let heads = document.heads();
    let key = RecordKey { collection: Collection::People, id: SUGGESTION.0 };
    let there_is_none = document.commit(&[Change::Removed(key)], "Remove/1", super::pen::NOON);
    assert!(there_is_none.is_err());
    let key = RecordKey { collection: Collection::Tasks, id: SUGGESTION.0 };
    assert!(document.commit(&[Change::Restored(key)], "Restore/1", super::pen::NOON).is_err());
    assert_eq!(document.heads(), heads);
}

#[test]
fn edits_to_different_parts_of_a_long_text_merge() {
    let text = |text: &str| edit(SuggestionEdit::Text(LongText(text.into())));
    let [mut a, mut b] = Pen::several();
    a.give(text("灯坏了。请修。"));
    a.meet(&mut b);
    a.give(text("三楼的灯坏了。请修。"));
    b.give(text("灯坏了。请尽快修。"));
    a.meet(&mut b);
    assert_eq!(a.community.suggestions[&SUGGESTION].text.0, "三楼的灯坏了。请尽快修。");
}

#[test]
fn items_of_a_set_merge_one_by_one() {
    use kaifong_domain::person::PersonEdit;
    let skills = |items: &[&str]| Command::EditPerson {
        id: super::pen::PERSON,
        edits: vec![PersonEdit::Skills(items.iter().map(|item| (*item).to_owned()).collect())],
    };
    let [mut a, mut b] = Pen::several();
    a.give(skills(&["piano", "tea"]));
    a.meet(&mut b);
    a.give(skills(&["piano", "tea", "wiring"]));
    b.give(skills(&["piano", "chess"]));
    a.meet(&mut b);
    let seen: Vec<_> = a.community.people[&super::pen::PERSON].skills.iter().map(String::as_str).collect();
    assert_eq!(seen, ["chess", "piano", "wiring"]);
}

#[test]
fn a_field_that_was_emptied_stays_empty() {
    let owner = |owner| edit(SuggestionEdit::Owner(owner));
    let [mut a, mut b] = Pen::several();
    a.give(owner(Some(super::pen::PERSON)));
    a.meet(&mut b);
    b.give(owner(None));
    a.meet(&mut b);
    assert_eq!(a.community.suggestions[&SUGGESTION].owner, None);
}
