-- Suites, by the authority and directory of their release files. current_number is that of the current generation,
-- NULL when there is none. Instants are milliseconds since 1970.
CREATE TABLE suite (
  directory TEXT NOT NULL PRIMARY KEY,
  url TEXT NOT NULL,
  asked_at INTEGER NOT NULL,
  checked_at INTEGER NOT NULL,
  current_number INTEGER
) WITHOUT ROWID;

-- The generations that are retained, the current one among them. superseded_at is NULL while none took its place.
CREATE TABLE generation (
  directory TEXT NOT NULL,
  number INTEGER NOT NULL,
  adopted_at INTEGER NOT NULL,
  superseded_at INTEGER,
  verdict TEXT NOT NULL,
  known INTEGER NOT NULL,
  dates_tell INTEGER NOT NULL,
  PRIMARY KEY (directory, number)
) WITHOUT ROWID;

-- Their release files: InRelease, Release, Release.gpg.
CREATE TABLE generation_file (
  directory TEXT NOT NULL,
  number INTEGER NOT NULL,
  name TEXT NOT NULL,
  digest BLOB NOT NULL,
  size INTEGER NOT NULL,
  PRIMARY KEY (directory, number, name)
) WITHOUT ROWID;

-- When clients last used a member, by its path below the suite.
CREATE TABLE member_use (
  directory TEXT NOT NULL,
  path TEXT NOT NULL,
  used_at INTEGER NOT NULL,
  PRIMARY KEY (directory, path)
) WITHOUT ROWID;
