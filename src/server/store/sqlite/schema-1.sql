CREATE TABLE community (
  id         INTEGER PRIMARY KEY,
  slug       TEXT    NOT NULL UNIQUE,
  name       TEXT    NOT NULL,
  created_at INTEGER NOT NULL
) STRICT;

CREATE TABLE document (
  id        INTEGER PRIMARY KEY,
  community INTEGER NOT NULL REFERENCES community (id),
  document  BLOB    NOT NULL CHECK (length(document) = 16),
  kind      TEXT    NOT NULL,
  UNIQUE (community, document)
) STRICT;

-- AUTOINCREMENT: an id is never given twice, so "up to this chunk" always means the same chunks.
CREATE TABLE chunk (
  id         INTEGER PRIMARY KEY AUTOINCREMENT,
  document   INTEGER NOT NULL REFERENCES document (id),
  snapshot   INTEGER NOT NULL CHECK (snapshot IN (0, 1)),
  superseded INTEGER NOT NULL DEFAULT 0 CHECK (superseded IN (0, 1)),
  bytes      BLOB    NOT NULL,
  sha256     BLOB    NOT NULL CHECK (length(sha256) = 32)
) STRICT;
CREATE INDEX chunk_of_document ON chunk (document, superseded);

-- Whose changes were accepted when. Written once and rarely read, so it has no index: `hashes`
-- holds the changes' hashes one after the other, 32 bytes each.
CREATE TABLE audit (
  id          INTEGER PRIMARY KEY,
  document    INTEGER NOT NULL REFERENCES document (id),
  device      BLOB    CHECK (length(device) = 8),
  accepted_at INTEGER NOT NULL,
  hashes      BLOB    NOT NULL CHECK (length(hashes) % 32 = 0)
) STRICT;

CREATE TABLE person (
  id         INTEGER PRIMARY KEY,
  community  INTEGER NOT NULL REFERENCES community (id),
  person     BLOB    NOT NULL CHECK (length(person) = 16),
  role       TEXT    NOT NULL,
  created_at INTEGER NOT NULL,
  UNIQUE (community, person)
) STRICT;

CREATE TABLE device (
  id           INTEGER PRIMARY KEY,
  community    INTEGER NOT NULL REFERENCES community (id),
  device       BLOB    NOT NULL CHECK (length(device) = 8),
  person       INTEGER NOT NULL REFERENCES person (id),
  public_key   BLOB    NOT NULL CHECK (length(public_key) = 65),
  name         TEXT    NOT NULL,
  created_at   INTEGER NOT NULL,
  last_seen_at INTEGER NOT NULL,
  revoked_at   INTEGER,
  UNIQUE (community, device)
) STRICT;

CREATE TABLE sign_in_link (
  hash       BLOB    PRIMARY KEY CHECK (length(hash) = 32),
  community  INTEGER NOT NULL REFERENCES community (id),
  person     BLOB    NOT NULL CHECK (length(person) = 16),
  role       TEXT    NOT NULL,
  created_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL,
  used_at    INTEGER,
  used_by    INTEGER REFERENCES device (id),
  CHECK ((used_at IS NULL) = (used_by IS NULL))
) STRICT, WITHOUT ROWID;
