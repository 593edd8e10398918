//! Erasures in SQLite.

use std::path::Path;

use async_trait::async_trait;
use kaifong_domain::{
    call::audit::AccessDeed,
    id::{FamilyId, PersonId},
    time::Timestamp,
};
use rusqlite::{Connection, Row, params};
use uuid::Uuid;

use super::{SqliteStore, community, connection, document, event, standing};
use crate::{
    slug::Slug,
    store::{By, DocumentId, Erased, ErasureStore, NotChanged, StoreError},
};

#[async_trait]
impl ErasureStore for SqliteStore {
    async fn erase(&self, community: &Slug, person: PersonId, by: By) -> Result<Result<(), NotChanged>, StoreError> {
        let community = community.clone();
        self.writer.wipe(move |connection| begin(connection, &community, person, by)).await
    }

    async fn erase_family(&self, community: &Slug, family: FamilyId, by: By) -> Result<(), StoreError> {
        let community = community.clone();
        self.writer.write(move |connection| begin_with_family(connection, &community, family, by)).await
    }

    async fn erasures(&self, community: &Slug) -> Result<Vec<Erased>, StoreError> {
        let community = community.clone();
        self.readers.read(move |connection| all(connection, &community)).await
    }

    async fn expunge(
        &self,
        community: &Slug,
        person: PersonId,
        documents: Vec<DocumentId>,
        at: Timestamp,
    ) -> Result<(), StoreError> {
        let community = community.clone();
        self.writer.wipe(move |connection| expunge(connection, &community, person, &documents, at)).await
    }
}

fn begin(connection: &Connection, slug: &Slug, person: PersonId, by: By) -> Result<Result<(), NotChanged>, StoreError> {
    let community = community::row_id(connection, slug)?;
    if standing::is_the_last_admin(connection, community, person)? {
        return Ok(Err(NotChanged::LastAdmin));
    }
    if forget(connection, community, person, by.at)? {
        event::note(connection, community, by, AccessDeed::PersonErased, (Some(person), None), "")?;
        keep(connection, community, FamilyId::of(person).subject(), by.at)?;
    }
    Ok(Ok(()))
}

fn begin_with_family(connection: &Connection, slug: &Slug, family: FamilyId, by: By) -> Result<(), StoreError> {
    let community = community::row_id(connection, slug)?;
    if keep(connection, community, family.subject(), by.at)? {
        event::note(connection, community, by, AccessDeed::FamilyErased, (None, None), &family.to_string())?;
    }
    Ok(())
}

/// Keeps that somebody is to be erased; whether that is new.
fn keep(connection: &Connection, community: i64, subject: PersonId, at: Timestamp) -> Result<bool, StoreError> {
    let keeping = "INSERT INTO erasure (community, person, at) VALUES (?, ?, ?) ON CONFLICT DO NOTHING";
    Ok(connection.execute(keeping, params![community, subject.0.as_bytes(), at.0])? > 0)
}

/// Takes a person's access, and what was noted of them; whether they had not been erased before. Ids and keys stay: by
/// these a device is known that is not to come back.
fn forget(connection: &Connection, community: i64, person: PersonId, at: Timestamp) -> Result<bool, StoreError> {
    standing::revoke_person(connection, community, person, at)?;
    let key = person.0.as_bytes();
    for sql in [
        "UPDATE device SET name = '' WHERE community = ?1
         AND person = (SELECT id FROM person WHERE community = ?1 AND person = ?2)",
        "UPDATE sign_in_link SET note = '' WHERE community = ?1 AND person = ?2",
        "UPDATE access_event SET detail = '' WHERE community = ?1 AND subject = ?2 AND deed = 'device-renamed'",
        "DELETE FROM check_in WHERE community = ?1 AND person = ?2",
    ] {
        connection.execute(sql, params![community, key])?;
    }
    keep(connection, community, person, at)
}

fn all(connection: &Connection, slug: &Slug) -> Result<Vec<Erased>, StoreError> {
    let community = community::row_id(connection, slug)?;
    let mut statement =
        connection.prepare_cached("SELECT person, done FROM erasure WHERE community = ? ORDER BY at, person")?;
    let erased = |row: &Row<'_>| Ok(Erased { person: PersonId(Uuid::from_bytes(row.get(0)?)), is_done: row.get(1)? });
    let rows = statement.query_map([community], erased)?;
    Ok(rows.collect::<Result<_, _>>()?)
}

fn expunge(
    connection: &Connection,
    slug: &Slug,
    person: PersonId,
    documents: &[DocumentId],
    at: Timestamp,
) -> Result<(), StoreError> {
    let community = community::row_id(connection, slug)?;
    for document in documents {
        document::delete(connection, slug, *document)?;
    }
    forget(connection, community, person, at)?;
    let done = "UPDATE erasure SET done = 1 WHERE community = ? AND person = ?";
    connection.execute(done, params![community, person.0.as_bytes()])?;
    Ok(())
}

/// Erases in one store whoever was erased in another: a backup that is put back knows nothing of those that came after
/// it. How many people and families there were; the other store may be of an older version, and know of none.
pub(super) fn carry_over(from: &Path, to: &Connection) -> Result<usize, StoreError> {
    let from = connection::open_to_read(from)?;
    if !from.table_exists(None, "erasure")? {
        return Ok(0);
    }
    let mut statement = from.prepare(
        "SELECT community.slug, erasure.person, erasure.at
         FROM erasure JOIN community ON community.id = erasure.community",
    )?;
    let rows = statement.query_map([], |row| {
        let person = PersonId(Uuid::from_bytes(row.get(1)?));
        Ok((row.get::<_, String>(0)?, person, Timestamp(row.get(2)?)))
    })?;
    let mut carried = 0;
    for row in rows {
        let (slug, person, at) = row?;
        let slug = slug.parse().map_err(|_| StoreError::Corrupt { part: "a community's name".into(), cause: None })?;
        // A community that is newer than the backup is not in it.
        if let Ok(community) = community::row_id(to, &slug) {
            forget(to, community, person, at)?;
            carried += 1;
        }
    }
    Ok(carried)
}
