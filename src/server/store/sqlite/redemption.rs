//! Redeeming a sign-in link in SQLite. The writer runs one piece of work at a time, so what is read
//! here is still true when it is written.

use kaifong_domain::{access::AccessRole, call::audit::AccessDeed, id::PersonId, time::Timestamp};
use rusqlite::{Connection, OptionalExtension, params};
use uuid::Uuid;

use super::{access, community, event};
use crate::{
    device::Device,
    store::{By, RedeemError, Redeemed, Redemption, StoreError},
};

/// A stored sign-in link.
struct Link {
    person: PersonId,
    role: String,
    expires_at: Timestamp,
    /// The key of the device that used it.
    used_by: Option<[u8; 65]>,
    is_withdrawn: bool,
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
    let mut statement = connection.prepare_cached(
        "SELECT link.person, link.role, link.expires_at, device.public_key, link.withdrawn_at
         FROM sign_in_link AS link LEFT JOIN device ON device.id = link.used_by
         WHERE link.hash = ? AND link.community = ?",
    )?;
    let link = statement.query_row(params![redemption.hash.0, community], |row| {
        Ok(Link {
            person: PersonId(Uuid::from_bytes(row.get(0)?)),
            role: row.get(1)?,
            expires_at: Timestamp(row.get(2)?),
            used_by: row.get(3)?,
            is_withdrawn: row.get::<_, Option<i64>>(4)?.is_some(),
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
        params![redemption.now.0, community, device.0, redemption.hash.0],
    )?;
    let by = By { who: Some((link.person, device)), at: redemption.now };
    event::note(connection, community, by, AccessDeed::SignedIn, (Some(link.person), Some(device)), &redemption.name)
}
