//! New records have what every record of their kind has, and texts say what can stand in their places.

use automerge::{
    ObjType,
    legacy::{ElementId, Key, ObjectId, Op, OpType as T, SortedVec},
};
use kaifong_domain::rejection::Rejection as R;
use kaifong_replica::actor::actor as writer;
use kaifong_tests::{
    forge::{DEVICE, Desk, id, on_key, seal},
    founding,
    world::NOON,
};

use super::{actor, change, desk, object, record, refuse, take, whole, whys};

const NEW: &str = "0196000000007000800000060000000f";

fn person() -> String {
    founding::person(0).0.simple().to_string()
}

/// A new suggestion with these fields.
fn raised(fields: Vec<(&'static str, T)>) -> impl Fn(&Desk) -> Vec<u8> {
    move |desk| {
        let made = ObjectId::Id(id(desk.envelope().start_op.get(), &actor()));
        let mut operations = vec![on_key(object(desk, &["suggestions"]), NEW, T::Make(ObjType::Map))];
        operations.extend(fields.iter().map(|(key, value)| on_key(made.clone(), key, value.clone())));
        seal(change(desk, operations))
    }
}

fn whole_record() -> Vec<(&'static str, T)> {
    vec![
        ("raisedBy", T::Put(person().as_str().into())),
        ("raisedAt", T::Put(NOON.into())),
        ("title", T::Put("A lamp".into())),
        ("category", T::Put("lighting".into())),
        ("source", T::Put("form".into())),
    ]
}

/// People saw a record that nobody could read: "needs an update", for ever.
#[test]
fn a_new_record_has_what_every_record_has() {
    take("all that is needed", raised(whole_record()));
    let more = [("mood", T::Put("hopeful".into())), ("category", T::Put("telepathy".into()))];
    let newer = whole_record().into_iter().filter(|(key, _)| *key != "category").chain(more);
    take("a newer version's", raised(newer.collect()));
    for left_out in 0..whole_record().len() {
        let mut fields = whole_record();
        let (key, _) = fields.remove(left_out);
        refuse(&format!("without {key}"), raised(fields), R::Incomplete);
    }
    refuse("nothing", raised(vec![]), R::Incomplete);
}

/// What was let in before is let in again, or all that rests on it would be refused.
#[test]
fn a_set_back_store_takes_back_what_it_had() {
    let mut desk = desk().refilling();
    let half = raised(vec![("raisedAt", T::Put(NOON.into()))])(&desk);
    assert_eq!(desk.bring(vec![half]), Ok(vec![]));
}

/// What a damaged store has lost may be brought back by anybody: it is known by its hash.
#[test]
fn a_damaged_store_takes_back_what_it_has_lost_and_nothing_else() {
    let by_another = |desk: &Desk, place: &str| {
        let mut change = super::good(desk, place);
        change.actor_id = writer([1; 8], [0; 8]);
        // By the clock of that time, which was years ahead of this one.
        change.time += i64::from(i32::MAX);
        seal(change)
    };
    let mut half = desk();
    let (lost, other) = (by_another(&half, "Hall"), by_another(&half, "Yard"));
    let hash = automerge::Change::try_from(lost.as_slice()).unwrap().hash();
    half = half.missing([hash].into());
    assert_eq!(half.bring(vec![other]).map(|refused| whys(&refused)), Ok(vec![R::AnotherAuthor]));
    assert_eq!(half.bring(vec![lost]), Ok(vec![]));
    assert!(half.document().has(&hash));
    whole(half.document(), "what was lost");
}

/// Writes a text into a new object at a field of the first suggestion, or into the one that is there.
fn spelt(desk: &Desk, key: &str, text: &str, is_new: bool) -> automerge::ExpandedChange {
    let start = desk.envelope().start_op.get();
    let record = object(desk, &["suggestions", &record()]);
    let (mut operations, text_object) = if is_new {
        let mut made = on_key(record, key, T::Make(ObjType::Text));
        if let ObjectId::Id(seen) = object(desk, &["suggestions", &super::record(), key]) {
            made.pred = SortedVec::from(vec![seen]);
        }
        (vec![made], ObjectId::Id(id(start, &actor())))
    } else {
        (vec![], object(desk, &["suggestions", &super::record(), key]))
    };
    let mut at = ElementId::Head;
    for piece in text.chars() {
        let (key, obj) = (Key::Seq(at), text_object.clone());
        at = ElementId::Id(id(start + operations.len() as u64, &actor()));
        let action = T::Put(piece.to_string().as_str().into());
        operations.push(Op { action, obj, key, pred: SortedVec::new(), insert: true });
    }
    change(desk, operations)
}

fn spell(key: &'static str, text: &str) -> impl Fn(&Desk) -> Vec<u8> {
    let text = text.to_owned();
    move |desk| seal(spelt(desk, key, &text, true))
}

/// Whoever wrote "me" as a text where a person's id stands made the record vanish for everybody.
#[test]
fn a_text_says_what_can_stand_in_its_place() {
    take("a person", spell("raisedBy", &person()));
    take("a title", spell("title", "A lamp for the stairs"));
    take("a code of a newer version", spell("category", "telepathy"));
    refuse("a person that is none", spell("raisedBy", "me"), R::Shape);
    refuse("a person that is empty", spell("raisedBy", ""), R::Shape);
    take("a title by two who wrote apart", spell("title", &"x".repeat(150)));
    refuse("a novel as a title", spell("title", &"x".repeat(400)), R::TooLarge);
}

#[test]
fn a_text_can_not_be_spoilt_later() {
    let mut desk = desk();
    assert_eq!(desk.bring(vec![spell("raisedBy", &person())(&desk)]), Ok(vec![]));
    let more = seal(spelt(&desk, "raisedBy", "me", false));
    assert_eq!(desk.bring(vec![more]).map(|refused| whys(&refused)), Ok(vec![R::Shape]));
    whole(desk.document(), "later");
}

/// The rest of a message does not suffer from a text that says nonsense.
#[test]
fn only_the_text_that_makes_no_sense_is_refused() {
    let mut desk = desk();
    let bad = spell("raisedBy", "me")(&desk);
    let mut good = spelt(&desk, "title", "A lamp", true);
    let (old, new) = (actor(), writer(DEVICE, [4; 8]));
    good.actor_id = new.clone();
    for op in &mut good.operations {
        if matches!(&op.obj, ObjectId::Id(text) if *text.actor() == old && op.insert) {
            op.obj = ObjectId::Id(id(good.start_op.get(), &new));
        }
        if let Key::Seq(ElementId::Id(after)) = &op.key {
            op.key = Key::Seq(ElementId::Id(id(after.counter(), &new)));
        }
    }
    let refused = desk.bring(vec![bad, seal(good)]).map(|refused| whys(&refused));
    assert_eq!(refused, Ok(vec![R::Shape]));
    whole(desk.document(), "the rest");
    let entries = desk.document().clone().entries().entries;
    assert!(entries.iter().any(|entry| format!("{entry:?}").contains("A lamp")));
}
