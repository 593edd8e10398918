-- The teams that a person belongs to: their codes, with a space between.
ALTER TABLE person ADD COLUMN teams TEXT NOT NULL DEFAULT '';
