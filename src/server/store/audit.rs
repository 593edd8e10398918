//! The audit, as it is asked for.

use std::{fmt, str::FromStr};

use kaifong_domain::{id::PersonId, time::Timestamp};

use crate::device::DeviceId;

/// What to look for in the audit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AuditQuery {
    /// Only what was done before this entry.
    pub before: Option<AuditCursor>,
    /// Only what a person did, or what was done about them.
    pub person: Option<PersonId>,
    /// Only what was done with a device, or about it.
    pub device: Option<DeviceId>,
    /// Only what has one of these in its name, its document or its detail; anything, if there are none.
    pub words: Vec<String>,
    /// Not before.
    pub from: Timestamp,
    /// Not at or after.
    pub until: Timestamp,
    /// How many entries at most.
    pub most: usize,
}

/// A place in the audit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AuditCursor {
    /// The entry's time.
    pub at: i64,
    /// Where it stands.
    pub source: i64,
    /// Its row there.
    pub id: i64,
}

/// The text is not a place in the audit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not three numbers with dots between")]
pub struct NotACursor;

impl fmt::Display for AuditCursor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}.{}", self.at, self.source, self.id)
    }
}

impl FromStr for AuditCursor {
    type Err = NotACursor;

    fn from_str(text: &str) -> Result<Self, NotACursor> {
        let mut numbers = text.split('.').map(|number| number.parse::<i64>().map_err(|_| NotACursor));
        let mut next = || numbers.next().unwrap_or(Err(NotACursor));
        let cursor = Self { at: next()?, source: next()?, id: next()? };
        if numbers.next().is_none() { Ok(cursor) } else { Err(NotACursor) }
    }
}
