//! Invented names: common surnames with given names of three generations, no name twice.

use std::collections::BTreeSet;

use super::{
    dice::Dice,
    texts::names::{ELDER, FIRST, LONGEST, MIDDLE, RARE, SECOND, SHORT, SURNAMES},
};

/// Gives out names.
#[derive(Default)]
pub(super) struct Names {
    given: BTreeSet<String>,
}

/// How old somebody is, by which their name was in fashion.
#[derive(Clone, Copy)]
pub(super) enum Generation {
    Elder,
    Middle,
    Young,
}

impl Names {
    /// A name that nobody has yet.
    pub(super) fn next(&mut self, dice: &mut Dice, generation: Generation) -> String {
        loop {
            let surname = if dice.chance(4) { dice.pick(RARE) } else { dice.pick(SURNAMES) };
            let given = match generation {
                _ if dice.chance(12) => dice.pick(SHORT).to_owned(),
                Generation::Elder => dice.pick(ELDER).to_owned(),
                Generation::Middle => dice.pick(MIDDLE).to_owned(),
                Generation::Young => format!("{}{}", dice.pick(FIRST), dice.pick(SECOND)),
            };
            let name = format!("{surname}{given}");
            if self.given.insert(name.clone()) {
                return name;
            }
        }
    }

    /// The longest name of the community: screens must bear it.
    pub(super) fn longest(&mut self) -> String {
        self.given.insert(LONGEST.to_owned());
        LONGEST.to_owned()
    }
}
