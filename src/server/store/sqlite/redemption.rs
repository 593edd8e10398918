//! Redeeming a sign-in link in SQLite. The writer runs one piece of work at a time, so what is read
//! here is still true when it is written.

use kaifong_domain::{
    access::AccessRole,
    call::{
        audit::AccessDeed,
        invitation::{may_give, may_sign_in},
    },
    id::PersonId,
    time::Timestamp,
};
use rusqlite::{Connection, OptionalExtension, params};
use uuid::Uuid;

use super::{access, community, event, standing};
use crate::{
    device::Device,
    slug::Slug,
    store::{By, Opener, RedeemError, Redeemed, Redemption, StoreError},
};

/// A stored sign-in link.
struct Link {
    person: PersonId,
    role: String,
    expires_at: Timestamp,
    /// The key of the device that used it.
    used_by: Option<[u8; 65]>,
    is_withdrawn: bool,
    hash: [u8; 32],
    /// Nobody: the operator.
    issued_by: Option<PersonId>,
}

/// How a link is found, and when it expires for whoever opens it so.
macro_rules! find_by {
    ($expires:literal) => {
        concat!(
            "SELECT link.person, link.role, ",
            $expires,
            ", device.public_key, link.withdrawn_at, link.hash, link.issued_by
             FROM sign_in_link AS link LEFT JOIN device ON device.id = link.used_by WHERE link.community = ?"
        )
    };
}

/// Signs a device in. The outer error undoes the work, the inner one is the answer of work that
/// wrote nothing.
pub(super) fn redeem(
    connection: &Connection,
    redemption: &Redemption,
) -> Result<Result<Redeemed, RedeemError>, StoreError> {
    let Some(community) = community::find(connection, &redemption.community)? else {
        return Ok(Err(RedeemError::Unknown));
    };
    let row = community::row_id(connection, &redemption.community)?;
    let Some(link) = find(connection, row, redemption)? else {
        return Ok(Err(RedeemError::Unknown));
    };
    let known = access::device(connection, &redemption.community, redemption.public_key.device())?;
    if let Err(refusal) = admit(&link, known.as_ref(), redemption) {
        return Ok(Err(refusal));
    }
    if link.used_by.is_none() && !is_still_given(connection, &redemption.community, &link)? {
        return Ok(Err(RedeemError::Expired));
    }
    if link.used_by.is_none() {
        use_up(connection, row, &link, known.is_some(), redemption)?;
    }
    let role = access::role(connection, &redemption.community, link.person)?;
    Ok(Ok(Redeemed {
        community_name: community.name,
        device: redemption.public_key.device(),
        person: link.person,
        role: role.unwrap_or_default(),
    }))
}

fn find(connection: &Connection, community: i64, redemption: &Redemption) -> Result<Option<Link>, StoreError> {
    let (hash, sql) = match redemption.opener {
        Opener::Secret(hash) => (hash, concat!(find_by!("link.expires_at"), " AND link.hash = ?")),
        Opener::Code(hash) => {
            (hash, concat!(find_by!("min(link.expires_at, link.code_expires_at)"), " AND link.code_hash = ?"))
        }
    };
    let mut statement = connection.prepare_cached(sql)?;
    let link = statement.query_row(params![community, hash.0], |row| {
        Ok(Link {
            person: PersonId(Uuid::from_bytes(row.get(0)?)),
            role: row.get(1)?,
            expires_at: Timestamp(row.get(2)?),
            used_by: row.get(3)?,
            is_withdrawn: row.get::<_, Option<i64>>(4)?.is_some(),
            hash: row.get(5)?,
            issued_by: row.get::<_, Option<[u8; 16]>>(6)?.map(|person| PersonId(Uuid::from_bytes(person))),
        })
    });
    Ok(link.optional()?)
}

/// Whether this device may have this link's answer.
fn admit(link: &Link, known: Option<&Device>, redemption: &Redemption) -> Result<(), RedeemError> {
    match link.used_by {
        Some(key) if key.as_slice() != redemption.public_key.as_bytes() => return Err(RedeemError::Used),
        None if redemption.now >= link.expires_at || link.is_withdrawn => return Err(RedeemError::Expired),
        _ => {}
    }
    match known {
        Some(device) if device.public_key != redemption.public_key || device.person != link.person => {
            Err(RedeemError::DeviceTaken)
        }
        Some(device) if device.revoked_at.is_some() => Err(RedeemError::DeviceRevoked),
        _ => Ok(()),
    }
}

/// Whether whoever made the link may still give what it gives: they may have lost access or a role since, and the person
/// whom it signs in may have been given one.
fn is_still_given(connection: &Connection, community: &Slug, link: &Link) -> Result<bool, StoreError> {
    let Some(issuer) = link.issued_by else { return Ok(true) };
    let role_of = |person| -> Result<Option<AccessRole>, StoreError> {
        let found = standing::people(connection, community, Some(person))?.into_iter().next();
        Ok(found.filter(|found| found.revoked_at.is_none()).map(|found| found.role))
    };
    let Some(given_by) = role_of(issuer)? else { return Ok(false) };
    Ok(match role_of(link.person)? {
        Some(role) => issuer == link.person || may_sign_in(given_by, role),
        None => may_give(given_by).contains(&AccessRole::from_code(&link.role)),
    })
}

fn use_up(
    connection: &Connection,
    community: i64,
    link: &Link,
    device_known: bool,
    redemption: &Redemption,
) -> Result<(), StoreError> {
    let device = redemption.public_key.device();
    let role = AccessRole::from_code(&link.role).code();
    connection.execute(
        "INSERT INTO person (community, person, role, created_at) VALUES (?, ?, ?, ?)
         ON CONFLICT (community, person) DO UPDATE SET role = excluded.role, revoked_at = NULL
         WHERE revoked_at IS NOT NULL",
        params![community, link.person.0.as_bytes(), role, redemption.now.0],
    )?;
    if !device_known {
        connection.execute(
            "INSERT INTO device (community, device, person, public_key, name, created_at, last_seen_at)
             SELECT person.community, ?, person.id, ?, ?, ?5, ?5 FROM person WHERE community = ?4 AND person = ?6",
            params![
                device.0,
                redemption.public_key.as_bytes(),
                redemption.name,
                community,
                redemption.now.0,
                link.person.0.as_bytes()
            ],
        )?;
    }
    connection.execute(
        "UPDATE sign_in_link SET used_at = ?, used_by = (SELECT id FROM device WHERE community = ? AND device = ?)
         WHERE hash = ?",
        params![redemption.now.0, community, device.0, link.hash],
    )?;
    let by = By { who: Some((link.person, device)), at: redemption.now };
    event::note(connection, community, by, AccessDeed::SignedIn, (Some(link.person), Some(device)), &redemption.name)
}
