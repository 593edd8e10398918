//! Who has access: people, their roles, their devices.

use serde::{Deserialize, Serialize};

use super::{audit::AuditEntry, role_code, team_codes};
use crate::{
    access::{AccessRole, Teams},
    id::PersonId,
    time::Timestamp,
};

/// A person who may come in, or once could.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PersonAccess {
    /// Who.
    pub person: PersonId,
    /// Trusted with what.
    #[serde(with = "role_code")]
    pub role: AccessRole,
    /// The teams that they belong to.
    #[serde(with = "team_codes")]
    pub teams: Teams,
    /// Since when they are known.
    pub since: Timestamp,
    /// When they lost their access, or left.
    pub revoked_at: Option<Timestamp>,
    /// Their devices, those that lost access too.
    pub devices: Vec<DeviceAccess>,
}

/// A device that has signed in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct DeviceAccess {
    /// Its id: 16 hexadecimal digits.
    pub device: String,
    /// What its owner calls it.
    pub name: String,
    /// When it signed in.
    pub since: Timestamp,
    /// When it last opened a line.
    pub last_seen_at: Timestamp,
    /// When it lost its access.
    pub revoked_at: Option<Timestamp>,
}

/// What the server keeps of a person beside the documents.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct HeldOfPerson {
    /// Their access and their devices; nothing, if they never had any.
    pub access: Option<PersonAccess>,
    /// What they did and what was done about them, the newest first.
    pub audit: Vec<AuditEntry>,
}

/// A device is to be called something else.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewName {
    /// What.
    pub name: String,
}

/// A person is to be trusted with something else.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewRole {
    /// What.
    #[serde(with = "role_code")]
    pub role: AccessRole,
}

/// A person is to belong to these teams, and to no others.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewTeams {
    /// Which.
    #[serde(with = "team_codes")]
    pub teams: Teams,
}
