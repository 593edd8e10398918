-- What holds for the store as a whole. Its id is made here, and anew whenever a backup is put back:
-- whoever remembers how far this store has come must forget it then.
CREATE TABLE meta (
  name  TEXT PRIMARY KEY,
  value BLOB NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO meta (name, value) VALUES ('storage-id', randomblob(16));
