-- Runs of jobs. Instants are milliseconds since 1970; ended_at is NULL while a run waits or runs. A number is never given
-- twice.
CREATE TABLE job_run (
  number INTEGER PRIMARY KEY AUTOINCREMENT,
  kind TEXT NOT NULL,
  plan_only INTEGER NOT NULL,
  cause TEXT NOT NULL,
  state TEXT NOT NULL,
  asked_at INTEGER NOT NULL,
  started_at INTEGER,
  ended_at INTEGER,
  message TEXT NOT NULL
);

CREATE TABLE job_argument (
  number INTEGER NOT NULL,
  name TEXT NOT NULL,
  value TEXT NOT NULL,
  PRIMARY KEY (number, name)
) WITHOUT ROWID;

-- What came of a run: so many things with so many bytes were planned, done, skipped or failed, for a reason.
CREATE TABLE job_count (
  number INTEGER NOT NULL,
  position INTEGER NOT NULL,
  outcome TEXT NOT NULL,
  reason TEXT NOT NULL,
  things INTEGER NOT NULL,
  bytes INTEGER NOT NULL,
  PRIMARY KEY (number, position)
) WITHOUT ROWID;

CREATE TABLE job_note (
  number INTEGER NOT NULL,
  position INTEGER NOT NULL,
  line TEXT NOT NULL,
  PRIMARY KEY (number, position)
) WITHOUT ROWID;

-- What jobs leave for their next run.
CREATE TABLE job_mark (
  name TEXT NOT NULL PRIMARY KEY,
  value TEXT NOT NULL
) WITHOUT ROWID;

-- Contents that are kept for somebody, whether they are used or not.
CREATE TABLE pin (
  owner TEXT NOT NULL,
  digest BLOB NOT NULL,
  PRIMARY KEY (owner, digest)
) WITHOUT ROWID;

CREATE INDEX pin_by_digest ON pin (digest);

-- To find all keys of a content: this index has what response_by_digest leaves out.
CREATE INDEX response_by_other_digest ON response (digest) WHERE status <> 200 OR authorized <> 0;
