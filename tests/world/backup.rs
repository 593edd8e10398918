//! Disks that are set back to what a backup of them holds, and bytes that go bad.

use super::{Done, World};
use crate::ledger::changes_in;

impl World {
    /// Makes a backup of a phone.
    pub fn back_up(&mut self, index: usize) {
        self.tell(|| format!("phone {index} is backed up"));
        self.phones[index].backup = Some(self.phones[index].disk.clone());
    }

    /// Sets a phone back to its backup, if it has one: the same device key, and an older storage.
    ///
    /// # Errors
    /// If the phone broke a promise before.
    pub fn restore(&mut self, index: usize) -> Done {
        let Some(backup) = self.phones[index].backup.clone() else { return Ok(()) };
        self.kill(index)?;
        self.tell(|| format!("phone {index} is restored from its backup"));
        self.phones[index].disk = backup;
        self.is_set_back = true;
        self.phones[index].written.is_excused = true;
        self.ledger.phone_restored(&self.phones[index]);
        self.ledger.reconsider(&self.phones, &self.server.store);
        Ok(())
    }

    /// Makes a backup of the server.
    pub fn back_up_server(&mut self) {
        self.tell(|| "the server is backed up".into());
        self.server.backup = Some(self.server.store.clone());
    }

    /// Sets the server back to its backup, if it has one.
    pub fn restore_server(&mut self) {
        let Some(backup) = self.server.backup.clone() else { return };
        self.kill_server();
        self.tell(|| "the server is restored from its backup".into());
        self.server.store = backup;
        // Whoever is erased is noted beside what is put back.
        self.server.erased.extend(&self.erased);
        (self.server.is_set_back, self.is_set_back) = (true, true);
        // Its audit is set back with it.
        self.server.missing.clear();
        self.ledger.server_restored();
        self.ledger.reconsider(&self.phones, &self.server.store);
    }

    /// A chunk of the server's goes bad: it steps over it when it starts.
    pub fn damage_server(&mut self) {
        let names: Vec<String> = self.server.store.keys().cloned().collect();
        if let Some(name) = self.seed.pick(&names) {
            self.damage_server_in(name);
        }
    }

    /// A chunk of one of its documents does, if there is one.
    pub fn damage_server_in(&mut self, name: &str) {
        let World { server, seed, .. } = self;
        let Some(chunks) = server.store.get_mut(name).filter(|chunks| !chunks.is_empty()) else { return };
        let before = changes_in(chunks);
        chunks.remove(seed.below(chunks.len()));
        let lost = &before - &changes_in(chunks);
        server.missing.entry(name.to_owned()).or_default().extend(lost);
        self.kill_server();
        self.is_set_back = true;
        self.tell(|| "the server has lost a chunk".into());
        self.ledger.server_restored();
        self.ledger.reconsider(&self.phones, &self.server.store);
    }

    /// The bytes of some chunk of a phone go bad while it is off; whether there was one.
    pub fn damage(&mut self, index: usize) -> bool {
        let World { phones, seed, .. } = self;
        let chunk = phones[index].disk.damage(seed);
        phones[index].written.is_excused = true;
        self.tell(|| format!("phone {index}: {chunk:?} is damaged"));
        self.ledger.reconsider(&self.phones, &self.server.store);
        chunk.is_some()
    }
}
