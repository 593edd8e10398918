//! Who may do what. One table ([`TABLE`]), asked by [`crate::decide`] before an edit on a phone, and by the
//! server's gate, field by field, before it merges what a phone brings. `docs/policy.md` is this table in words.

mod judge;
mod overlay;
mod party;
mod sight;
mod table;

use uuid::Uuid;

use crate::{
    access::{AccessRole, Actor, Team},
    document::DocumentKind,
    event::Event,
    id::{EventId, FamilyId, PersonId, SuggestionId},
    record::{Collection, Record},
    refusal::Refusal,
    suggestion::{Status, Suggestion},
    time::Timestamp,
};

pub use self::{
    judge::judge,
    overlay::Overlay,
    party::Party,
    sight::Sight,
    table::{Deed, Part, Rule, TABLE},
};

/// The answer of a rule.
pub type Allowed = Result<(), Refusal>;

fn allowed(may: bool, otherwise: Refusal) -> Allowed {
    if may { Ok(()) } else { Err(otherwise) }
}

/// Anything at all: a role of a newer version is one that this version can't judge.
pub fn acts(actor: Actor) -> Allowed {
    allowed(actor.role != AccessRole::Unknown, Refusal::NotAllowed)
}

/// Whether a role may have a document at all: the server gives not a byte of it to anybody else (DESIGN §4).
/// Partners sit at the table on suggestions; who the neighbours are and what they do is not theirs to see. How a
/// person can be reached is known to that person, to the captains of their building, and to those who coordinate; a
/// family of the book club to whose it is, to the club's team, and to those who coordinate.
pub fn may_read(actor: Actor, document: DocumentKind, sight: &dyn Sight) -> bool {
    use DocumentKind as D;
    match (actor.role, document) {
        (AccessRole::Unknown, _) => false,
        (_, D::Private(person)) => !sight.is_erased(person) && looks_after(actor, person, sight),
        (_, D::Family(family)) => {
            !sight.is_erased(family.subject()) && (actor.is_of(Team::BookClub) || family == FamilyId::of(actor.person))
        }
        (AccessRole::Partner, document) => {
            matches!(document, D::Access | D::Erasures | D::Commons | D::Suggestions(_))
        }
        (AccessRole::Admin | AccessRole::Coordinator | AccessRole::Captain | AccessRole::Member, _) => true,
    }
}

fn looks_after(actor: Actor, person: PersonId, sight: &dyn Sight) -> bool {
    actor.coordinates() || actor.person == person || party::is_in_charge_of(actor, person, sight)
}

/// Nobody writes into a document that they may not read, whatever their phone still holds of it, nor into
/// the server's own.
pub fn write_into(actor: Actor, document: DocumentKind, sight: &dyn Sight) -> Allowed {
    let is_erased = document.subject().is_some_and(|subject| sight.is_erased(subject));
    allowed(!is_erased, Refusal::Erased)?;
    allowed(may_read(actor, document, sight) && !document.is_servers(), Refusal::NotAllowed)
}

/// Whether somebody may do a deed to a record as it stands, or, if they are to make it, as it would stand.
pub fn may(actor: Actor, deed: Deed, record: &Record, sight: &dyn Sight) -> Allowed {
    acts(actor)?;
    // Nothing is ever said of them again, and nothing that was said is brought back.
    allowed(!described(record).is_some_and(|person| sight.is_erased(person)), Refusal::Erased)?;
    let Some(rule) = Rule::of(record.key().collection, deed) else { return Err(Refusal::NotAllowed) };
    allowed(rule.by.iter().any(|party| party.includes(actor, record, sight)), rule.refusal())
}

/// Of whom a record says something personal.
fn described(record: &Record) -> Option<PersonId> {
    match record {
        Record::Person(card) => Some(card.id),
        Record::Contact(contact) => Some(contact.id),
        record => party::family_of(record).map(FamilyId::subject),
    }
}

/// Whether somebody may make records of a kind whatever they say: what a button can know before there is one.
pub fn may_make(actor: Actor, collection: Collection) -> Allowed {
    acts(actor)?;
    let Some(rule) = Rule::of(collection, Deed::Make) else { return Err(Refusal::NotAllowed) };
    allowed(rule.by.iter().any(|party| party.always_includes(actor)), rule.refusal())
}

/// Whether somebody may move a suggestion to a status.
pub fn may_move(actor: Actor, suggestion: SuggestionId, to: Status, sight: &dyn Sight) -> Allowed {
    let (id, at, by) = (EventId(Uuid::nil()), Timestamp(0), actor.person);
    let event = Event { id, suggestion, from: Status::Unknown, to, by, at, note: String::new() };
    may(actor, Deed::Make, &event.into(), sight)
}

/// Whether somebody may ask how a resident without an account can be reached: whoever coordinates, and the captain who
/// follows their suggestion up, or in whose building it is.
pub fn may_reach(actor: Actor, suggestion: &Suggestion, sight: &dyn Sight) -> Allowed {
    acts(actor)?;
    let there = |building| sight.is_captain_of(actor.person, building);
    let is_in_charge = suggestion.owner == Some(actor.person) || suggestion.building.is_some_and(there);
    let may = actor.coordinates() || actor.role == AccessRole::Captain && is_in_charge;
    allowed(suggestion.raised_by == PersonId::RESIDENT && may, Refusal::NotAllowed)
}

/// Those who coordinate: the community's card, buildings, series, captaincies, new people.
pub fn coordinates(actor: Actor) -> Allowed {
    allowed(actor.coordinates(), Refusal::NotAllowed)
}
