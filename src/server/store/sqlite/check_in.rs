//! Those who ask to be let in, in SQLite.

use kaifong_domain::{
    access::AccessRole,
    call::{
        audit::AccessDeed,
        check_in::{CheckIn, Details},
        invitation::may_sign_in,
    },
    id::PersonId,
    time::Timestamp,
};
use rusqlite::{Connection, OptionalExtension, params};
use uuid::Uuid;

use super::{community, event, standing};
use crate::{
    device::{DeviceId, PublicKey},
    secret::SecretHash,
    slug::Slug,
    store::{Asked, By, CheckInState, NotAsked, NotSettled, Redeemed, StoreError, Verdict},
};

/// How many may wait at once in a community: more than a hall of people, and no more than an office can look at.
const WAITING: i64 = 500;

/// Keeps a request; the same device's takes the place of its last.
pub(super) fn ask(connection: &Connection, asked: &Asked) -> Result<Result<(), NotAsked>, StoreError> {
    let community = community::row_id(connection, &asked.community)?;
    forget_expired(connection, asked.at)?;
    let key = asked.public_key.as_bytes();
    let known = "SELECT EXISTS (SELECT 1 FROM device WHERE community = ? AND device = ?)";
    if connection.query_row(known, params![community, asked.public_key.device().0], |row| row.get(0))? {
        return Ok(Err(NotAsked::DeviceKnown));
    }
    connection.execute(
        "DELETE FROM check_in WHERE community = ? AND public_key = ? AND person IS NULL",
        params![community, key],
    )?;
    let waiting = "SELECT count(*) FROM check_in WHERE community = ? AND settled_at IS NULL";
    let waiting: i64 = connection.query_row(waiting, [community], |row| row.get(0))?;
    if waiting >= WAITING {
        return Ok(Err(NotAsked::Full));
    }
    let details = serde_json::to_string(&asked.details).expect("details are plain data");
    connection.execute(
        "INSERT INTO check_in (community, request, ticket, public_key, device_name, details, consent, asked_at, expires_at)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        params![
            community,
            asked.request,
            asked.ticket.0,
            key,
            asked.device_name,
            details,
            asked.consent,
            asked.at.0,
            asked.expires_at.0
        ],
    )?;
    Ok(Ok(()))
}

/// What nobody has looked at in time goes, with all that it says; how many they were.
pub(super) fn forget_expired(connection: &Connection, now: Timestamp) -> Result<usize, StoreError> {
    let expired = "DELETE FROM check_in WHERE settled_at IS NULL AND expires_at <= ?";
    Ok(connection.execute(expired, params![now.0])?)
}

/// What has become of the request with this ticket.
pub(super) fn state(
    connection: &Connection,
    slug: &Slug,
    ticket: SecretHash,
    now: Timestamp,
) -> Result<CheckInState, StoreError> {
    let Some(community) = community::find(connection, slug)? else { return Ok(CheckInState::Unknown) };
    let row = community::row_id(connection, slug)?;
    let mut statement = connection.prepare_cached(
        "SELECT check_in.settled_at, check_in.expires_at, check_in.person, check_in.public_key, person.role
         FROM check_in LEFT JOIN person ON person.community = check_in.community AND person.person = check_in.person
         WHERE check_in.community = ? AND ticket = ?",
    )?;
    let found = statement.query_row(params![row, ticket.0], |row| {
        let settled: Option<i64> = row.get(0)?;
        let person: Option<[u8; 16]> = row.get(2)?;
        let role: Option<String> = row.get(4)?;
        Ok((settled, row.get::<_, i64>(1)?, person, row.get::<_, [u8; 65]>(3)?, role))
    });
    Ok(match found.optional()? {
        None => CheckInState::Unknown,
        Some((None, expires_at, ..)) if expires_at <= now.0 => CheckInState::Unknown,
        Some((None, ..)) => CheckInState::Waiting,
        Some((Some(_), _, Some(person), key, role)) => CheckInState::Confirmed(Redeemed {
            community_name: community.name,
            device: key_of(&key)?.device(),
            person: PersonId(Uuid::from_bytes(person)),
            role: AccessRole::from_code(&role.unwrap_or_default()),
        }),
        Some(_) => CheckInState::Declined,
    })
}

/// The requests that wait, the oldest first.
pub(super) fn waiting(connection: &Connection, slug: &Slug, now: Timestamp) -> Result<Vec<CheckIn>, StoreError> {
    let community = community::row_id(connection, slug)?;
    let mut statement = connection.prepare_cached(
        "SELECT request, details, device_name, consent, asked_at, expires_at FROM check_in
         WHERE community = ? AND settled_at IS NULL AND expires_at > ? ORDER BY id",
    )?;
    let rows = statement.query_map(params![community, now.0], |row| {
        let details: String = row.get(1)?;
        Ok(CheckIn {
            id: Uuid::from_bytes(row.get(0)?).simple().to_string(),
            details: serde_json::from_str::<Details>(&details).unwrap_or_default(),
            device_name: row.get(2)?,
            consent: row.get(3)?,
            asked_at: Timestamp(row.get(4)?),
            expires_at: Timestamp(row.get(5)?),
        })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Settles a request. What the person said of themselves goes: by now it is on their card, or nobody's business.
pub(super) fn settle(
    connection: &Connection,
    slug: &Slug,
    request: [u8; 16],
    verdict: Verdict,
    (role, by): (AccessRole, By),
) -> Result<Result<(), NotSettled>, StoreError> {
    let community = community::row_id(connection, slug)?;
    let mut statement = connection.prepare_cached(
        "SELECT id, public_key, device_name, consent FROM check_in
         WHERE community = ? AND request = ? AND settled_at IS NULL AND expires_at > ?",
    )?;
    let found = statement.query_row(params![community, request, by.at.0], |row| {
        Ok((row.get::<_, i64>(0)?, row.get::<_, [u8; 65]>(1)?, row.get::<_, String>(2)?, row.get::<_, i64>(3)?))
    });
    let Some((id, key, name, consent)) = found.optional()? else { return Ok(Err(NotSettled::Gone)) };
    let device = key_of(&key)?.device();
    let (deed, person) = match verdict {
        Verdict::Declined => (AccessDeed::CheckInDeclined, None),
        Verdict::Confirmed(person) => {
            let known = standing::people(connection, slug, Some(person))?.into_iter().next();
            let theirs = known.filter(|known| known.revoked_at.is_none()).map(|known| known.role);
            if theirs.is_some_and(|theirs| !may_sign_in(role, theirs)) {
                return Ok(Err(NotSettled::NotAllowed));
            }
            if !let_in(connection, community, person, (device, &key, &name), by.at)? {
                return Ok(Err(NotSettled::Gone));
            }
            (AccessDeed::CheckInConfirmed, Some(person))
        }
    };
    connection.execute(
        "UPDATE check_in SET settled_at = ?, person = ?, details = '{}' WHERE id = ?",
        params![by.at.0, person.map(|person| person.0.into_bytes()), id],
    )?;
    event::note(connection, community, by, deed, (person, Some(device)), &format!("consent {consent}"))?;
    Ok(Ok(()))
}

/// Makes the device the person's; not, if it is somebody's already.
fn let_in(
    connection: &Connection,
    community: i64,
    person: PersonId,
    (device, key, name): (DeviceId, &[u8; 65], &str),
    at: Timestamp,
) -> Result<bool, StoreError> {
    let bytes = person.0.as_bytes();
    connection.execute(
        "INSERT INTO person (community, person, role, created_at) VALUES (?, ?, 'member', ?)
         ON CONFLICT (community, person) DO UPDATE SET role = excluded.role, revoked_at = NULL
         WHERE revoked_at IS NOT NULL",
        params![community, bytes, at.0],
    )?;
    let added = connection.execute(
        "INSERT INTO device (community, device, person, public_key, name, created_at, last_seen_at)
         SELECT person.community, ?1, person.id, ?2, ?3, ?4, ?4 FROM person WHERE community = ?5 AND person = ?6
         ON CONFLICT (community, device) DO NOTHING",
        params![device.0, key, name, at.0, community, bytes],
    )?;
    Ok(added == 1)
}

fn key_of(point: &[u8; 65]) -> Result<PublicKey, StoreError> {
    let corrupt =
        |error| StoreError::Corrupt { part: "the key of a check-in".into(), cause: Some(std::sync::Arc::new(error)) };
    PublicKey::parse(point).map_err(corrupt)
}
