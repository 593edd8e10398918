//! How it ends: nothing goes wrong any more, and everything comes to rest.

use std::collections::{BTreeMap, BTreeSet};

use kaifong_domain::{
    bridge::{Line, Problem},
    claim::Seat,
    document::DocumentKind,
    handover::Carried,
};
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
        self.server.is_full = false;
        self.most_waiting = usize::MAX;
        self.wires.values_mut().for_each(|wire| wire.stalled_until = self.now);
        for phone in &mut self.phones {
            phone.is_reachable = true;
            phone.failing.clear();
            phone.disk.quota = None;
        }
    }

    /// Problems told so far that no fault explains.
    ///
    /// # Errors
    /// The first of them.
    pub fn look_at_problems(&mut self, explains: impl Fn(&Problem) -> bool) -> Done {
        for (index, phone) in self.phones.iter_mut().enumerate() {
            if let Some(problem) = phone.problems.drain(..).find(|problem| !explains(problem)) {
                return Err(Broken::Unfounded(index, problem));
            }
        }
        Ok(())
    }

    /// After all is said, everybody has the same, nothing waits, and everything that was promised is
    /// there, also after everything was switched off and on again.
    ///
    /// # Errors
    /// What is not so.
    pub fn check_end(&mut self) -> Done {
        self.heal();
        self.rest()?;
        // What could not be read back is tried again after a pause.
        self.pass(61_000, true)?;
        self.rest()?;
        self.check_equal()?;
        for index in 0..self.phones.len() {
            self.kill(index)?;
        }
        self.kill_server();
        self.rest()?;
        self.check_equal()
    }

    /// Everybody has the same of what they may read, and nothing waits.
    ///
    /// # Errors
    /// What is not so.
    pub fn check_equal(&mut self) -> Done {
        let hub = self.server.hub();
        let mut seen: BTreeMap<Vec<DocumentKind>, &Phone> = BTreeMap::new();
        for (index, phone) in self.phones.iter().enumerate() {
            self.ledger.look(index, phone)?;
            if phone.is_withdrawn {
                continue;
            }
            self.check_finished(index, phone)?;
            let readable = |kind: &DocumentKind| may_have(phone.actor(), *kind);
            let theirs: Vec<DocumentKind> = hub.kinds().filter(readable).collect();
            for kind in &theirs {
                let own = phone.replica().documents().find(|(other, _)| other == kind);
                // A document in which nothing was ever written is nothing to be told of.
                let heads = own.map_or_else(|| Document::new(*kind).heads(), |(_, document)| document.heads());
                if Some(heads) != hub.document(*kind).map(Document::heads) {
                    return Err(Broken::Apart(index, *kind));
                }
            }
            // Who was given more before still shows it.
            if phone.replica().documents().any(|(kind, document)| !document.is_blank() && !theirs.contains(&kind)) {
                continue;
            }
            // Equal histories are seen alike, in whichever order they came together.
            if phone.community() != seen.entry(theirs).or_insert(phone).community() {
                return Err(Broken::Differ(index));
            }
        }
        for (kind, document) in hub.kinds().filter_map(|kind| Some((kind, hub.document(kind)?))) {
            self.ledger.read_authors(kind, document, None)?;
        }
        self.look_for_erased()?;
        self.look_for_forgeries()?;
        self.ledger.all_is_said(self.server.hub(), &self.phones)?;
        self.check_bounds()?;
        self.check_seats()
    }

    /// Nothing is kept of whoever was erased, by anybody who is let in.
    fn look_for_erased(&self) -> Done {
        // Nobody of this version empties a card in a layout of a newer one.
        let is_newer = self.server.hub().document(DocumentKind::Roster).is_some_and(Document::is_newer);
        for person in &self.erased {
            let is_of = |name: &str| DocumentKind::from_name(name).and_then(DocumentKind::subject) == Some(*person);
            let is_held = self.server.hub().kinds().any(|kind| kind.subject() == Some(*person));
            if is_held || self.server.store.keys().any(|name| is_of(name)) {
                return Err(Broken::Unerased(None, *person));
            }
            for (index, phone) in self.phones.iter().enumerate().filter(|(_, phone)| !phone.is_withdrawn) {
                let is_stored = phone.disk.chunks.keys().any(|chunk| is_of(&chunk.document));
                let has_card = !is_newer && phone.view.people.contains_key(person);
                let has_family = phone.view.families.keys().any(|family| family.subject() == *person);
                let is_shown = phone.view.contacts.contains_key(person) || has_card || has_family;
                let is_listed = phone.refused.iter().any(|one| one.given.command.describes() == Some(*person));
                if is_stored || is_shown || is_listed {
                    return Err(Broken::Unerased(Some(index), *person));
                }
            }
        }
        Ok(())
    }

    fn check_finished(&self, index: usize, phone: &Phone) -> Done {
        let status = &phone.status;
        let rests = status.line == Line::Synced && (status.waiting, status.saving, status.set_aside) == (0, 0, 0);
        let clear = status.waiting_records.is_empty() && phone.disk.outbox.is_empty();
        // What rests on something that is nowhere any more, or with somebody who is not let in, waits with its carrier.
        let is_orphaned = |carried: &Carried| self.may_orphan() && carried.aside > 0;
        let is_dealt_with = |carried: &Carried| carried.refused > 0 || carried.why.is_some() || is_orphaned(carried);
        if let Some(carried) = phone.carried.iter().find(|carried| !is_dealt_with(carried)) {
            return Err(Broken::Unfinished(index, format!("still carrying {carried:?}")));
        }
        if rests && clear && phone.writing.is_none() {
            return Ok(());
        }
        let rows = phone.disk.outbox.len();
        Err(Broken::Unfinished(index, format!("{status:?} with {rows} rows in its outbox")))
    }

    /// Every standing claim has a seat of its own, and as many have a place as there are places.
    fn check_seats(&self) -> Done {
        // Nobody writes into what a newer version wrote, the usher neither.
        let hub = self.server.hub();
        if hub.kinds().filter_map(|kind| hub.document(kind)).any(Document::is_newer) {
            return Ok(());
        }
        let documents = hub.kinds().filter_map(|kind| hub.document(kind));
        let community = community_of(documents.flat_map(|document| document.clone().entries().entries));
        for role in community.roles.values() {
            let seats = community.seats(role);
            let taken: BTreeSet<_> = seats.iter().filter_map(|(claim, _)| claim.seated_at).collect();
            if taken.len() != seats.len() {
                return Err(Broken::Unseated(role.id, seats.len(), taken.len()));
            }
            let placed = seats.iter().filter(|(claim, _)| claim.placed_at.is_some());
            let confirmed = seats.iter().filter(|(_, seat)| *seat == Seat::Confirmed);
            if confirmed.clone().count() != seats.len().min(role.places as usize) || !placed.eq(confirmed) {
                return Err(Broken::Overbooked);
            }
        }
        match community.claims.values().find(|claim| !claim.stands() && claim.seated_at.is_some()) {
            Some(_) => Err(Broken::Overbooked),
            None => Ok(()),
        }
    }

    /// Whether every phone that the network reaches says that both sides have the same, and has a
    /// socket of which both ends are open: one that is deaf has yet to find out.
    fn is_even(&self) -> bool {
        let open = |wire: &Wire| wire.phone_end == End::Open && wire.server_end == End::Open;
        let even = |phone: &Phone| {
            let wire = phone.link.and_then(|link| self.wires.get(&link));
            phone.status.line == Line::Synced && wire.is_some_and(open)
        };
        self.phones.iter().filter(|phone| phone.is_reachable && !phone.is_withdrawn).all(even)
    }
}
