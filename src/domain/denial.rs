//! Why the community's server does not let a device in, or lets it go: said on the line, so that the phone knows what
//! to do, and not only what to show.

coded! {
    /// Why not. The codes stand on the wire: a code that has been used is never given another meaning.
    Denial {
        /// Its access was taken back, or its person has left: it holds nothing of the community's any more.
        Revoked = "revoked",
        /// Nobody signed in with this device. A server that was set back to a backup says so too, so nothing
        /// follows from it.
        UnknownDevice = "unknown-device",
    }
}
