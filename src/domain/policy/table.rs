//! The table itself. What it does not name nobody may do.

use super::Party;
use crate::{
    field::Field,
    record::{Collection, Record},
    refusal::Refusal,
};

/// What is done to a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Deed {
    /// It is made.
    Make,
    /// A field gets a new value.
    Edit(Field),
    /// It is taken out, or brought back.
    Remove,
}

/// The part of a kind of record that a line of the table is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// Making one. What stands in the fields of a line of their own must be allowed there too.
    New,
    /// These fields.
    Fields(&'static [Field]),
    /// Every other field that can be edited.
    Rest,
    /// Taking one out, and bringing it back.
    Removal,
}

/// A line of the table.
#[derive(Clone, Copy, Debug)]
pub struct Rule {
    /// Of which records.
    pub on: Collection,
    /// Which part of them.
    pub part: Part,
    /// Any of these may.
    pub by: &'static [Party],
}

const fn rule(on: Collection, part: Part, by: &'static [Party]) -> Rule {
    Rule { on, part, by }
}

use Collection as C;
use Part::{Fields, New, Removal, Rest};
use Party as P;

/// Who may do what to which records.
pub const TABLE: &[Rule] = &[
    rule(C::Profile, New, &[P::Coordinator]),
    rule(C::Profile, Rest, &[P::Coordinator]),
    rule(C::Profile, Removal, &[P::Coordinator]),
    rule(C::Estates, New, &[P::Coordinator]),
    rule(C::Estates, Rest, &[P::Coordinator]),
    rule(C::Estates, Removal, &[P::Coordinator]),
    rule(C::Buildings, New, &[P::Coordinator]),
    rule(C::Buildings, Rest, &[P::Coordinator]),
    rule(C::Buildings, Removal, &[P::Coordinator]),
    rule(C::People, New, &[P::Coordinator, P::CaptainOfNewcomer, P::Themselves]),
    rule(C::People, Fields(&[Field::CheckedInAt]), &[P::Coordinator]),
    rule(C::People, Rest, &[P::Coordinator, P::Themselves]),
    rule(C::People, Removal, &[P::Coordinator, P::Author]),
    rule(C::Contacts, New, &[P::Coordinator, P::CaptainInCharge, P::Themselves]),
    rule(C::Contacts, Rest, &[P::Coordinator, P::CaptainInCharge, P::Themselves]),
    rule(C::Contacts, Removal, &[P::Coordinator, P::CaptainInCharge, P::Themselves]),
    rule(C::Families, New, &[P::BookClub, P::Themselves]),
    rule(C::Families, Rest, &[P::BookClub, P::Themselves]),
    rule(C::Families, Removal, &[P::BookClub, P::Themselves]),
    rule(C::Children, New, &[P::BookClub, P::Themselves]),
    rule(C::Children, Rest, &[P::BookClub, P::Themselves]),
    rule(C::Children, Removal, &[P::BookClub, P::Themselves]),
    rule(C::Enrolments, New, &[P::BookClub, P::Themselves]),
    rule(C::Enrolments, Rest, &[P::BookClub, P::Themselves]),
    rule(C::Enrolments, Removal, &[P::BookClub, P::Themselves]),
    rule(C::Captaincies, New, &[P::Coordinator]),
    rule(C::Captaincies, Rest, &[P::Coordinator]),
    rule(C::Captaincies, Removal, &[P::Coordinator]),
    rule(C::Series, New, &[P::Coordinator]),
    rule(C::Series, Rest, &[P::Coordinator]),
    rule(C::Series, Removal, &[P::Coordinator]),
    rule(C::Tasks, New, &[P::Planner, P::Opener]),
    rule(C::Tasks, Rest, &[P::Coordinator, P::CaptainWhoMadeIt, P::Lead, P::Teacher]),
    rule(C::Tasks, Removal, &[P::Coordinator, P::Author]),
    rule(C::Roles, New, &[P::Coordinator, P::CaptainWhoMadeIt, P::Lead, P::Teacher, P::Opener]),
    rule(C::Roles, Rest, &[P::Coordinator, P::CaptainWhoMadeIt, P::Lead, P::Teacher]),
    rule(C::Roles, Removal, &[P::Coordinator, P::CaptainWhoMadeIt, P::Lead, P::Teacher]),
    rule(C::Claims, New, &[P::Coordinator, P::Themselves]),
    rule(C::Claims, Fields(&[Field::SeatedAt, Field::PlacedAt]), &[]),
    rule(C::Claims, Rest, &[P::Coordinator, P::Themselves]),
    rule(C::Claims, Removal, &[P::Coordinator]),
    rule(C::Suggestions, New, &[P::Everybody]),
    rule(C::Suggestions, Fields(&[Field::Owner]), &[P::CaptainThere]),
    rule(C::Suggestions, Rest, &[P::CaptainThere, P::RaiserAtFirst]),
    rule(C::Suggestions, Removal, &[P::Coordinator, P::Author]),
    rule(C::Events, New, &[P::CaptainThere, P::Owner, P::RaiserToAgree]),
    rule(C::Events, Removal, &[P::Coordinator, P::Author]),
    rule(C::Comments, New, &[P::Everybody]),
    rule(C::Comments, Removal, &[P::Coordinator, P::Author]),
    rule(C::Endorsements, New, &[P::Endorser]),
    rule(C::Endorsements, Rest, &[P::Author]),
    rule(C::Endorsements, Removal, &[P::Coordinator, P::Author]),
];

impl Rule {
    /// The line about a deed.
    pub fn of(collection: Collection, deed: Deed) -> Option<&'static Self> {
        let mut lines = TABLE.iter().filter(|rule| rule.on == collection);
        match deed {
            Deed::Make => lines.find(|rule| rule.part == New),
            Deed::Remove => lines.find(|rule| rule.part == Removal),
            Deed::Edit(field) => {
                let named = Self::naming(collection, field);
                named.or_else(|| lines.find(|rule| rule.part == Rest && Record::edits(collection, field)))
            }
        }
    }

    /// The line that is about a field by its name.
    pub fn naming(collection: Collection, field: Field) -> Option<&'static Self> {
        let names = |rule: &&Self| matches!(rule.part, Fields(fields) if fields.contains(&field));
        TABLE.iter().filter(|rule| rule.on == collection).find(names)
    }

    /// What somebody is told who may not: that it is somebody else's, or that their role does not allow it.
    pub(super) fn refusal(&self) -> Refusal {
        let is_personal = |party: &Party| matches!(party, P::Themselves | P::Author);
        let is_office = |party: &Party| *party == P::Coordinator;
        let is_theirs = self.by.iter().any(is_personal) && self.by.iter().all(|by| is_personal(by) || is_office(by));
        if is_theirs { Refusal::NotYours } else { Refusal::NotAllowed }
    }
}
