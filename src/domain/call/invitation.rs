//! Invitations: a link, its QR code, and a short code to be typed, each of which signs in one device, once.

use serde::{Deserialize, Serialize};

use super::role_code;
use crate::{access::AccessRole, id::PersonId, time::Timestamp};

/// Which roles somebody may give to a newcomer: nobody gives more than they have.
pub fn may_give(role: AccessRole) -> &'static [AccessRole] {
    use AccessRole::{Admin, Captain, Coordinator, Member, Partner, Unknown};
    match role {
        Admin => &[Member, Captain, Coordinator, Partner, Admin],
        Coordinator => &[Member, Captain, Coordinator, Partner],
        Captain => &[Member],
        Member | Partner | Unknown => &[],
    }
}

/// Whether somebody may sign another person in, on a further device, who has a role already: that is as good as acting
/// in their name, so they must be trusted with more than them.
pub fn may_sign_in(role: AccessRole, other: AccessRole) -> bool {
    use AccessRole::{Admin, Captain, Coordinator, Member, Partner};
    match role {
        Admin => other != AccessRole::Unknown,
        Coordinator => matches!(other, Captain | Member | Partner),
        _ => false,
    }
}

/// Somebody is to be invited.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NewInvitation {
    /// Who, if they are known: oneself, for a further device; somebody who has a card; nobody yet.
    pub person: Option<PersonId>,
    /// What they are trusted with if they have no role yet.
    #[serde(with = "role_code")]
    pub role: AccessRole,
    /// Whom it is meant for, in the words of whoever invites.
    pub note: String,
    /// For how many days the link works.
    pub days: u8,
}

/// What is to be passed on to whoever is invited. It is told this once: the server keeps only hashes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Invitation {
    /// `<community>.<secret>`, as it stands behind the `#` of a link.
    pub key: String,
    /// The short code, to be typed where a link can't be opened.
    pub code: String,
    /// Until when the link works.
    pub expires_at: Timestamp,
    /// Until when the code works.
    pub code_expires_at: Timestamp,
}

/// An invitation that nobody has used.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct OpenInvitation {
    /// Its name, which opens nothing.
    pub id: String,
    /// Whom it is meant for, in words.
    pub note: String,
    /// Whom it signs in.
    pub person: PersonId,
    /// What a newcomer is trusted with.
    #[serde(with = "role_code")]
    pub role: AccessRole,
    /// Who made it; nobody: the operator.
    pub issued_by: Option<PersonId>,
    /// When it was made.
    pub created_at: Timestamp,
    /// Until when it works.
    pub expires_at: Timestamp,
}

/// The letters of short codes: Crockford's base 32, without I, L, O and U, which are read as something else.
const LETTERS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// How many letters a short code has: 50 bits. One works for an hour, and all guesses together are bounded to one a
/// second; so with a thousand codes open at once somebody who guesses all the time finds one in about 35,000 years.
pub const CODE_LENGTH: usize = 10;

/// A short code of random bytes, of which the lowest five bits each count.
pub fn code(random: [u8; CODE_LENGTH]) -> String {
    random.iter().map(|byte| char::from(LETTERS[usize::from(byte & 31)])).collect()
}

/// A short code as it is shown: in two halves.
pub fn shown_code(code: &str) -> String {
    let (one, other) = code.split_at_checked(CODE_LENGTH / 2).unwrap_or((code, ""));
    [one, "-", other].concat()
}

/// Reads a short code as people type it: in any case, with signs between, and with the letters that look like digits.
pub fn read_code(text: &str) -> Option<String> {
    let is_sign = |letter: &char| letter.is_whitespace() || matches!(letter, '-' | '\u{2013}' | '\u{2014}');
    let read = |letter: char| match letter.to_ascii_uppercase() {
        'O' => '0',
        'I' | 'L' => '1',
        letter => letter,
    };
    let code: String = text.trim().chars().filter(|letter| !is_sign(letter)).map(read).collect();
    let known = code.bytes().all(|letter| LETTERS.contains(&letter));
    (known && code.len() == CODE_LENGTH).then_some(code)
}
