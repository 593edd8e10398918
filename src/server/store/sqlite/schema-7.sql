-- Who was erased: nothing of theirs is kept again, whatever comes back with a backup or a phone. `done`: their private
-- document is gone, and the shared ones say nothing of them any more.
CREATE TABLE erasure (
  community INTEGER NOT NULL REFERENCES community (id),
  person    BLOB    NOT NULL CHECK (length(person) = 16),
  at        INTEGER NOT NULL,
  done      INTEGER NOT NULL DEFAULT 0 CHECK (done IN (0, 1)),
  PRIMARY KEY (community, person)
) STRICT, WITHOUT ROWID;
