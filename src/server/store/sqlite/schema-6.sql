-- What residents without an account have sent. `state`: held (for review), due (to be written into the community's
-- documents), entered (it stands there), discarded. The words stay only until they stand in the documents. Idempotency
-- key and code are kept as their SHA-256; `said` is the SHA-256 of the words, to find what is sent again and again.
CREATE TABLE intake (
  id         INTEGER PRIMARY KEY,
  community  INTEGER NOT NULL REFERENCES community (id),
  suggestion BLOB    NOT NULL UNIQUE CHECK (length(suggestion) = 16),
  key        BLOB    NOT NULL CHECK (length(key) = 32),
  code       BLOB    NOT NULL CHECK (length(code) = 32),
  said       BLOB    NOT NULL CHECK (length(said) = 32),
  state      TEXT    NOT NULL CHECK (state IN ('held', 'due', 'entered', 'discarded')),
  why        TEXT    CHECK (why IN ('links', 'repeated', 'many')),
  words      TEXT    NOT NULL,
  place      TEXT    NOT NULL,
  created_at INTEGER NOT NULL,
  UNIQUE (community, key),
  UNIQUE (community, code)
) STRICT;
CREATE INDEX intake_by_state ON intake (community, state);
CREATE INDEX intake_by_words ON intake (community, said, created_at);

-- How to reach who sent it, if they said so. It stands in no document, and goes with the suggestion.
CREATE TABLE reporter (
  intake  INTEGER PRIMARY KEY REFERENCES intake (id),
  contact TEXT    NOT NULL
) STRICT;

CREATE TABLE photo (
  intake INTEGER PRIMARY KEY REFERENCES intake (id),
  jpeg   BLOB    NOT NULL
) STRICT;
