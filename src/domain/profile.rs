//! The community's own card.

record! {
    /// What the community is called and how it speaks of itself. There is one, with the nil id.
    Profile(ProfileId)
    fixed {}
    ProfileEdit {
        /// The community's name.
        name: String as Name in 1..=60,
        /// A line about it.
        about: String as About in 0..=400,
    }
}
