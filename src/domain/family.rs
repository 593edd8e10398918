//! Families of the book club (S4): what the club knows of them, each in a document of its own, for the club's team and
//! those who coordinate, and for the grown-up whose family it is. So all of it goes when it is erased (invariant I9).

use uuid::Uuid;

use crate::{
    id::{BuildingId, FamilyId, PersonId},
    time::Timestamp,
};

record! {
    /// A family, under the id of its document.
    Family(FamilyId)
    fixed {
        /// Who wrote it down.
        created_by: PersonId as CreatedBy,
        /// When.
        created_at: Timestamp as CreatedAt,
    }
    FamilyEdit {
        /// What the grown-up who comes along is called.
        guardian: String as Guardian in 1..=40 => MATTERS,
        /// Their telephone number.
        phone: String as Phone in 0..=40 => MATTERS,
        /// The building they live in.
        building: Option<BuildingId> as Building => MATTERS,
        /// What the teachers must know: an allergy, who may fetch the children.
        note: String as Note in 0..=200 => MATTERS,
    }
}

impl FamilyId {
    /// The family of somebody whom the community knows: the same on every phone, so they can write it down by
    /// themselves.
    pub fn of(person: PersonId) -> Self {
        Self(Uuid::new_v5(&person.0, b"family"))
    }

    /// The id under which its erasure is noted. It is made of the family's, so whoever may erase a family can't name
    /// one that stands for a person.
    pub fn subject(self) -> PersonId {
        PersonId(Uuid::new_v5(&self.0, b"erasure"))
    }
}
