//! One play: a community, its weather, and what becomes of it.

use std::fmt;

use kaifong_domain::{bridge::Problem, command::Command, id::RequestId, refusal::Refusal};
use kaifong_tests::{
    asking, founding,
    ledger::Broken,
    seed::Seed,
    world::{Done, Sabotage, World},
};

use crate::weather::Weather;

/// Who may be there: those who may do much more often than those who may not.
const CAST: [usize; 10] = [0, 0, 1, 1, 2, 2, 2, 3, 4, 5];
const YEAR: i64 = 365 * 24 * 60 * 60 * 1_000;

/// How much happened.
#[derive(Clone, Copy, Debug, Default)]
pub struct Tally {
    asked: u32,
    refused: u32,
    far_off: u32,
    phones_died: u32,
    servers_died: u32,
    cuts: u32,
    damages: u32,
    writes_failed: u32,
    compactions: u32,
}

impl Tally {
    /// Adds up.
    pub fn add(&mut self, other: &Self) {
        self.asked += other.asked;
        self.refused += other.refused;
        self.far_off += other.far_off;
        self.phones_died += other.phones_died;
        self.servers_died += other.servers_died;
        self.cuts += other.cuts;
        self.damages += other.damages;
        self.writes_failed += other.writes_failed;
        self.compactions += other.compactions;
    }

    /// Whether everything happened that is meant to.
    pub fn has_seen_all(&self) -> bool {
        let Self { asked, refused, far_off, phones_died, servers_died, cuts, damages, writes_failed, compactions } =
            *self;
        let seen = [asked, refused, far_off, phones_died, servers_died, cuts, damages, writes_failed, compactions];
        seen.iter().all(|count| *count > 0)
    }
}

impl fmt::Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { asked, refused, far_off, phones_died, servers_died, cuts, damages, writes_failed, compactions } =
            self;
        write!(f, "{asked} commands ({refused} refused, {far_off} for the clock), {phones_died} phones and ")?;
        write!(f, "{servers_died} servers died, {cuts} cuts, {writes_failed} failed writes, {damages} damaged ")?;
        write!(f, "chunks, {compactions} compactions")
    }
}

struct Play {
    world: World,
    weather: Weather,
    tally: Tally,
    /// What can be undone on each phone.
    undo: Vec<Vec<Command>>,
    /// What was last asked for on each phone.
    last: Vec<Option<(RequestId, Command)>>,
}

/// Plays a seed to its end.
pub fn play(number: u64, sabotage: Option<Sabotage>, is_told: bool) -> Result<Tally, Broken> {
    let mut seed = Seed::new(number);
    let weather = Weather::new(&mut seed, sabotage);
    let count = 2 + seed.below(4);
    let people: Vec<usize> = (0..count).map(|_| *seed.pick(&CAST).expect("there is a cast")).collect();
    let mut world = World::new(seed, founding::store());
    world.is_told = is_told;
    world.tell(|| format!("people {people:?}, {weather:?}"));
    for person in people {
        world.add_phone(founding::person(person), founding::PEOPLE[person]);
    }
    if weather.begins_even {
        world.rest()?;
    }
    world.sabotage = sabotage;
    world.odds = weather.odds;
    world.ledger.is_damaged = weather.damage > 0;
    let (undo, last) = (vec![vec![]; count], vec![None; count]);
    let mut play = Play { world, weather, tally: Tally::default(), undo, last };
    for _ in 0..150 + play.world.seed.below(250) {
        play.turn()?;
    }
    play.end()?;
    Ok(play.tally)
}

impl Play {
    fn turn(&mut self) -> Done {
        match self.world.seed.below(100) {
            0..60 => self.step(),
            60..78 => {
                self.ask()?;
                if self.weather.is_chatty { self.ask() } else { Ok(()) }
            }
            78..86 => {
                let millis = *self.world.seed.pick(&[40, 300, 1_000, 6_000, 21_000, 50_000]).expect("there are six");
                let idle = self.world.seed.chance(500);
                self.world.pass(millis, idle)
            }
            _ => self.trouble(),
        }
    }

    fn step(&mut self) -> Done {
        let ready = self.world.ready();
        match self.world.seed.pick(&ready) {
            Some(step) => self.world.take(*step),
            None => Ok(()),
        }
    }

    fn ask(&mut self) -> Done {
        let index = self.world.seed.below(self.world.phones.len());
        if self.world.phones[index].replica.is_none() {
            return Ok(());
        }
        let (request, command) = self.wish(index);
        self.world.tell(|| format!("phone {index}: {request} {command:?}"));
        self.last[index] = Some((request, command.clone()));
        let given = self.world.give(index, request, command)?;
        self.world.tell(|| format!("phone {index}: {given:?}"));
        self.tally.asked += 1;
        match given {
            Ok(undo) => self.undo[index].extend(undo),
            Err(Refusal::ClockFarOff) => self.tally.far_off += 1,
            Err(_) => self.tally.refused += 1,
        }
        Ok(())
    }

    /// Something new, or the same once more, or the last thing undone.
    fn wish(&mut self, index: usize) -> (RequestId, Command) {
        let new = RequestId(self.world.seed.uuid());
        let again = self.last[index].clone();
        match (self.world.seed.below(100), again) {
            (0..4, Some((request, command))) => (request, command),
            (4..8, Some((_, command))) => (new, command),
            (8..18, _) if !self.undo[index].is_empty() => {
                (new, self.undo[index].pop().expect("there is something to undo"))
            }
            _ => {
                let World { seed, phones, .. } = &mut self.world;
                let actor = phones[index].identity.actor;
                (new, asking::command(seed, phones[index].community(), actor, self.weather.is_chatty))
            }
        }
    }

    fn trouble(&mut self) -> Done {
        let index = self.world.seed.below(self.world.phones.len());
        let Weather { cut, part, kill, kill_server, set_clock, damage, .. } = self.weather;
        // Of a hundred turns, fourteen come here.
        let mut strikes = |per_mille: u32| self.world.seed.chance(per_mille * 100 / 14);
        let strikes = [cut, part, kill, kill_server, set_clock].map(&mut strikes);
        if strikes[0] {
            self.tally.cuts += 1;
            self.world.cut(index);
        }
        if strikes[1] {
            let reachable = !self.world.phones[index].is_reachable;
            self.world.tell(|| format!("phone {index} reachable: {reachable}"));
            self.world.phones[index].is_reachable = reachable;
        }
        if strikes[2] && self.world.phones[index].replica.is_some() {
            self.tally.phones_died += 1;
            self.world.kill(index)?;
            if self.world.seed.chance(damage) {
                let World { phones, seed, .. } = &mut self.world;
                let chunk = phones[index].disk.damage(seed);
                self.tally.damages += u32::from(chunk.is_some());
                self.world.tell(|| format!("phone {index}: {chunk:?} is damaged"));
            }
        }
        if strikes[3] && self.world.server.hub.is_some() {
            self.tally.servers_died += 1;
            self.world.kill_server();
        }
        if strikes[4] {
            let years = *self.world.seed.pick(&[0, -10, 10, 1, 0, 200]).expect("there are six");
            self.world.tell(|| format!("phone {index}: the clock is {years} years off"));
            self.world.phones[index].skew = years * YEAR + self.world.seed.below(100_000) as i64;
        }
        Ok(())
    }

    fn end(&mut self) -> Done {
        self.world.check_end()?;
        let Weather { odds, damage, .. } = self.weather;
        let failed = |problem: &&Problem| matches!(problem, Problem::WriteFailed(_));
        for phone in &self.world.phones {
            self.tally.writes_failed += phone.problems.iter().filter(failed).count() as u32;
            for kind in phone.replica().documents().map(|(kind, _)| kind.name()) {
                self.tally.compactions += phone.disk.snapshots(&kind).len() as u32;
            }
        }
        self.world.look_at_problems(|problem| match problem {
            Problem::WriteFailed(_) => odds.write_fails > 0,
            Problem::Damaged { .. } => damage > 0 || odds.flawed_snapshot > 0,
            Problem::CommandLost(_) => damage > 0,
            _ => false,
        })
    }
}
