//! What strikes the community, as often as the weather has it.

use kaifong_domain::{access::AccessRole, handover::LetterId, id::RequestId};
use kaifong_tests::world::{Done, World};

use crate::{play::Play, weather::Weather};

/// What somebody may be trusted with next.
const ROLES: [AccessRole; 6] = [
    AccessRole::Coordinator,
    AccessRole::Captain,
    AccessRole::Member,
    AccessRole::Member,
    AccessRole::Partner,
    AccessRole::Partner,
];
const YEAR: i64 = 365 * 24 * 60 * 60 * 1_000;

impl Play {
    /// Somebody may be struck now.
    pub fn trouble(&mut self) -> Done {
        let index = self.world.seed.below(self.world.phones.len());
        self.trouble_with_the_line(index);
        self.trouble_with_a_phone(index)?;
        if self.strikes(self.weather.archive) && self.world.phones[index].replica.is_some() {
            self.archive(index)?;
        }
        self.trouble_with_a_backup(index)?;
        self.trouble_with_access(index)?;
        self.trouble_with_the_server();
        if self.strikes(self.weather.hand_over / 2) {
            self.put_down(index)?;
        }
        if self.strikes(self.weather.hand_over) {
            let to = self.world.seed.below(self.world.phones.len());
            if to != index {
                self.world.hand_over(index, to)?;
            }
        }
        if self.strikes(self.weather.set_clock) {
            self.set_clock(index);
        }
        Ok(())
    }

    /// Somebody does not want to carry a letter any longer.
    fn put_down(&mut self, index: usize) -> Done {
        let phone = &self.world.phones[index];
        let carried = phone.carried.iter().filter(|carried| carried.is_saved && phone.replica.is_some());
        let letters: Vec<LetterId> = carried.map(|carried| carried.id).collect();
        let Some(letter) = self.world.seed.pick(&letters).copied() else { return Ok(()) };
        self.tally.count("letters put down", 1);
        self.world.put_down(index, letter)
    }

    fn strikes(&mut self, per_mille: u32) -> bool {
        // Of a hundred turns, fourteen come here.
        self.world.seed.chance(per_mille * 100 / 14)
    }

    fn trouble_with_the_line(&mut self, index: usize) {
        let Weather { cut, part, stall, stutter, .. } = self.weather;
        if self.strikes(cut) {
            self.tally.count("cuts", 1);
            self.world.cut(index);
        }
        if self.strikes(stall) {
            self.tally.count("stalls", 1);
            let millis = *self.world.seed.pick(&[2_000, 19_000, 44_000, 70_000]).expect("there are four");
            self.world.stall(index, millis);
        }
        if self.strikes(stutter) {
            self.tally.count("stutters", 1);
            self.world.stutter(index);
        }
        if self.strikes(part) {
            let reachable = !self.world.phones[index].is_reachable;
            self.world.tell(|| format!("phone {index} reachable: {reachable}"));
            self.world.phones[index].is_reachable = reachable;
        }
    }

    fn trouble_with_a_phone(&mut self, index: usize) -> Done {
        let Weather { kill, fill, damage, .. } = self.weather;
        if self.strikes(kill) && self.world.phones[index].replica.is_some() {
            self.tally.count("phones died", 1);
            self.world.kill(index)?;
            if self.world.seed.chance(damage) {
                let damaged = self.world.damage(index);
                self.tally.count("damaged chunks", u32::from(damaged));
            }
        }
        if self.strikes(fill) {
            let World { phones, seed, .. } = &mut self.world;
            let disk = &mut phones[index].disk;
            disk.quota = if disk.quota.is_none() { Some(disk.size() + seed.below(4_096)) } else { None };
            self.tally.count("full phones", u32::from(disk.quota.is_some()));
        }
        Ok(())
    }

    /// A file of everything on a phone, or one of the same person's taken over, again maybe.
    fn archive(&mut self, index: usize) -> Done {
        let person = self.world.phones[index].identity.actor.person;
        let own: Vec<Vec<u8>> =
            self.files.iter().filter(|(whose, _)| *whose == person).map(|(_, file)| file.clone()).collect();
        match self.world.seed.pick(&own).cloned() {
            Some(file) if self.world.seed.chance(600) => {
                self.tally.count("files taken over", 1);
                let request = RequestId(self.world.seed.uuid());
                let taken = self.world.take_archive(index, request, &file)?;
                assert_eq!(taken, Ok(()), "a file of ours can be read");
            }
            _ => {
                self.tally.count("files made", 1);
                self.files.push((person, self.world.archive(index)));
            }
        }
        Ok(())
    }

    fn trouble_with_a_backup(&mut self, index: usize) -> Done {
        if !self.strikes(self.weather.restore) {
            return Ok(());
        }
        if self.world.phones[index].backup.is_none() || self.world.seed.chance(400) {
            self.tally.count("phones backed up", 1);
            self.world.back_up(index);
            return Ok(());
        }
        self.tally.count("phones restored", 1);
        self.world.restore(index)?;
        // It finds out when it meets the others: at once, or after much has been written.
        self.world.phones[index].is_reachable = self.world.seed.chance(500);
        self.world.boot(index)
    }

    fn trouble_with_access(&mut self, index: usize) -> Done {
        let Weather { access, erase, tamper, .. } = self.weather;
        if self.strikes(access) {
            if self.world.seed.chance(150) {
                self.tally.count("phones withdrawn", 1);
                self.world.withdraw(index)?;
            } else {
                self.tally.count("roles changed", 1);
                let role = *self.world.seed.pick(&ROLES).expect("there are some");
                self.world.set_role(index, role)?;
            }
        }
        if self.strikes(erase) {
            self.tally.count("people erased", 1);
            let person = self.world.phones[index].identity.actor.person;
            self.world.erase(person)?;
        }
        if self.strikes(tamper) && self.world.tamper(index)? {
            self.tally.count("changes forged", 1);
        }
        Ok(())
    }

    fn trouble_with_the_server(&mut self) {
        let Weather { kill_server, fill, restore_server, newer, .. } = self.weather;
        if self.strikes(kill_server) && self.world.server.hub.is_some() {
            self.tally.count("servers died", 1);
            self.world.kill_server();
        }
        if self.strikes(fill) {
            self.world.server.is_full = !self.world.server.is_full;
            self.tally.count("full servers", u32::from(self.world.server.is_full));
        }
        if self.strikes(restore_server) {
            match self.world.seed.below(4) {
                0 => {
                    self.tally.count("server chunks lost", 1);
                    self.world.damage_server();
                }
                1 if self.world.server.backup.is_some() => {
                    self.tally.count("servers restored", 1);
                    self.world.restore_server();
                }
                _ => {
                    self.tally.count("servers backed up", 1);
                    self.world.back_up_server();
                }
            }
        }
        if self.strikes(newer) {
            self.tally.count("written by others", 1);
            self.world.kill_server();
            self.newer.write(&mut self.world);
        }
    }

    fn set_clock(&mut self, index: usize) {
        self.tally.count("clocks set", 1);
        let is_server = self.world.seed.chance(250);
        // What is written ahead of the server's clock is refused.
        let choice: &[i64] = if is_server { &[0, 0, 10, 1, -1, -10] } else { &[0, 0, -10, -1, 1, 10, 200] };
        let years = *self.world.seed.pick(choice).expect("there are some");
        let skew = years * YEAR + self.world.seed.below(100_000) as i64;
        if is_server {
            self.world.tell(|| format!("the server's clock is {years} years off"));
            self.world.server.skew = skew;
        } else {
            self.world.tell(|| format!("phone {index}: the clock is {years} years off"));
            self.world.phones[index].skew = skew;
        }
    }
}
