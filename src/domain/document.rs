//! Documents: one per audience and period (DESIGN §4).

use serde::{Deserialize, Serialize};

use crate::{
    field::Field,
    id::{FamilyId, PersonId},
    record::{Collection, RecordKey},
    value::{FieldValue, Value},
};

/// Which document of a community.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum DocumentKind {
    /// Profile, estates, buildings.
    Commons,
    /// People's cards, captaincies and who endorses these.
    Roster,
    /// A year's tasks with their roles and claims. Series stand with the year they began in.
    Tasks(i16),
    /// A year's suggestions with their moves and comments.
    Suggestions(i16),
    /// Which person stands behind which device. Only the server writes it.
    Access,
    /// Who was erased. Only the server writes it.
    Erasures,
    /// How one person can be reached.
    Private(PersonId),
    /// One family of the book club, with its children and what they come to.
    Family(FamilyId),
}

impl DocumentKind {
    /// The collections that a document of this kind holds.
    pub fn collections(self) -> &'static [Collection] {
        use Collection as C;
        match self {
            Self::Commons => &[C::Profile, C::Estates, C::Buildings],
            Self::Roster => &[C::People, C::Captaincies, C::Endorsements],
            Self::Tasks(_) => &[C::Series, C::Tasks, C::Roles, C::Claims],
            Self::Suggestions(_) => &[C::Suggestions, C::Events, C::Comments],
            Self::Access => &[C::Devices],
            Self::Erasures => &[C::Erasures],
            Self::Private(_) => &[C::Contacts],
            Self::Family(_) => &[C::Families, C::Children, C::Enrolments],
        }
    }

    /// The name in storage and on the wire: `access`, `erasures`, `commons`, `roster`, `tasks-2026`, `suggestions-2026`,
    /// `private-` with the person's id, `family-` with the family's.
    pub fn name(self) -> String {
        match self {
            Self::Commons => "commons".into(),
            Self::Roster => "roster".into(),
            Self::Access => "access".into(),
            Self::Erasures => "erasures".into(),
            Self::Private(person) => format!("private-{person}"),
            Self::Family(family) => format!("family-{family}"),
            Self::Tasks(year) => format!("tasks-{year}"),
            Self::Suggestions(year) => format!("suggestions-{year}"),
        }
    }

    /// The year that it is of; none for those that go on.
    pub fn year(self) -> Option<i16> {
        match self {
            Self::Access | Self::Erasures | Self::Commons | Self::Roster => None,
            Self::Private(_) | Self::Family(_) => None,
            Self::Tasks(year) | Self::Suggestions(year) => Some(year),
        }
    }

    /// Whether only the community's server writes it.
    pub fn is_servers(self) -> bool {
        matches!(self, Self::Access | Self::Erasures)
    }

    /// Whether it is about one person or family, and for few.
    pub fn is_private(self) -> bool {
        self.subject().is_some()
    }

    /// Of whom a private document is: under this id its erasure is noted.
    pub fn subject(self) -> Option<PersonId> {
        match self {
            Self::Private(person) => Some(person),
            Self::Family(family) => Some(family.subject()),
            _ => None,
        }
    }

    /// Whether a record can stand in it: a private document is of one person, or one family.
    pub fn may_hold(self, key: RecordKey) -> bool {
        match (self, key.collection) {
            (_, Collection::Unknown) => true,
            (Self::Private(person), _) => key.id == person.0,
            (Self::Family(family), Collection::Families) => key.id == family.0,
            _ => true,
        }
    }

    /// Whether a new record with these fields can stand in it: what is of a family stands in that one's document.
    pub fn may_take(self, key: RecordKey, fields: &[(Field, Value)]) -> bool {
        let Self::Family(family) = self else { return true };
        let named = fields.iter().find(|(field, _)| *field == Field::Family);
        let is_theirs = named.is_some_and(|(_, value)| FamilyId::from_value(Some(value)) == Ok(family));
        is_theirs || !matches!(key.collection, Collection::Children | Collection::Enrolments)
    }

    /// The kind with this name, if this version knows it. Years are those of a community's life: a
    /// stranger can't make a server keep documents for year after year.
    pub fn from_name(name: &str) -> Option<Self> {
        match name {
            "commons" => Some(Self::Commons),
            "roster" => Some(Self::Roster),
            "access" => Some(Self::Access),
            "erasures" => Some(Self::Erasures),
            _ => {
                let (kind, rest) = name.split_once('-')?;
                if let "private" | "family" = kind {
                    let id: PersonId = rest.parse().ok()?;
                    // One name for each: ids can be written in several ways.
                    let is_one = id != PersonId::RESIDENT && id.to_string() == rest;
                    let of = if kind == "private" { Self::Private(id) } else { Self::Family(FamilyId(id.0)) };
                    return is_one.then_some(of);
                }
                let year =
                    (rest.len() == 4).then(|| rest.parse().ok()).flatten().filter(|year| YEARS.contains(year))?;
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
