//! Estates and their buildings.

use crate::id::EstateId;

record! {
    /// A group of buildings with one manager.
    Estate(EstateId)
    fixed {}
    EstateEdit {
        /// Its name.
        name: String as Name in 1..=60,
    }
}

record! {
    /// A residential building.
    Building(BuildingId)
    fixed {
        /// Where it stands.
        estate: EstateId as Estate,
    }
    BuildingEdit {
        /// What people call it, such as "Block 7".
        name: String as Name in 1..=40,
        /// How many households live in it.
        households: u32 as Households in 0..=5_000,
    }
}
