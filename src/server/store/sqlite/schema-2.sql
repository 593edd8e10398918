-- Programs of others: each holds a token, of which only the SHA-256 is kept. A revoked one stays for
-- the record, and its name may be given again.
CREATE TABLE integration (
  id           INTEGER PRIMARY KEY,
  community    INTEGER NOT NULL REFERENCES community (id),
  name         TEXT    NOT NULL,
  hash         BLOB    NOT NULL UNIQUE CHECK (length(hash) = 32),
  writes       INTEGER NOT NULL CHECK (writes IN (0, 1)),
  created_at   INTEGER NOT NULL,
  last_seen_at INTEGER,
  revoked_at   INTEGER
) STRICT;
CREATE UNIQUE INDEX integration_at_work ON integration (community, name) WHERE revoked_at IS NULL;
