//! Records: what the documents hold, one map of fields each.

mod bound;
mod entry;

use serde::{Deserialize, Serialize};

use crate::{
    building::{Building, Estate},
    captaincy::Captaincy,
    child::Child,
    claim::Claim,
    comment::Comment,
    contact::Contact,
    device::Device,
    endorsement::Endorsement,
    enrolment::Enrolment,
    erasure::Erasure,
    event::Event,
    family::Family,
    field::Field,
    person::Person,
    profile::Profile,
    role::TaskRole,
    series::Series,
    suggestion::Suggestion,
    task::Task,
    value::{Malformed, Value},
};

pub use self::bound::{Fit, ITEM};
pub(crate) use self::bound::{bounded, fit, is_required, known};
pub use self::entry::{Entry, RecordKey};

/// Declares a record: fields fixed when it is made, and fields that can be edited, each with its
/// name in the documents and, where it has one, the bound on its size. Behind it, [`MATTERS`] marks a
/// field of which no value may be lost unseen.
macro_rules! record {
    (
        $(#[$meta:meta])* $name:ident($id:ident)
        fixed { $( $(#[$xmeta:meta])* $xfield:ident: $xty:ty as $xname:ident ),* $(,)? }
        $edit:ident { $( $(#[$fmeta:meta])* $field:ident: $ty:ty as $fname:ident $(in $bound:expr)? $(=> $weight:ident)? ),* $(,)? }
    ) => {
        $(#[$meta])*
        #[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
        pub struct $name {
            /// Which one.
            pub id: $crate::id::$id,
            $( $(#[$xmeta])* pub $xfield: $xty, )*
            $( $(#[$fmeta])* pub $field: $ty, )*
        }

        #[doc = concat!("One field's new value in a [`", stringify!($name), "`].")]
        #[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
        pub enum $edit { $( $(#[$fmeta])* $fname($ty) ),* }

        impl $edit {
            /// Which field it is.
            pub fn field(&self) -> $crate::field::Field {
                match self { $( Self::$fname(_) => $crate::field::Field::$fname ),* }
            }

            /// The edit that puts a value into a field; `None` if there is no such field, or it can't hold it.
            pub fn of(field: $crate::field::Field, value: &$crate::value::Value) -> Option<Self> {
                match field {
                    $( $crate::field::Field::$fname => {
                        $crate::value::FieldValue::from_value(Some(value)).ok().map(Self::$fname)
                    } )*
                    _ => None,
                }
            }

            /// The new value.
            pub fn value(&self) -> $crate::value::Value {
                match self { $( Self::$fname(value) => $crate::value::FieldValue::to_value(value) ),* }
            }

            /// The edit with white space trimmed, if its value keeps the field's bounds.
            ///
            /// # Errors
            /// A refusal that names the field and the bound.
            pub fn checked(self) -> Result<Self, $crate::refusal::Refusal> {
                Ok(match self { $( Self::$fname(value) => {
                    let value = $crate::value::FieldValue::trimmed(value);
                    $crate::record::known($crate::field::Field::$fname, &value)?;
                    $( $crate::record::bounded($crate::field::Field::$fname, &value, $bound)?; )?
                    Self::$fname(value)
                } ),* })
            }
        }

        impl $name {
            /// Puts an edit's value in its field.
            pub fn edit(&mut self, edit: $edit) {
                match edit { $( $edit::$fname(value) => self.$field = value ),* }
            }

            /// An edit for every field that can be edited, with what this record holds.
            pub fn edits(&self) -> Vec<$edit> {
                vec![ $( $edit::$fname(self.$field.clone()) ),* ]
            }

            /// The edits that lead from `before` to this record: one for each field that differs.
            pub fn since(&self, before: &Self) -> Vec<$edit> {
                let both = self.edits().into_iter().zip(before.edits());
                both.filter(|(now, then)| now != then).map(|(now, _)| now).collect()
            }

            /// Those of some edits that change something here: in a form, what was changed in it, and nothing that may have
            /// been changed elsewhere meanwhile.
            pub fn changed(&self, edits: Vec<$edit>) -> Vec<$edit> {
                let mut draft = self.clone();
                edits.into_iter().for_each(|edit| draft.edit(edit));
                draft.since(self)
            }

            /// All fields, as they are written.
            pub fn fields(&self) -> Vec<($crate::field::Field, $crate::value::Value)> {
                use $crate::value::FieldValue as _;
                vec![
                    $( ($crate::field::Field::$xname, self.$xfield.to_value()), )*
                    $( ($crate::field::Field::$fname, self.$field.to_value()), )*
                ]
            }

            /// Whether a value can stand in a field; `None` if the record has no such field.
            pub fn fits(
                field: $crate::field::Field,
                value: Option<&$crate::value::Value>,
            ) -> Option<$crate::record::Fit> {
                use $crate::{field::Field, record::fit};
                match field {
                    $( Field::$xname => Some(fit::<$xty>(value, u64::MAX)), )*
                    $( Field::$fname => Some(fit::<$ty>(value, [u64::MAX $(, *$bound.end())?].into_iter().min()?)), )*
                    _ => None,
                }
            }

            /// The fields that every record has from the beginning: nobody can take them out, or leave them
            /// empty.
            pub fn required() -> Vec<$crate::field::Field> {
                use $crate::{field::Field, record::is_required};
                let fixed = [ $( (Field::$xname, is_required::<$xty>(0)), )* ];
                let edited = [ $( (Field::$fname, is_required::<$ty>(0 $(.max(*$bound.start()))?)), )* ];
                let all = fixed.into_iter().chain(edited);
                all.filter(|(_, required)| *required).map(|(field, _)| field).collect()
            }

            /// Whether a field can be edited once the record is made.
            pub fn edits_field(field: $crate::field::Field) -> bool {
                matches!(field, $( $crate::field::Field::$fname )|+)
            }

            /// Whether no value of a field may be lost unseen.
            pub fn matters(field: $crate::field::Field) -> bool {
                match field {
                    $( $( $crate::field::Field::$fname => $crate::record::$weight, )? )*
                    _ => false,
                }
            }

            /// Reads a record from its fields.
            ///
            /// # Errors
            /// [`Malformed`](crate::value::Malformed) if a field that can't be done without is not there.
            pub fn read(
                id: $crate::id::$id,
                get: &dyn Fn($crate::field::Field) -> Option<$crate::value::Value>,
            ) -> Result<Self, $crate::value::Malformed> {
                use $crate::value::FieldValue as _;
                Ok(Self {
                    id,
                    $( $xfield: <$xty>::from_value(get($crate::field::Field::$xname).as_ref())?, )*
                    $( $field: <$ty>::from_value(get($crate::field::Field::$fname).as_ref())?, )*
                })
            }
        }
    };
}

/// Stands behind a field, in the declaration of its record, if no value of it may be lost unseen: where
/// several people have written it apart, they are told of it ([`Conflict`]).
pub(crate) const MATTERS: bool = true;

macro_rules! records {
    ($( $(#[$meta:meta])* $name:ident in $collection:ident = $code:literal ),+ $(,)?) => {
        coded! {
            /// The kinds of record, each in a collection of its own in a document.
            Collection { $( $(#[$meta])* $collection = $code ),+ }
        }

        /// Any record.
        #[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
        pub enum Record { $( $(#[$meta])* $name($name) ),+ }

        impl Record {
            /// Which record it is.
            pub fn key(&self) -> RecordKey {
                match self { $( Self::$name(record) => RecordKey { collection: Collection::$collection, id: record.id.0 } ),+ }
            }

            /// All fields, as they are written.
            pub fn fields(&self) -> Vec<(Field, Value)> {
                match self { $( Self::$name(record) => record.fields() ),+ }
            }

            /// Whether a value can stand in a field of a collection's records; `None` if they have no such
            /// field.
            pub fn fits(collection: Collection, field: Field, value: Option<&Value>) -> Option<Fit> {
                match collection {
                    $( Collection::$collection => $name::fits(field, value), )+
                    Collection::Unknown => None,
                }
            }

            /// The fields that every record of a collection has from the beginning. A newer version of the same
            /// layout writes them too, or older ones could not read what it writes.
            pub fn required(collection: Collection) -> Vec<Field> {
                match collection {
                    $( Collection::$collection => $name::required(), )+
                    Collection::Unknown => vec![],
                }
            }

            /// Whether a field of a collection's records can be edited once they are made.
            pub fn edits(collection: Collection, field: Field) -> bool {
                match collection {
                    $( Collection::$collection => $name::edits_field(field), )+
                    Collection::Unknown => false,
                }
            }

            /// Whether no value of a field of a collection's records may be lost unseen.
            pub fn matters(collection: Collection, field: Field) -> bool {
                match collection {
                    $( Collection::$collection => $name::matters(field), )+
                    Collection::Unknown => false,
                }
            }

            /// Reads the record called `key`.
            ///
            /// # Errors
            /// [`Malformed`] if a field that can't be done without is not there, or the collection is unknown.
            pub fn read(key: RecordKey, get: &dyn Fn(Field) -> Option<Value>) -> Result<Self, Malformed> {
                match key.collection {
                    $( Collection::$collection => $name::read(key.id.into(), get).map(Self::$name), )+
                    Collection::Unknown => Err(Malformed),
                }
            }
        }

        $( impl From<$name> for Record {
            fn from(record: $name) -> Self { Self::$name(record) }
        } )+
    };
}

records! {
    /// The community's own card.
    Profile in Profile = "profile",
    /// Estates.
    Estate in Estates = "estates",
    /// Buildings.
    Building in Buildings = "buildings",
    /// People.
    Person in People = "people",
    /// Who is captain of which building.
    Captaincy in Captaincies = "captaincies",
    /// Series of sessions.
    Series in Series = "series",
    /// Tasks.
    Task in Tasks = "tasks",
    /// Roles within tasks.
    TaskRole in Roles = "roles",
    /// Claims to places.
    Claim in Claims = "claims",
    /// Suggestions.
    Suggestion in Suggestions = "suggestions",
    /// Moves of suggestions.
    Event in Events = "events",
    /// Comments on suggestions.
    Comment in Comments = "comments",
    /// Devices.
    Device in Devices = "devices",
    /// How people can be reached, each in a document of their own.
    Contact in Contacts = "contacts",
    /// People who were erased.
    Erasure in Erasures = "erasures",
    /// The book club's families, each in a document of its own.
    Family in Families = "families",
    /// Their children.
    Child in Children = "children",
    /// Children's enrolments.
    Enrolment in Enrolments = "enrolments",
    /// Endorsements of captaincies.
    Endorsement in Endorsements = "endorsements",
}
