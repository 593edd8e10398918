//! Who did what, when, from which device.

coded! {
    /// What was done about access. The codes stand in the store and in exports.
    AccessDeed {
        /// Somebody was invited.
        Invited = "invited",
        /// An invitation was taken back before it was used.
        InvitationWithdrawn = "invitation-withdrawn",
        /// A device signed in.
        SignedIn = "signed-in",
        /// A person is trusted with something else.
        RoleChanged = "role-changed",
        /// A device is called something else.
        DeviceRenamed = "device-renamed",
        /// A device lost its access.
        DeviceRevoked = "device-revoked",
        /// A person lost their access.
        PersonRevoked = "person-revoked",
        /// A person left.
        Left = "left",
        /// Somebody who had checked in was let in.
        CheckInConfirmed = "check-in-confirmed",
        /// Somebody who had checked in was not let in.
        CheckInDeclined = "check-in-declined",
    }
}
