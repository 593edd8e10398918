//! What residents have sent, in SQLite.

use async_trait::async_trait;
use kaifong_domain::{decide::from_resident, id::SuggestionId, suggestion::Suggestion, time::Timestamp};
use rusqlite::{Connection, OptionalExtension, Row, params};
use uuid::Uuid;

use super::{SqliteStore, community};
use crate::{
    secret::SecretHash,
    slug::Slug,
    store::{Followed, Held, HeldSuggestion, IntakeStore, NewSuggestion, NotTaken, Photo, Stage, StoreError, Taken},
};

/// For how long the same words are the same suggestion sent again, in milliseconds: a week.
const AGAIN: i64 = 7 * 24 * 60 * 60 * 1_000;
/// How much room photos may take in a community, in bytes: about 3,000 of them.
const PHOTOS: i64 = 1024 * 1024 * 1024;

#[async_trait]
impl IntakeStore for SqliteStore {
    async fn take_suggestion(&self, new: NewSuggestion) -> Result<Taken, NotTaken> {
        self.writer.write(move |connection| take(connection, &new)).await?
    }

    async fn suggestions_due(&self, community: &Slug) -> Result<Vec<Suggestion>, StoreError> {
        let community = community.clone();
        self.readers.read(move |connection| due(connection, &community)).await
    }

    async fn suggestion_entered(&self, suggestion: SuggestionId) -> Result<(), StoreError> {
        self.writer.write(move |connection| entered(connection, suggestion)).await
    }

    async fn followed(&self, community: &Slug, code: SecretHash) -> Result<Option<Followed>, StoreError> {
        let community = community.clone();
        self.readers.read(move |connection| followed(connection, &community, code)).await
    }

    async fn photo(&self, community: &Slug, suggestion: SuggestionId) -> Result<Option<Photo>, StoreError> {
        let community = community.clone();
        self.readers.read(move |connection| photo(connection, &community, suggestion)).await
    }

    async fn held_suggestions(&self, community: &Slug) -> Result<Vec<HeldSuggestion>, StoreError> {
        let community = community.clone();
        self.readers.read(move |connection| held(connection, &community)).await
    }

    async fn settle_held(
        &self,
        community: &Slug,
        suggestion: SuggestionId,
        is_let_in: bool,
    ) -> Result<bool, StoreError> {
        let community = community.clone();
        self.writer.write(move |connection| settle(connection, &community, suggestion, is_let_in)).await
    }

    async fn reporter(&self, community: &Slug, suggestion: SuggestionId) -> Result<Option<String>, StoreError> {
        let community = community.clone();
        self.readers.read(move |connection| reporter(connection, &community, suggestion)).await
    }

    async fn forget_reporter(&self, suggestion: SuggestionId) -> Result<(), StoreError> {
        self.writer.write(move |connection| forget(connection, suggestion)).await
    }
}

fn take(connection: &Connection, new: &NewSuggestion) -> Result<Result<Taken, NotTaken>, StoreError> {
    let community = community::row_id(connection, &new.community)?;
    let mut known = connection
        .prepare_cached("SELECT suggestion, created_at, state = 'held' FROM intake WHERE community = ? AND key = ?")?;
    let known = known.query_row(params![community, new.key.0], |row| {
        let (suggestion, at, is_held) = (id(row, 0)?, Timestamp(row.get(1)?), row.get(2)?);
        Ok(Taken { suggestion, at, is_new: false, is_held })
    });
    if let Some(taken) = known.optional()? {
        return Ok(Ok(taken));
    }
    let suggestion = &new.suggestion;
    let at = suggestion.raised_at;
    if let Some(jpeg) = &new.photo {
        let stored: i64 = connection.query_row(
            "SELECT coalesce(sum(length(jpeg)), 0) FROM photo JOIN intake ON intake.id = photo.intake WHERE community = ?",
            [community],
            |row| row.get(0),
        )?;
        if stored.saturating_add(i64::try_from(jpeg.len()).unwrap_or(i64::MAX)) > PHOTOS {
            return Ok(Err(NotTaken::NoRoom));
        }
    }
    let since = at.0.saturating_sub(AGAIN);
    let came: bool = connection.query_row(
        "SELECT EXISTS (SELECT 1 FROM intake WHERE community = ? AND said = ? AND created_at > ?)",
        params![community, new.said.0, since],
        |row| row.get(0),
    )?;
    let why = new.why.or(came.then_some(Held::Repeated));
    connection.execute(
        "INSERT INTO intake (community, suggestion, key, code, said, state, why, words, place, created_at)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        params![
            community,
            suggestion.id.0.as_bytes(),
            new.key.0,
            new.code.0,
            new.said.0,
            if why.is_some() { "held" } else { "due" },
            why.map(Held::code),
            suggestion.text.0,
            suggestion.place,
            at.0,
        ],
    )?;
    let row = connection.last_insert_rowid();
    if let Some(contact) = &new.contact {
        connection.execute("INSERT INTO reporter (intake, contact) VALUES (?, ?)", params![row, contact])?;
    }
    if let Some(jpeg) = &new.photo {
        connection.execute("INSERT INTO photo (intake, jpeg) VALUES (?, ?)", params![row, jpeg])?;
    }
    Ok(Ok(Taken { suggestion: suggestion.id, at, is_new: true, is_held: why.is_some() }))
}

fn due(connection: &Connection, community: &Slug) -> Result<Vec<Suggestion>, StoreError> {
    let community = community::row_id(connection, community)?;
    let mut statement = connection.prepare_cached(
        "SELECT suggestion, created_at, words, place FROM intake WHERE community = ? AND state = 'due' ORDER BY id",
    )?;
    let rows = statement.query_map([community], |row| {
        Ok((id(row, 0)?, Timestamp(row.get(1)?), row.get::<_, String>(2)?, row.get::<_, String>(3)?))
    })?;
    rows.map(|row| {
        let (id, at, words, place) = row?;
        // They were checked when they came.
        from_resident(id, at, &words, &place)
            .map_err(|cause| StoreError::Corrupt { part: format!("the suggestion {id}: {cause}"), cause: None })
    })
    .collect()
}

fn entered(connection: &Connection, suggestion: SuggestionId) -> Result<(), StoreError> {
    connection.execute(
        "UPDATE intake SET state = 'entered', words = '', place = '' WHERE suggestion = ? AND state = 'due'",
        [suggestion.0.as_bytes()],
    )?;
    Ok(())
}

fn followed(connection: &Connection, community: &Slug, code: SecretHash) -> Result<Option<Followed>, StoreError> {
    let community = community::row_id(connection, community)?;
    let mut statement = connection
        .prepare_cached("SELECT suggestion, created_at, state FROM intake WHERE community = ? AND code = ?")?;
    let found = statement.query_row(params![community, code.0], |row| {
        let state: String = row.get(2)?;
        let stage = match state.as_str() {
            "held" => Stage::Held,
            "discarded" => Stage::Discarded,
            _ => Stage::Taken,
        };
        Ok(Followed { suggestion: id(row, 0)?, at: Timestamp(row.get(1)?), stage, is_due: state == "due" })
    });
    Ok(found.optional()?)
}

fn photo(connection: &Connection, community: &Slug, suggestion: SuggestionId) -> Result<Option<Photo>, StoreError> {
    let community = community::row_id(connection, community)?;
    let mut statement = connection.prepare_cached(
        "SELECT jpeg, state = 'held' FROM intake LEFT JOIN photo ON photo.intake = intake.id
         WHERE community = ? AND suggestion = ? AND state <> 'discarded'",
    )?;
    let found = statement.query_row(params![community, suggestion.0.as_bytes()], |row| {
        Ok(Photo { jpeg: row.get(0)?, is_held: row.get(1)? })
    });
    Ok(found.optional()?)
}

fn held(connection: &Connection, community: &Slug) -> Result<Vec<HeldSuggestion>, StoreError> {
    let community = community::row_id(connection, community)?;
    let mut statement = connection.prepare_cached(
        "SELECT suggestion, created_at, why, words, place, EXISTS (SELECT 1 FROM photo WHERE photo.intake = intake.id)
         FROM intake WHERE community = ? AND state = 'held' ORDER BY id",
    )?;
    let rows = statement.query_map([community], |row| {
        let (why, words, place, has_photo) = (row.get(2)?, row.get(3)?, row.get(4)?, row.get(5)?);
        Ok(HeldSuggestion { id: id(row, 0)?, at: Timestamp(row.get(1)?), why, words, place, has_photo })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

fn settle(
    connection: &Connection,
    community: &Slug,
    suggestion: SuggestionId,
    is_let_in: bool,
) -> Result<bool, StoreError> {
    let community = community::row_id(connection, community)?;
    let change = if is_let_in { "state = 'due'" } else { "state = 'discarded', words = '', place = ''" };
    let settled = connection.execute(
        &format!("UPDATE intake SET {change} WHERE community = ? AND suggestion = ? AND state = 'held'"),
        params![community, suggestion.0.as_bytes()],
    )?;
    if settled == 1 && !is_let_in {
        forget(connection, suggestion)?;
    }
    Ok(settled == 1)
}

fn reporter(connection: &Connection, community: &Slug, suggestion: SuggestionId) -> Result<Option<String>, StoreError> {
    let community = community::row_id(connection, community)?;
    let mut statement = connection.prepare_cached(
        "SELECT contact FROM reporter JOIN intake ON intake.id = reporter.intake WHERE community = ? AND suggestion = ?",
    )?;
    Ok(statement.query_row(params![community, suggestion.0.as_bytes()], |row| row.get(0)).optional()?)
}

fn forget(connection: &Connection, suggestion: SuggestionId) -> Result<(), StoreError> {
    for table in ["reporter", "photo"] {
        connection.execute(
            &format!("DELETE FROM {table} WHERE intake = (SELECT id FROM intake WHERE suggestion = ?)"),
            [suggestion.0.as_bytes()],
        )?;
    }
    Ok(())
}

fn id(row: &Row<'_>, column: usize) -> rusqlite::Result<SuggestionId> {
    let bytes: [u8; 16] = row.get(column)?;
    Ok(SuggestionId(Uuid::from_bytes(bytes)))
}
