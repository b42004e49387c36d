-- Complete responses, by cache key and by the request fields that their Vary names ('' for most).
-- Fields are lines of the form name:value. Instants are milliseconds since 1970. uses and used_at are not exact:
-- uses are noted in batches, and used_at begins as the time of storage.
CREATE TABLE response (
  cache_key TEXT NOT NULL,
  selecting TEXT NOT NULL,
  status INTEGER NOT NULL,
  fields TEXT NOT NULL,
  digest BLOB NOT NULL,
  size INTEGER NOT NULL,
  requested_at INTEGER NOT NULL,
  received_at INTEGER NOT NULL,
  stored_at INTEGER NOT NULL,
  uses INTEGER NOT NULL,
  used_at INTEGER NOT NULL,
  PRIMARY KEY (cache_key, selecting)
) WITHOUT ROWID;

-- Incomplete ones; few. complete_length is NULL when it is not known.
CREATE TABLE part (
  cache_key TEXT NOT NULL,
  selecting TEXT NOT NULL,
  fields TEXT NOT NULL,
  partial TEXT NOT NULL,
  first_byte INTEGER NOT NULL,
  end_byte INTEGER NOT NULL,
  complete_length INTEGER,
  requested_at INTEGER NOT NULL,
  received_at INTEGER NOT NULL,
  PRIMARY KEY (cache_key, selecting)
) WITHOUT ROWID;
