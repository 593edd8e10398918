//! Ids: newtypes over UUIDs. A new record's id is a UUID v7 that the caller makes; what two phones
//! must make alike without talking (a session of a series) has a UUID v5 of what it stands for.

use std::{fmt, str::FromStr};

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{
    table::Key,
    value::{FieldValue, Malformed, Value},
};

macro_rules! id {
    ($($(#[$meta:meta])* $name:ident),+ $(,)?) => { $(
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub struct $name(pub Uuid);

        impl fmt::Display for $name {
            /// 32 lower-case hexadecimal digits: the form in documents and addresses.
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{}", self.0.simple())
            }
        }

        impl FromStr for $name {
            type Err = uuid::Error;
            fn from_str(text: &str) -> Result<Self, uuid::Error> {
                Uuid::try_parse(text).map(Self)
            }
        }

        impl FieldValue for $name {
            fn to_value(&self) -> Value {
                Value::Text(self.to_string())
            }
            fn from_value(value: Option<&Value>) -> Result<Self, Malformed> {
                value.and_then(Value::text).and_then(|text| text.parse().ok()).ok_or(Malformed)
            }
        }

        impl From<Uuid> for $name {
            fn from(uuid: Uuid) -> Self {
                Self(uuid)
            }
        }

        impl Key for $name {
            fn uuid(self) -> Uuid {
                self.0
            }
            fn of(uuid: Uuid) -> Self {
                Self(uuid)
            }
        }
    )+ };
}

id! {
    /// An estate: a group of buildings with one manager.
    EstateId,
    /// A residential building.
    BuildingId,
    /// A person whom the community knows.
    PersonId,
    /// A person's captaincy of one building.
    CaptaincyId,
    /// A captain's endorsement of a captaincy.
    EndorsementId,
    /// A task: an activity, a class, a post, a duty.
    TaskId,
    /// A role within a task, with places to fill.
    RoleId,
    /// One person's claim to a place in a role.
    ClaimId,
    /// A series of sessions.
    SeriesId,
    /// A resident's suggestion.
    SuggestionId,
    /// One move of a suggestion from status to status.
    EventId,
    /// A comment on a suggestion.
    CommentId,
    /// The community's card: there is one, with the nil id.
    ProfileId,
    /// A family of the book club.
    FamilyId,
    /// A child.
    ChildId,
    /// A child's enrolment.
    EnrolmentId,
    /// A device: the eight bytes that name it, and eight zeros.
    DeviceId,
    /// One request of a page to its worker.
    RequestId,
}

impl PersonId {
    /// Stands for residents without an account, of whom the documents know nothing.
    pub const RESIDENT: Self = Self(Uuid::nil());
}

impl TaskId {
    /// The session of `series` on `date`: the same on every phone.
    pub fn session(series: SeriesId, date: Date) -> Self {
        Self(Uuid::new_v5(&series.0, date.to_string().as_bytes()))
    }
}

impl RoleId {
    /// The role called `name` of a session: the same on every phone.
    pub fn of_session(task: TaskId, name: &str) -> Self {
        Self(Uuid::new_v5(&task.0, name.as_bytes()))
    }
}

impl EndorsementId {
    /// A person's endorsement of a captaincy: the same on every phone.
    pub fn of(captaincy: CaptaincyId, by: PersonId) -> Self {
        Self(Uuid::new_v5(&captaincy.0, by.0.as_bytes()))
    }
}
