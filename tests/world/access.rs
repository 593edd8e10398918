//! Who is let in, and trusted with what: the server's word, of which a phone may not have heard.

use kaifong_domain::{
    access::AccessRole,
    id::{PersonId, RequestId},
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
        self.phones[index].role = role;
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
        self.server.erasing.insert(person);
        self.erased.insert(person);
        // What was said of them is owed to nobody any more.
        self.described.keys().copied().collect::<Vec<_>>().into_iter().for_each(|key| self.forgive(key));
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
