//! What goes wrong in one play, and how often.

use kaifong_tests::{
    seed::Seed,
    world::{Odds, Sabotage},
};

/// What goes wrong.
#[derive(Clone, Copy, Debug)]
pub struct Weather {
    /// What goes wrong by itself.
    pub odds: Odds,
    /// A socket breaks, in a thousand turns.
    pub cut: u32,
    /// The network loses a phone, or finds it again.
    pub part: u32,
    /// A phone dies.
    pub kill: u32,
    /// The server dies.
    pub kill_server: u32,
    /// Somebody sets a phone's clock.
    pub set_clock: u32,
    /// A bit flips on a phone that is off.
    pub damage: u32,
    /// People write so much that documents are compacted.
    pub is_chatty: bool,
    /// Phones begin with what the community has.
    pub begins_even: bool,
}

impl Weather {
    /// The weather of one play.
    pub fn new(seed: &mut Seed, sabotage: Option<Sabotage>) -> Self {
        let mut often = |per_mille: u32| if seed.chance(500) { seed.below(per_mille as usize) as u32 + 1 } else { 0 };
        let odds = Odds {
            phone_dies: often(6),
            server_dies: often(4),
            write_fails: often(200),
            write_was_done: 500,
            commit_fails: often(200),
            flawed_snapshot: often(400),
            deaf: often(300),
        };
        let mut weather = Self {
            odds,
            cut: often(40),
            part: often(30),
            kill: often(25),
            kill_server: often(15),
            set_clock: often(20),
            damage: 0,
            is_chatty: seed.chance(120),
            begins_even: seed.chance(700),
        };
        if seed.chance(150) {
            (weather.damage, weather.kill) = (500, 25);
        }
        weather.suit(sabotage);
        weather
    }

    /// A lie is found out where the truth matters.
    fn suit(&mut self, sabotage: Option<Sabotage>) {
        if sabotage.is_some() {
            self.damage = 0;
            self.kill = 20;
        }
        if sabotage == Some(Sabotage::HastyDeletion) {
            self.is_chatty = true;
            self.odds.flawed_snapshot = 500;
        }
    }
}
