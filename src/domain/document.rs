//! Documents: one per audience and period (DESIGN §4).

use serde::{Deserialize, Serialize};

use crate::record::Collection;

/// Which document of a community.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum DocumentKind {
    /// Profile, estates, buildings.
    Commons,
    /// People's cards and captaincies.
    Roster,
    /// A year's tasks with their roles and claims. Series stand with the year they began in.
    Tasks(i16),
    /// A year's suggestions with their moves and comments.
    Suggestions(i16),
    /// Which person stands behind which device. Only the server writes it.
    Access,
}

impl DocumentKind {
    /// The collections that a document of this kind holds.
    pub fn collections(self) -> &'static [Collection] {
        use Collection as C;
        match self {
            Self::Commons => &[C::Profile, C::Estates, C::Buildings],
            Self::Roster => &[C::People, C::Captaincies],
            Self::Tasks(_) => &[C::Series, C::Tasks, C::Roles, C::Claims],
            Self::Suggestions(_) => &[C::Suggestions, C::Events, C::Comments],
            Self::Access => &[C::Devices],
        }
    }

    /// The name in storage and on the wire: `access`, `commons`, `roster`, `tasks-2026`, `suggestions-2026`.
    pub fn name(self) -> String {
        match self {
            Self::Commons => "commons".into(),
            Self::Roster => "roster".into(),
            Self::Access => "access".into(),
            Self::Tasks(year) => format!("tasks-{year}"),
            Self::Suggestions(year) => format!("suggestions-{year}"),
        }
    }

    /// The year that it is of; none for those that go on.
    pub fn year(self) -> Option<i16> {
        match self {
            Self::Access | Self::Commons | Self::Roster => None,
            Self::Tasks(year) | Self::Suggestions(year) => Some(year),
        }
    }

    /// The kind with this name, if this version knows it. Years are those of a community's life: a
    /// stranger can't make a server keep documents for year after year.
    pub fn from_name(name: &str) -> Option<Self> {
        match name {
            "commons" => Some(Self::Commons),
            "roster" => Some(Self::Roster),
            "access" => Some(Self::Access),
            _ => {
                let (kind, year) = name.split_once('-')?;
                let year =
                    (year.len() == 4).then(|| year.parse().ok()).flatten().filter(|year| YEARS.contains(year))?;
                match kind {
                    "tasks" => Some(Self::Tasks(year)),
                    "suggestions" => Some(Self::Suggestions(year)),
                    _ => None,
                }
            }
        }
    }
}

/// The years for which there can be documents.
pub const YEARS: std::ops::RangeInclusive<i16> = 2015..=2099;
