//! One play: a community, its weather, and what becomes of it.

use kaifong_domain::{
    bridge::Problem,
    command::Command,
    id::{PersonId, RequestId},
    refusal::Refusal,
};
use kaifong_tests::{
    asking, founding,
    ledger::Broken,
    newer::Newer,
    seed::Seed,
    world::{Done, Sabotage, World},
};

use crate::{tally::Tally, weather::Weather};

/// Who may be there: those who may do much more often than those who may not.
const CAST: [usize; 10] = [0, 0, 1, 1, 2, 2, 2, 3, 4, 5];

/// A play.
pub struct Play {
    /// Where it plays.
    pub world: World,
    /// What goes wrong.
    pub weather: Weather,
    /// What happened.
    pub tally: Tally,
    /// What newer versions have written.
    pub newer: Newer,
    /// Files that hold everything of a phone, each with whose it is.
    pub files: Vec<(PersonId, Vec<u8>)>,
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
    let mut newer = Newer::default();
    if weather.newer > 0 {
        newer.plant(&mut world);
    }
    if weather.begins_even {
        world.rest()?;
    }
    world.sabotage = sabotage;
    world.odds = weather.odds;
    world.most_waiting = weather.most_waiting;
    let (undo, last) = (vec![vec![]; count], vec![None; count]);
    let mut play = Play { world, weather, tally: Tally::default(), newer, files: vec![], undo, last };
    for _ in 0..120 + play.world.seed.below(220) {
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
        self.tally.count("commands", 1);
        match given {
            Ok(undo) => self.undo[index].extend(undo),
            Err(Refusal::ClockFarOff) => self.tally.count("for the clock", 1),
            Err(_) => self.tally.count("refused", 1),
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

    fn end(&mut self) -> Done {
        self.world.check_end()?;
        self.newer.check(&self.world)?;
        let Weather { odds, damage, newer, stutter, cut, fill, access, tamper, .. } = self.weather;
        let failed = |problem: &&Problem| matches!(problem, Problem::WriteFailed(_));
        let phones = &self.world.phones;
        let failures = phones.iter().flat_map(|phone| &phone.problems).filter(failed).count() as u32;
        let snapshots = phones.iter().flat_map(|phone| {
            phone.replica().documents().map(|(kind, _)| phone.disk.snapshots(&kind.name()).len() as u32)
        });
        let listed = phones.iter().map(|phone| phone.refused.len() as u32).sum();
        self.tally.count("failed writes", failures);
        self.tally.count("commands listed", listed);
        self.tally.count("commands given again", self.world.ledger.given_again);
        std::mem::take(&mut self.world.counts).into_iter().for_each(|(what, times)| self.tally.count(what, times));
        self.tally.count("compactions", snapshots.sum());
        self.tally.count("links too slow", self.world.cut_slow);
        let goes_bad = damage > 0 || odds.write_tears > 0;
        self.world.look_at_problems(|problem| match problem {
            Problem::WriteFailed(_) => odds.write_fails > 0 || fill > 0,
            Problem::Damaged { .. } => goes_bad || odds.flawed_snapshot > 0 || odds.read_fails > 0,
            Problem::NeedsUpdate { .. } => newer > 0 || tamper > 0,
            Problem::ServerRefused(_) => stutter > 0 || cut > 0 || access > 0,
            _ => false,
        })
    }
}
