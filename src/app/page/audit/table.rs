//! The audit in words, and as a table.

use kaifong_domain::{
    call::audit::{AccessDeed, AuditEntry},
    community::Community,
    csv::row,
    id::PersonId,
};

use crate::{context::community::use_community, locale::format::field};

/// What was done, in words: of commands, their own names, which people find in the history of a record too.
pub(super) fn deed_words(entry: &AuditEntry) -> String {
    if !entry.document.is_empty() {
        let changes = say!(access.changes, count = entry.detail.parse::<u32>().unwrap_or(0)).to_string();
        return [entry.deed.as_str(), " · ", &entry.document, " · ", &changes].concat();
    }
    let words = deed(AccessDeed::from_code(&entry.deed));
    if entry.detail.is_empty() { words.into() } else { [words, " · ", &entry.detail].concat() }
}

fn deed(deed: AccessDeed) -> &'static str {
    match deed {
        AccessDeed::Invited => say!(access.deed_invited),
        AccessDeed::InvitationWithdrawn => say!(access.deed_withdrawn),
        AccessDeed::SignedIn => say!(access.deed_signed_in),
        AccessDeed::RoleChanged => say!(access.deed_role),
        AccessDeed::DeviceRenamed => say!(access.deed_renamed),
        AccessDeed::DeviceRevoked => say!(access.deed_device_revoked),
        AccessDeed::PersonRevoked => say!(access.deed_person_revoked),
        AccessDeed::Left => say!(access.deed_left),
        AccessDeed::CheckInConfirmed => say!(access.deed_confirmed),
        AccessDeed::CheckInDeclined => say!(access.deed_declined),
        AccessDeed::PersonErased => say!(access.deed_erased),
        AccessDeed::FamilyErased => say!(access.deed_family_erased),
        AccessDeed::TeamsChanged => say!(access.deed_teams),
        AccessDeed::Unknown => say!(common.needs_update),
    }
}

/// Who it was; of changes that nobody's device made, the program itself, and of deeds about access, the operator.
pub(super) fn name_of(person: Option<PersonId>, is_change: bool) -> String {
    match person {
        Some(person) => {
            let known = use_community().with(|community| community.people.get(&person).map(|card| card.name.clone()));
            known.unwrap_or_else(|| say!(access.no_card).into())
        }
        None if is_change => say!(access.the_program).into(),
        None => say!(access.the_operator).into(),
    }
}

/// A table of it, with a mark at its beginning by which spreadsheets know how it is written.
pub(super) fn table(community: &Community, entries: &[AuditEntry]) -> String {
    let name = |person: Option<PersonId>| {
        person.and_then(|person| community.people.get(&person)).map(|card| card.name.clone()).unwrap_or_default()
    };
    let id = |person: Option<PersonId>| person.map(|person| person.to_string()).unwrap_or_default();
    let mut text = String::from("\u{FEFF}");
    text.push_str(&row([
        "time",
        "person",
        "person_id",
        "device",
        "deed",
        "document",
        "subject",
        "subject_id",
        "subject_device",
        "detail",
    ]));
    for entry in entries {
        let at = [field::date(entry.at), field::time(entry.at)].join(" ");
        text.push_str(&row([
            at.as_str(),
            &name(entry.person),
            &id(entry.person),
            entry.device.as_deref().unwrap_or_default(),
            &entry.deed,
            &entry.document,
            &name(entry.subject),
            &id(entry.subject),
            entry.subject_device.as_deref().unwrap_or_default(),
            &entry.detail,
        ]));
    }
    text
}
