//! A phone that is set back to a backup after it has handed over: it has forgotten what is in the letter, and
//! writes on. What it writes must never take the place of that.

use kaifong_domain::id::CommentId;
use kaifong_tests::world::World;

use super::{comment, cut_off, hand_over, reach};

/// When the phone was backed up.
#[derive(Clone, Copy, Debug, PartialEq)]
enum At {
    /// Before it wrote what it handed over.
    First,
    /// When that waited.
    Waiting,
    /// After the hand-over.
    Handed,
    /// When more was waiting after that.
    More,
}

fn say(world: &mut World, phone: usize, text: &str) -> CommentId {
    let (id, _) = comment(world, phone, text);
    world.run(|_| true).unwrap();
    id
}

fn stays(backed_up: At, first: usize) {
    let mut world = cut_off(&[1, 2]);
    let reached = |world: &mut World, at: At| {
        if at == backed_up {
            world.back_up(0);
        }
    };
    reached(&mut world, At::First);
    let mut said = vec![say(&mut world, 0, "One"), say(&mut world, 0, "Two")];
    reached(&mut world, At::Waiting);
    hand_over(&mut world);
    reached(&mut world, At::Handed);
    said.push(say(&mut world, 0, "Three"));
    reached(&mut world, At::More);
    hand_over(&mut world);
    // Whoever builds on what is carried loses nothing either.
    said.push(say(&mut world, 1, "On top of it"));

    world.restore(0).unwrap();
    world.boot(0).unwrap();
    world.run(|_| true).unwrap();
    said.extend(["Four", "Five", "Six"].map(|text| say(&mut world, 0, text)));
    reach(&mut world, first, true);
    world.rest().unwrap();
    reach(&mut world, 1 - first, true);
    world.rest().unwrap();
    for phone in 0..2 {
        let comments = &world.phones[phone].view.comments;
        let lost: Vec<_> = said.iter().filter(|id| !comments.contains_key(id)).collect();
        assert_eq!(lost, Vec::<&CommentId>::new(), "{backed_up:?}, {first} first: of {said:?} on phone {phone}");
        assert_eq!((world.phones[phone].refused.len(), world.phones[phone].carried.len()), (0, 0));
    }
    world.check_end().unwrap();
}

#[test]
fn what_was_handed_over_stays_whatever_a_phone_is_set_back_to() {
    for backed_up in [At::First, At::Waiting, At::Handed, At::More] {
        for first in [0, 1] {
            stays(backed_up, first);
        }
    }
}
