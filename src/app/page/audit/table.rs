//! The audit in words, and as a table.

use kaifong_domain::{
    call::audit::{AccessDeed, AuditEntry},
    command::Command,
    community::Community,
    csv::row,
    document::DocumentKind,
    id::PersonId,
};

use crate::{
    context::community::use_community,
    locale::{
        format::{self, field},
        words::{command::named, document::document},
    },
};

/// What was done, in words: of commands, the same that a record's history has.
pub(super) fn deed_words(entry: &AuditEntry) -> String {
    if !entry.document.is_empty() {
        let changes = say!(access.changes, count = entry.detail.parse::<u32>().unwrap_or(0)).to_string();
        let mut names: Vec<String> = entry.deed.split(' ').map(|name| named(name).to_owned()).collect();
        names.dedup();
        let document = DocumentKind::from_name(&entry.document).map_or(entry.document.clone(), document);
        return [format::list(&names).as_str(), " · ", &document, " · ", &changes].concat();
    }
    let words = deed(AccessDeed::from_code(&entry.deed));
    if entry.detail.is_empty() { words.into() } else { [words, " · ", &entry.detail].concat() }
}

/// What to look for where somebody has typed a part of these words: the names behind them, with what was typed.
pub(super) fn looked_for(typed: &str) -> String {
    let typed = typed.trim();
    let has = |words: &str| words.to_lowercase().contains(&typed.to_lowercase());
    let commands = Command::NAMES.iter().copied().chain(SERVERS).filter(|name| has(named(name)));
    let deeds = AccessDeed::ALL.iter().filter(|one| has(deed(**one))).map(|one| one.code());
    let names: Vec<&str> = commands.chain(deeds).filter(|_| !typed.is_empty()).collect();
    std::iter::once(typed).chain(names).collect::<Vec<_>>().join("|")
}

/// What the community's server does by itself.
const SERVERS: [&str; 3] = ["EnterDevices", "ErasePerson", "SeatClaims"];

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
