-- What clients asked for and got, in pieces of time. span is the length of a piece in seconds (an hour or a day), begin_at is
-- when it begins, in seconds since 1970. subject is ALL, REPOSITORY, CLIENT or PACKAGE; name is '' for all together, and for
-- what has no row of its own.
CREATE TABLE traffic (
  span INTEGER NOT NULL,
  subject TEXT NOT NULL,
  begin_at INTEGER NOT NULL,
  name TEXT NOT NULL,
  requests INTEGER NOT NULL,
  hits INTEGER NOT NULL,
  validated INTEGER NOT NULL,
  joined INTEGER NOT NULL,
  misses INTEGER NOT NULL,
  refused INTEGER NOT NULL,
  failed INTEGER NOT NULL,
  bytes INTEGER NOT NULL,
  saved_bytes INTEGER NOT NULL,
  last_at INTEGER NOT NULL,
  PRIMARY KEY (span, subject, begin_at, name)
) WITHOUT ROWID;
