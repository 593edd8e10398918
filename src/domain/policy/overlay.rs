//! The state with what is being done on top of it: of several writes each is judged after those before it.

use std::collections::BTreeMap;

use super::Sight;
use crate::{
    change::Write,
    claim::Claim,
    event::Event,
    field::Field,
    id::{BuildingId, PersonId, RoleId, SuggestionId},
    record::{Record, RecordKey},
    value::Value,
};

/// A state and the writes on top of it.
pub struct Overlay<'a> {
    base: &'a dyn Sight,
    written: Written,
}

/// The records as writes have made them.
pub type Written = BTreeMap<RecordKey, Record>;

impl<'a> Overlay<'a> {
    /// Nothing on top of a state yet.
    pub fn over(base: &'a dyn Sight) -> Self {
        Self { base, written: Written::new() }
    }

    /// Puts a write on top. What makes no record that this version can read is passed over.
    pub fn write(&mut self, write: &Write) {
        let (key, fields) = match write {
            Write::Create(key, fields) => (*key, fields.clone()),
            Write::Put(_, Field::Removed | Field::Unknown, _) | Write::Part(..) => return,
            Write::Put(key, field, value) => {
                let Some(before) = self.record(*key) else { return };
                let mut fields = before.fields();
                fields.retain(|(other, _)| other != field);
                fields.push((*field, value.clone()));
                (*key, fields)
            }
        };
        if let Some(record) = read(key, &fields) {
            self.written.insert(key, record);
        }
    }

    /// What was written.
    pub fn into_written(self) -> Written {
        self.written
    }

    /// Takes over what was written on top of this.
    pub fn extend(&mut self, written: Written) {
        self.written.extend(written);
    }
}

/// The record that fields make.
pub(super) fn read(key: RecordKey, fields: &[(Field, Value)]) -> Option<Record> {
    let get = |field| fields.iter().find(|(other, _)| *other == field).map(|(_, value)| value.clone());
    Record::read(key, &get).ok()
}

impl Sight for Overlay<'_> {
    fn record(&self, key: RecordKey) -> Option<Record> {
        self.written.get(&key).cloned().or_else(|| self.base.record(key))
    }

    fn last_move(&self, suggestion: SuggestionId) -> Option<Event> {
        let written = self.written.values().filter_map(|record| match record {
            Record::Event(event) if event.suggestion == suggestion => Some(event.clone()),
            _ => None,
        });
        written.chain(self.base.last_move(suggestion)).max_by_key(|event| (event.at, event.id))
    }

    fn claim_of(&self, person: PersonId, role: RoleId) -> Option<Claim> {
        let fits = |claim: &&Claim| (claim.person, claim.role) == (person, role) && claim.stands();
        let claims = self.written.values().filter_map(|record| match record {
            Record::Claim(claim) => Some(claim),
            _ => None,
        });
        let before = self.base.claim_of(person, role);
        let untouched = |claim: &Claim| !self.written.contains_key(&Record::from(claim.clone()).key());
        claims.into_iter().find(fits).cloned().or_else(|| before.filter(untouched))
    }

    fn is_captain_of(&self, person: PersonId, building: BuildingId) -> bool {
        self.base.is_captain_of(person, building)
    }

    fn is_appointed(&self, person: PersonId) -> bool {
        self.base.is_appointed(person)
    }

    fn is_erased(&self, person: PersonId) -> bool {
        self.base.is_erased(person)
    }

    fn is_known(&self, person: PersonId) -> bool {
        self.base.is_known(person)
    }
}
