-- When a backup was put back, in milliseconds as 8 bytes, the highest first. Before, one byte said that it had been:
-- phones may refill such a store from now on.
UPDATE meta SET value = unhex(printf('%016X', unixepoch() * 1000)) WHERE name = 'restored' AND length(value) = 1;
