-- Access can be taken back. A device that lost it, and a person who did or who left, stay for the record.
ALTER TABLE person ADD COLUMN revoked_at INTEGER;

-- Who made a sign-in link (nobody: the operator), whom it is meant for in their own words, the hash of a short code
-- that can be typed instead, and whether it was withdrawn.
ALTER TABLE sign_in_link ADD COLUMN issued_by BLOB CHECK (length(issued_by) = 16);
ALTER TABLE sign_in_link ADD COLUMN note TEXT NOT NULL DEFAULT '';
ALTER TABLE sign_in_link ADD COLUMN code_hash BLOB CHECK (length(code_hash) = 32);
ALTER TABLE sign_in_link ADD COLUMN code_expires_at INTEGER;
ALTER TABLE sign_in_link ADD COLUMN withdrawn_at INTEGER;
CREATE UNIQUE INDEX sign_in_code ON sign_in_link (community, code_hash) WHERE code_hash IS NOT NULL;

-- The names of the commands whose changes a row of the audit holds, each once, in alphabetical order.
ALTER TABLE audit ADD COLUMN commands TEXT NOT NULL DEFAULT '';

-- What was done about access, by whom, with which device; nobody: the operator, or the program itself.
CREATE TABLE access_event (
  id             INTEGER PRIMARY KEY,
  community      INTEGER NOT NULL REFERENCES community (id),
  at             INTEGER NOT NULL,
  deed           TEXT    NOT NULL,
  person         BLOB    CHECK (length(person) = 16),
  device         BLOB    CHECK (length(device) = 8),
  subject        BLOB    CHECK (length(subject) = 16),
  subject_device BLOB    CHECK (length(subject_device) = 8),
  detail         TEXT    NOT NULL DEFAULT ''
) STRICT;

-- Those who ask to be let in. What they wrote of themselves goes when that is settled; their consent stays.
CREATE TABLE check_in (
  id          INTEGER PRIMARY KEY,
  community   INTEGER NOT NULL REFERENCES community (id),
  request     BLOB    NOT NULL UNIQUE CHECK (length(request) = 16),
  ticket      BLOB    NOT NULL UNIQUE CHECK (length(ticket) = 32),
  public_key  BLOB    NOT NULL CHECK (length(public_key) = 65),
  device_name TEXT    NOT NULL,
  details     TEXT    NOT NULL,
  consent     INTEGER NOT NULL,
  asked_at    INTEGER NOT NULL,
  expires_at  INTEGER NOT NULL,
  settled_at  INTEGER,
  person      BLOB    CHECK (length(person) = 16),
  UNIQUE (community, public_key)
) STRICT;
