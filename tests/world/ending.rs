//! How it ends: nothing goes wrong any more, and everything comes to rest.

use kaifong_domain::{bridge::Line, bridge::Tick, claim::Seat, document::DocumentKind};
use kaifong_replica::document::Document;

use super::{Done, Odds, Step, World};
use crate::{
    ledger::{Broken, readers::may_have},
    phone::{Phone, community_of},
    wire::{End, Wire},
};

/// After so many steps, what has not come to rest never will.
const MOST_STEPS: usize = 5_000;

impl World {
    /// Lets everything happen that can, in the order in which it became possible, and time pass, until
    /// nothing happens any more.
    ///
    /// # Errors
    /// If a promise is broken, or there is no end to it.
    pub fn rest(&mut self) -> Done {
        let (mut steps, mut quiet) = (0, 0);
        while quiet < 3 {
            let taken = self.run(|_| true)?;
            steps += taken + 1;
            let listens = !self.server.is_off && !self.is_even();
            quiet = if taken > 0 || listens && steps < MOST_STEPS { 0 } else { quiet + 1 };
            self.pass(1_000, true)?;
        }
        Ok(())
    }

    /// Lets everything happen that can and may, until nothing more does; how many steps that took.
    ///
    /// # Errors
    /// If a promise is broken, or there is no end to it.
    pub fn run(&mut self, may: impl Fn(Step) -> bool) -> Result<usize, Broken> {
        let mut steps = 0;
        loop {
            let ready: Vec<Step> = self.ready().into_iter().filter(|step| may(*step)).collect();
            if ready.is_empty() {
                return Ok(steps);
            }
            for step in ready {
                if self.ready().contains(&step) {
                    steps += 1;
                    self.take(step)?;
                }
            }
            if steps > MOST_STEPS {
                return Err(Broken::Restless);
            }
        }
    }

    /// Nothing goes wrong any more.
    pub fn heal(&mut self) {
        self.odds = Odds::default();
        self.server.failing = 0;
        for phone in &mut self.phones {
            phone.is_reachable = true;
            phone.failing.clear();
        }
    }

    /// After all is said, everybody has the same, nothing waits, and everything that was promised is
    /// there, also after everything was switched off and on again.
    ///
    /// # Errors
    /// What is not so.
    pub fn check_end(&mut self) -> Done {
        self.heal();
        self.rest()?;
        self.check_equal()?;
        for index in 0..self.phones.len() {
            self.kill(index)?;
        }
        self.kill_server();
        self.rest()?;
        self.check_equal()
    }

    /// Everybody has the same, and nothing waits.
    ///
    /// # Errors
    /// What is not so.
    pub fn check_equal(&mut self) -> Done {
        for (index, phone) in self.phones.iter().enumerate() {
            self.ledger.look(index, phone)?;
            self.check_finished(index, phone)?;
            let hub = self.server.hub();
            let readable = |kind: &DocumentKind| may_have(phone.identity.actor.role, *kind);
            for kind in hub.kinds().filter(readable) {
                let own = phone.replica().documents().find(|(other, _)| *other == kind);
                let heads = own.map(|(_, document)| document.heads());
                if heads != hub.document(kind).map(Document::heads) {
                    return Err(Broken::Apart(index, kind));
                }
            }
            let theirs = hub.kinds().filter(readable).filter_map(|kind| hub.document(kind).cloned());
            if *phone.community() != community_of(theirs.flat_map(|mut document| document.entries().entries)) {
                return Err(Broken::Differ(index));
            }
        }
        for (kind, document) in self.phones.iter().flat_map(|phone| phone.replica().documents()) {
            self.ledger.read_authors(kind, document)?;
        }
        for ((phone, request), deed) in &self.ledger.deeds {
            if deed.is_owed && deed.tick != Some(Tick::Kept) && !self.ledger.is_damaged {
                return Err(Broken::NeverKept { phone: *phone, request: *request, tick: deed.tick });
            }
        }
        self.check_seats()
    }

    fn check_finished(&self, index: usize, phone: &Phone) -> Done {
        let status = &phone.status;
        let rests = status.line == Line::Synced && (status.waiting, status.saving) == (0, 0);
        let clear = status.waiting_records.is_empty() && (phone.disk.outbox.is_empty() || self.ledger.is_damaged);
        if rests && clear && phone.writing.is_none() {
            return Ok(());
        }
        let rows = phone.disk.outbox.len();
        Err(Broken::Unfinished(index, format!("{status:?} with {rows} rows in its outbox")))
    }

    fn check_seats(&self) -> Done {
        let community = self.phones.first().map(Phone::community);
        for (community, role) in community.iter().flat_map(|all| all.roles.values().map(move |role| (all, role))) {
            let seats = community.seats(role);
            let confirmed = seats.iter().filter(|(_, seat)| *seat == Seat::Confirmed).count();
            if confirmed != seats.len().min(role.places as usize) {
                return Err(Broken::Overbooked);
            }
        }
        Ok(())
    }

    /// Whether every phone that the network reaches says that both sides have the same, and has a
    /// socket of which both ends are open: one that is deaf has yet to find out.
    fn is_even(&self) -> bool {
        let open = |wire: &Wire| wire.phone_end == End::Open && wire.server_end == End::Open;
        let even = |phone: &Phone| {
            let wire = phone.link.and_then(|link| self.wires.get(&link));
            phone.status.line == Line::Synced && wire.is_some_and(open)
        };
        self.phones.iter().filter(|phone| phone.is_reachable).all(even)
    }
}
