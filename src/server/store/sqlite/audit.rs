//! Who did what, in SQLite.

use kaifong_domain::{
    call::audit::{AuditEntry, AuditPage},
    id::PersonId,
    time::Timestamp,
};
use rusqlite::{Connection, Row, named_params};
use uuid::Uuid;

use super::community;
use crate::{
    device::DeviceId,
    slug::Slug,
    store::{AuditCursor, AuditQuery, StoreError},
};

/// Changes of documents and deeds about access, as one.
const ALL: &str = "
    SELECT audit.accepted_at AS at, 0 AS source, audit.id AS id, person.person AS person, audit.device AS device,
           audit.commands AS deed, document.kind AS document, NULL AS subject, NULL AS subject_device,
           CAST(length(audit.hashes) / 32 AS TEXT) AS detail
    FROM audit JOIN document ON document.id = audit.document
    LEFT JOIN device ON device.community = document.community AND device.device = audit.device
    LEFT JOIN person ON person.id = device.person
    WHERE document.community = :community
    UNION ALL
    SELECT at, 1, id, person, device, deed, '', subject, subject_device, detail
    FROM access_event WHERE community = :community";

/// A part of what was done, the newest first.
pub(super) fn page(connection: &Connection, slug: &Slug, query: &AuditQuery) -> Result<AuditPage, StoreError> {
    let community = community::row_id(connection, slug)?;
    let sql = format!(
        "SELECT at, source, id, person, device, deed, document, subject, subject_device, detail FROM ({ALL})
         WHERE (:who IS NULL OR person = :who OR subject = :who)
           AND (:device IS NULL OR device = :device OR subject_device = :device)
           AND (:words = '[]' OR EXISTS (SELECT 1 FROM json_each(:words)
                WHERE instr(lower(deed || ' ' || document || ' ' || detail), value) > 0))
           AND at >= :from AND at < :until AND (at, source, id) < (:at, :source, :id)
         ORDER BY at DESC, source DESC, id DESC LIMIT :most"
    );
    let words: Vec<String> = query.words.iter().map(|word| word.to_lowercase()).collect();
    let words = serde_json::to_string(&words).expect("texts are JSON");
    let mut statement = connection.prepare_cached(&sql)?;
    let AuditCursor { at, source, id } = query.before.unwrap_or(AuditCursor { at: i64::MAX, source: 2, id: 0 });
    let most = i64::try_from(query.most).unwrap_or(i64::MAX);
    let rows = statement.query_map(
        named_params! {
            ":community": community,
            ":who": query.person.map(|person| person.0.into_bytes()),
            ":device": query.device.map(|device| device.0),
            ":words": words,
            ":from": query.from.0,
            ":until": query.until.0,
            ":at": at, ":source": source, ":id": id,
            ":most": most.saturating_add(1),
        },
        |row| Ok((AuditCursor { at: row.get(0)?, source: row.get(1)?, id: row.get(2)? }, entry(row)?)),
    )?;
    let mut found = rows.collect::<Result<Vec<(AuditCursor, AuditEntry)>, _>>()?;
    let has_more = found.len() > query.most;
    found.truncate(query.most);
    let next = found.last().filter(|_| has_more).map(|(cursor, _)| cursor.to_string());
    Ok(AuditPage { entries: found.into_iter().map(|(_, entry)| entry).collect(), next })
}

fn entry(row: &Row<'_>) -> rusqlite::Result<AuditEntry> {
    let person = |index| {
        Ok::<_, rusqlite::Error>(row.get::<_, Option<[u8; 16]>>(index)?.map(|id| PersonId(Uuid::from_bytes(id))))
    };
    let device =
        |index| Ok::<_, rusqlite::Error>(row.get::<_, Option<[u8; 8]>>(index)?.map(|id| DeviceId(id).to_string()));
    Ok(AuditEntry {
        at: Timestamp(row.get(0)?),
        person: person(3)?,
        device: device(4)?,
        deed: row.get(5)?,
        document: row.get(6)?,
        subject: person(7)?,
        subject_device: device(8)?,
        detail: row.get(9)?,
    })
}
