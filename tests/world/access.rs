//! Who is let in, and trusted with what: the server's word, of which a phone may not have heard.

use kaifong_domain::{
    access::{AccessRole, Teams},
    erasure,
    id::{FamilyId, PersonId, RequestId},
};
use kaifong_replica::hub::{HubEvent, LinkId};

use super::{Done, World};
use crate::wire::{End, Gate};

impl World {
    /// A phone's person is trusted with something else from now on. Their phone's lines end, and it
    /// learns of it on the next one.
    ///
    /// # Errors
    /// If that breaks a promise.
    pub fn set_role(&mut self, index: usize, role: AccessRole) -> Done {
        self.tell(|| format!("phone {index}: its person is {role:?} now"));
        self.phones[index].trust.role = role;
        self.ledger.phone_reads_anew(&self.phones[index]);
        self.shut_out(index)
    }

    /// A phone's person belongs to these teams from now on; they learn of it as of a role.
    ///
    /// # Errors
    /// If that breaks a promise.
    pub fn set_teams(&mut self, index: usize, teams: Teams) -> Done {
        self.tell(|| format!("phone {index}: its person is in {teams:?} now"));
        self.phones[index].trust.teams = teams;
        self.ledger.phone_reads_anew(&self.phones[index]);
        self.shut_out(index)
    }

    /// A phone is not let in any more.
    ///
    /// # Errors
    /// If that breaks a promise.
    pub fn withdraw(&mut self, index: usize) -> Done {
        self.tell(|| format!("phone {index} is not let in any more"));
        self.phones[index].is_withdrawn = true;
        self.shut_out(index)
    }

    /// A person is erased.
    ///
    /// # Errors
    /// If that breaks a promise.
    pub fn erase(&mut self, person: PersonId) -> Done {
        self.tell(|| format!("{person} is erased"));
        let subjects = erasure::subjects(person);
        self.server.erased.extend(subjects);
        self.erased.extend(subjects);
        // What was said of them is owed to nobody any more.
        self.described.keys().copied().collect::<Vec<_>>().into_iter().for_each(|key| self.forgive(key));
        subjects.into_iter().try_for_each(|person| self.happen_at_hub(HubEvent::Erase { person }))
    }

    /// A family is erased.
    ///
    /// # Errors
    /// If that breaks a promise.
    pub fn erase_family(&mut self, family: FamilyId) -> Done {
        let person = family.subject();
        self.server.erased.insert(person);
        self.erased.insert(person);
        self.happen_at_hub(HubEvent::Erase { person })
    }

    /// What is said of somebody who was erased is owed to nobody.
    pub(super) fn forgive(&mut self, key: (usize, RequestId)) {
        if self.described.get(&key).is_some_and(|person| self.erased.contains(person)) {
            self.ledger.forget(key);
        }
    }

    /// The server closes a phone's lines.
    fn shut_out(&mut self, index: usize) -> Done {
        let of_phone = self.wires.iter().filter(|(_, wire)| wire.phone == index && wire.server_end != End::Closed);
        let links: Vec<LinkId> = of_phone.map(|(link, _)| *link).collect();
        for link in links {
            let Some(wire) = self.wires.get_mut(&link) else { continue };
            let passed = wire.gate == Gate::Passed;
            wire.close_server();
            self.sweep();
            if passed {
                self.happen_at_hub(HubEvent::Closed { link })?;
            }
        }
        Ok(())
    }
}
