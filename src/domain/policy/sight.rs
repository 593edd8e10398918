//! What the rules look at: the community as a phone sees it, or the documents of a server.

use crate::{
    claim::Claim,
    community::Community,
    event::Event,
    id::{BuildingId, PersonId, RoleId, SuggestionId},
    record::{Collection, Record, RecordKey},
};

/// The state that a rule depends on.
pub trait Sight {
    /// A record, also one that was taken out.
    fn record(&self, key: RecordKey) -> Option<Record>;
    /// The last of a suggestion's moves, in the order of [`crate::suggestion::in_order`].
    fn last_move(&self, suggestion: SuggestionId) -> Option<Event>;
    /// A person's standing claim to a role.
    fn claim_of(&self, person: PersonId, role: RoleId) -> Option<Claim>;
    /// Whether a person is captain of a building.
    fn is_captain_of(&self, person: PersonId, building: BuildingId) -> bool;
    /// Whether a person is captain of any building, and no candidate.
    fn is_appointed(&self, person: PersonId) -> bool;
    /// Whether a person was erased.
    fn is_erased(&self, person: PersonId) -> bool;
    /// Whether the community knows somebody under an id, with a card or without: they have come in with a device, or can
    /// be reached.
    fn is_known(&self, person: PersonId) -> bool;
}

impl Sight for Community {
    fn record(&self, key: RecordKey) -> Option<Record> {
        self.record(key).or_else(|| self.removed.get(&key).cloned())
    }

    fn last_move(&self, suggestion: SuggestionId) -> Option<Event> {
        self.moves_of(suggestion).last().map(|event| (*event).clone())
    }

    fn claim_of(&self, person: PersonId, role: RoleId) -> Option<Claim> {
        self.claim_of(person, role).cloned()
    }

    fn is_captain_of(&self, person: PersonId, building: BuildingId) -> bool {
        self.captaincies.values().any(|captaincy| (captaincy.person, captaincy.building) == (person, building))
    }

    fn is_appointed(&self, person: PersonId) -> bool {
        self.captaincies.values().any(|captaincy| captaincy.person == person && captaincy.is_appointed())
    }

    fn is_erased(&self, person: PersonId) -> bool {
        self.erasures.contains_key(&person)
    }

    fn is_known(&self, person: PersonId) -> bool {
        let contact = RecordKey { collection: Collection::Contacts, id: person.0 };
        self.devices.values().any(|device| device.person == person) || self.knows(contact)
    }
}
