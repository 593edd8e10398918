//! What goes wrong in one play, and how often.

use kaifong_tests::{
    seed::Seed,
    world::{Odds, Sabotage},
};

/// What goes wrong; numbers are so many in a thousand turns, unless they say otherwise.
#[derive(Clone, Copy, Debug)]
pub struct Weather {
    /// What goes wrong by itself.
    pub odds: Odds,
    /// A socket breaks.
    pub cut: u32,
    /// The network loses a phone, or finds it again.
    pub part: u32,
    /// Nothing gets through for a while.
    pub stall: u32,
    /// A frame comes twice.
    pub stutter: u32,
    /// A phone dies.
    pub kill: u32,
    /// The server dies.
    pub kill_server: u32,
    /// Somebody sets a phone's clock, or the server's.
    pub set_clock: u32,
    /// A phone's storage is full, or has room again; or the server's.
    pub fill: u32,
    /// When a phone dies, bytes of it go bad, in a thousand deaths.
    pub damage: u32,
    /// The server is backed up, or set back to its backup, or loses a chunk.
    pub restore_server: u32,
    /// Somebody makes a file of everything on a phone, or takes one over.
    pub archive: u32,
    /// A phone is backed up, or set back to its backup.
    pub restore: u32,
    /// Somebody is trusted with something else, or not let in any more.
    pub access: u32,
    /// A person is erased.
    pub erase: u32,
    /// A modified client writes what the gate refuses.
    pub tamper: u32,
    /// A phone hands over what waits on it to another one.
    pub hand_over: u32,
    /// A newer version writes, or a stranger.
    pub newer: u32,
    /// How many frames may wait for a phone before the server cuts it.
    pub most_waiting: usize,
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
            write_tears: often(500),
            read_fails: often(200),
            commit_fails: often(200),
            flawed_snapshot: often(400),
            deaf: often(300),
        };
        let (cut, part, stall, stutter) = (often(40), often(30), often(20), often(20));
        let (kill, kill_server, set_clock, fill) = (often(25), often(15), often(20), often(15));
        let hand_over = often(30);
        let mut seldom = |of: u32, per_mille: u32| if seed.chance(of) { per_mille } else { 0 };
        let mut weather = Self {
            odds,
            cut,
            part,
            stall,
            stutter,
            kill,
            kill_server,
            set_clock,
            fill,
            hand_over,
            damage: seldom(150, 500),
            restore_server: seldom(150, 25),
            archive: seldom(250, 20),
            restore: seldom(150, 30),
            access: seldom(150, 20),
            erase: seldom(150, 5),
            tamper: seldom(150, 20),
            newer: seldom(150, 20),
            most_waiting: if seed.chance(300) { 3 + seed.below(6) } else { usize::MAX },
            is_chatty: seed.chance(120),
            begins_even: seed.chance(700),
        };
        if weather.restore_server > 0 {
            // What a newer version wrote may be gone with the store, and nobody asks it to come back.
            weather.newer = 0;
        }
        if weather.damage > 0 {
            weather.kill = 25;
        }
        weather.suit(sabotage);
        weather
    }

    /// A lie is found out where the truth matters, and where nothing else explains it.
    fn suit(&mut self, sabotage: Option<Sabotage>) {
        let Some(sabotage) = sabotage else { return };
        (self.damage, self.restore_server, self.odds.write_tears) = (0, 0, 0);
        (self.restore, self.access, self.tamper, self.erase) = (0, 0, 0, 0);
        self.kill = 20;
        match sabotage {
            Sabotage::HastyDeletion => (self.is_chatty, self.odds.flawed_snapshot) = (true, 500),
            Sabotage::HastyReceipt => (self.kill_server, self.odds.commit_fails) = (15, 300),
            Sabotage::OpenGate | Sabotage::ListForgets => self.tamper = 30,
            Sabotage::BlindFaith => (self.restore_server, self.newer) = (30, 0),
            Sabotage::StaleNonce => (self.damage, self.kill) = (700, 25),
            Sabotage::DiskForgets | Sabotage::StoreForgets | Sabotage::RowForgotten | Sabotage::OpenDoors => {}
        }
    }
}
