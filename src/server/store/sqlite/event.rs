//! What was done about access, in SQLite.

use kaifong_domain::{call::audit::AccessDeed, id::PersonId};
use rusqlite::{Connection, params};

use crate::{
    device::DeviceId,
    store::{By, StoreError},
};

/// Notes a deed, with whom and which device it was about.
pub(super) fn note(
    connection: &Connection,
    community: i64,
    by: By,
    deed: AccessDeed,
    (subject, subject_device): (Option<PersonId>, Option<DeviceId>),
    detail: &str,
) -> Result<(), StoreError> {
    let mut statement = connection.prepare_cached(
        "INSERT INTO access_event (community, at, deed, person, device, subject, subject_device, detail)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
    )?;
    let bytes = |person: PersonId| person.0.into_bytes();
    statement.execute(params![
        community,
        by.at.0,
        deed.code(),
        by.who.map(|(person, _)| bytes(person)),
        by.who.map(|(_, device)| device.0),
        subject.map(bytes),
        subject_device.map(|device| device.0),
        detail
    ])?;
    Ok(())
}
