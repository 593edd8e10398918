//! Check-in: somebody reports by themselves, with a phone that nobody knows yet, and is let in when a community worker
//! has looked at it.

use serde::{Deserialize, Serialize};

use crate::{id::PersonId, time::Timestamp};

/// The version of the text to which people consent. Another text has another number, and the old ones stay known, for
/// what people agreed to is what they read.
pub const CONSENT: u16 = 1;

/// The longest answer in the form, in characters.
pub const LONGEST: usize = 200;

/// What somebody says of themselves.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Details {
    /// Their name.
    pub name: String,
    /// The unit that they work for.
    pub unit: String,
    /// Where they live, in their own words.
    pub building: String,
    /// What they can do, in their own words.
    pub skills: String,
    /// When they have time.
    pub availability: String,
}

impl Details {
    /// All of it, in the order of the form.
    pub fn all(&self) -> [&String; 5] {
        [&self.name, &self.unit, &self.building, &self.skills, &self.availability]
    }

    /// Whether it can be looked at: there is a name, and nothing is too long.
    pub fn is_sound(&self) -> bool {
        let is_line = |text: &&String| text.chars().count() <= LONGEST && !text.chars().any(char::is_control);
        !self.name.trim().is_empty() && self.all().iter().all(is_line)
    }
}

/// Somebody asks to be let in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct NewCheckIn {
    /// What they say of themselves.
    pub details: Details,
    /// To which text they consented.
    pub consent: u16,
    /// The device's key: 65 bytes in base64url.
    pub public_key: String,
    /// What the device calls itself.
    pub device_name: String,
}

/// Their phone may ask with this what has become of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Ticket {
    /// 256 bits in base64url.
    pub ticket: String,
    /// The community's name.
    pub community_name: String,
    /// Until when somebody may look at it.
    pub expires_at: Timestamp,
}

/// A request that waits for a community worker.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct CheckIn {
    /// Its name: 32 hexadecimal digits.
    pub id: String,
    /// What they say of themselves.
    pub details: Details,
    /// What the device calls itself.
    pub device_name: String,
    /// To which text they consented.
    pub consent: u16,
    /// When they asked.
    pub asked_at: Timestamp,
    /// Until when it can be confirmed.
    pub expires_at: Timestamp,
}

/// A request is confirmed: the device signs this person in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Confirmation {
    /// Whose card it is.
    pub person: PersonId,
}
