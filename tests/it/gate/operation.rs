//! Operations that write what the schema has no place for, or refer to what is not there.

use automerge::{
    ObjType, ScalarValue as S,
    legacy::{ElementId, Key, ObjectId, Op, OpType as T, SortedVec},
};
use kaifong_domain::rejection::Rejection as R;
use kaifong_tests::{
    forge::{Desk, id, on_key, seal},
    world::NOON,
};

use super::{actor, change, good, object, record, refuse, take};

type Forge = Box<dyn FnOnce(&Desk) -> Vec<u8>>;

/// One operation on a key of the object at these keys.
fn at(keys: &[&str], key: &str, action: T) -> Forge {
    let keys: Vec<String> = keys.iter().map(|key| (*key).to_owned()).collect();
    let key = key.to_owned();
    Box::new(move |desk| {
        let keys: Vec<&str> = keys.iter().map(String::as_str).collect();
        seal(change(desk, vec![on_key(object(desk, &keys), &key, action)]))
    })
}

fn field(key: &str, action: T) -> Forge {
    at(&["suggestions", &record()], key, action)
}

/// An operation that takes the place of what stands at a key.
fn over(keys: &'static [&'static str], key: String, action: T) -> Forge {
    Box::new(move |desk| {
        let mut op = on_key(object(desk, keys), &key, action);
        let path: Vec<&str> = keys.iter().copied().chain([key.as_str()]).collect();
        let ObjectId::Id(seen) = object(desk, &path) else { panic!("it is there") };
        op.pred = SortedVec::from(vec![seen]);
        seal(change(desk, vec![op]))
    })
}

#[test]
fn what_the_schema_has_no_place_for_is_refused() {
    const AHEAD: i64 = NOON + 25 * 60 * 60 * 1_000;
    let id = "00000000000000000000000000000001";
    let put = |value: S| T::Put(value);
    let map = || T::Make(ObjType::Map);
    for (name, forge, why) in [
        ("the layout's version", at(&[], "schema", put(2.into())), R::Shape),
        ("another collection", at(&[], "suggestions", map()), R::Shape),
        ("a collection replaced", over(&[], "suggestions".into(), map()), R::Shape),
        ("a collection deleted", over(&[], "events".into(), T::Delete), R::Shape),
        ("a record that is a scalar", at(&["suggestions"], id, put(1.into())), R::Shape),
        ("a record that is a list", at(&["suggestions"], id, T::Make(ObjType::List)), R::Shape),
        ("a record without an id", at(&["suggestions"], "lamp", map()), R::Shape),
        ("a record with a capital id", at(&["suggestions"], &"AB".repeat(16), map()), R::Shape),
        ("a record replaced", over(&["suggestions"], record(), map()), R::Shape),
        ("a record deleted", over(&["suggestions"], record(), T::Delete), R::Shape),
        ("a title that is a number", field("title", put(1.into())), R::Shape),
        ("a title that is a map", field("title", map()), R::Shape),
        ("a title that is too long", field("title", put("x".repeat(81).as_str().into())), R::TooLarge),
        ("a date that is a text", field("raisedAt", put("yesterday".into())), R::Shape),
        ("a date that is a float", field("raisedAt", put(S::F64(1.0))), R::Shape),
        ("a date to come", field("raisedAt", put(AHEAD.into())), R::Clock),
        ("a date of old", field("raisedAt", put(1.into())), R::Clock),
        ("a person that is none", field("raisedBy", put("me".into())), R::Shape),
        ("a person taken away", field("raisedBy", put(S::Null)), R::Shape),
        ("taken out, perhaps", field("removed", put("perhaps".into())), R::Shape),
        ("a list", field("mood", T::Make(ObjType::List)), R::Shape),
        ("a table", field("mood", T::Make(ObjType::Table)), R::Shape),
        ("an increment", field("mood", T::Increment(1)), R::Shape),
        ("a mark", field("mood", T::MarkEnd(true)), R::Shape),
        ("a value of no type", field("mood", put(S::Unknown { type_code: 15, bytes: vec![1] })), R::Shape),
        ("a novel", field("mood", put("x".repeat(20_000).as_str().into())), R::TooLarge),
        ("a key like a novel", field(&"k".repeat(200), put(1.into())), R::TooLarge),
    ] {
        refuse(name, forge, why);
    }
}

#[test]
fn what_a_newer_version_writes_is_kept() {
    let put = |value: S| T::Put(value);
    for (name, forge) in [
        ("a field", field("mood", put("hopeful".into()))),
        ("a tally", field("masks", put(S::Counter(3.into())))),
        ("a text", field("minutes2", T::Make(ObjType::Text))),
        ("a map", field("votes", T::Make(ObjType::Map))),
        ("a code", field("category", put("telepathy".into()))),
        ("a collection", at(&[], "petitions", T::Make(ObjType::Map))),
    ] {
        take(name, forge);
    }
}

fn nested(depth: u64) -> Forge {
    Box::new(move |desk| {
        let (mut operations, start) = (vec![], desk.envelope().start_op.get());
        for level in 0..depth {
            let object = match level {
                0 => ObjectId::Root,
                _ => ObjectId::Id(id(start + level - 1, &actor())),
            };
            operations.push(on_key(object, "deeper", T::Make(ObjType::Map)));
        }
        seal(change(desk, operations))
    })
}

/// A thousand nested maps overflowed the stack of whoever read them.
#[test]
fn depth_has_a_bound() {
    take("seven deep", nested(7));
    for depth in [8, 1_000] {
        refuse("deep", nested(depth), R::TooLarge);
    }
}

#[test]
fn what_is_referred_to_must_be_there() {
    let stranger = automerge::ActorId::from([0x55; 16]);
    let own = |ahead: u64| move |desk: &Desk| id(desk.envelope().start_op.get() + ahead, &actor());
    let unseen = |object: ObjectId| -> Forge {
        Box::new(move |desk| seal(change(desk, vec![on_key(object, "x", T::Put(1.into()))])))
    };
    refuse("an object of nobody", unseen(ObjectId::Id(id(3, &stranger))), R::Malformed);
    let scalar: Forge = Box::new(|desk| {
        let seen = object(desk, &["suggestions", &record(), "title"]);
        seal(change(desk, vec![on_key(seen, "x", T::Put(1.into()))]))
    });
    refuse("an object that is a scalar", scalar, R::Malformed);
    let itself: Forge = Box::new(move |desk| {
        let op = on_key(ObjectId::Id(own(0)(desk)), "x", T::Make(ObjType::Map));
        seal(change(desk, vec![op]))
    });
    refuse("an object in itself", itself, R::Malformed);
    let replaced = |key: &'static str, of: &'static str| -> Forge {
        Box::new(move |desk| {
            let mut op = on_key(object(desk, &["suggestions", &record()]), key, T::Put("x".into()));
            let ObjectId::Id(seen) = object(desk, &["suggestions", &record(), of]) else { panic!("it is there") };
            op.pred = SortedVec::from(vec![seen]);
            seal(change(desk, vec![op]))
        })
    };
    take("its own place's value is replaced", replaced("title", "title"));
    refuse("another place's value is replaced", replaced("place", "title"), R::Malformed);
    let nothing: Forge = Box::new(|desk| {
        let op = on_key(object(desk, &["suggestions", &record()]), "place", T::Delete);
        seal(change(desk, vec![op]))
    });
    refuse("nothing is deleted", nothing, R::Malformed);
    let element: Forge = Box::new(move |desk| {
        let text = object(desk, &["suggestions", &record(), "text"]);
        let key = Key::Seq(ElementId::Id(own(5)(desk)));
        let op = Op { action: T::Put("x".into()), obj: text, key, pred: SortedVec::new(), insert: true };
        seal(change(desk, vec![op]))
    });
    refuse("after an element to come", element, R::Malformed);
}

#[test]
fn a_text_is_written_piece_by_piece() {
    let write = |piece: &'static str, insert: bool| -> Forge {
        Box::new(move |desk| {
            let obj = object(desk, &["suggestions", &record(), "text"]);
            let key = Key::Seq(ElementId::Head);
            let op = Op { action: T::Put(piece.into()), obj, key, pred: SortedVec::new(), insert };
            seal(change(desk, vec![op]))
        })
    };
    take("a sign", write("灯", true));
    refuse("a sign in no place", write("灯", false), R::Malformed);
    refuse(
        "more than a sign",
        write("a piece of text that is far longer than any one sign could ever be in Unicode", true),
        R::TooLarge,
    );
}

#[test]
fn a_change_has_only_so_many_operations() {
    let many = |count: usize| -> Forge {
        Box::new(move |desk| {
            let record = object(desk, &["suggestions", &record()]);
            let op = |index: usize| on_key(record.clone(), &format!("f{index}"), T::Put(1.into()));
            seal(change(desk, (0..count).map(op).collect()))
        })
    };
    take("many", many(2_000));
    refuse("too many", many(20_001), R::TooLarge);
}

#[test]
fn an_honest_change_still_passes() {
    take("good", |desk| seal(good(desk, "Here")));
}
