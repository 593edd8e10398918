//! Who did what, when, from which device.

use serde::{Deserialize, Serialize};

use crate::{id::PersonId, time::Timestamp};

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
        /// A person was erased.
        PersonErased = "person-erased",
        /// A family of the book club was erased.
        FamilyErased = "family-erased",
        /// A person belongs to other teams.
        TeamsChanged = "teams-changed",
    }
}

/// One thing that was done.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct AuditEntry {
    /// When the server received it.
    pub at: Timestamp,
    /// Who; nobody: the operator, or the program itself.
    pub person: Option<PersonId>,
    /// From which device: 16 hexadecimal digits.
    pub device: Option<String>,
    /// What: the names of commands, or the code of an [`AccessDeed`].
    pub deed: String,
    /// In which document; none, if it was about access.
    pub document: String,
    /// To whom.
    pub subject: Option<PersonId>,
    /// To which of their devices.
    pub subject_device: Option<String>,
    /// More about it: a role, a name; of commands, how many changes.
    pub detail: String,
}

/// A part of the audit, the newest first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuditPage {
    /// What was done.
    pub entries: Vec<AuditEntry>,
    /// Where the next part begins, if there is one.
    pub next: Option<String>,
}
