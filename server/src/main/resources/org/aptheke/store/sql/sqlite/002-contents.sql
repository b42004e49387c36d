-- 1 when the request that the response answered had credentials: such a content is found by its key only. Of older rows
-- that is not known, but of those with credentials only these were stored (RFC 9111, 3.5).
ALTER TABLE response ADD COLUMN authorized INTEGER NOT NULL DEFAULT 0;

UPDATE response SET authorized = 1
  WHERE lower(fields) LIKE '%public%' OR lower(fields) LIKE '%must-revalidate%' OR lower(fields) LIKE '%s-maxage%';

-- To find a content whatever its key.
CREATE INDEX response_by_digest ON response (digest) WHERE status = 200 AND authorized = 0;

-- Digests other than SHA-256 of contents that are, or were, stored. algorithm is as repositories write it.
CREATE TABLE content_checksum (
  algorithm TEXT NOT NULL,
  checksum BLOB NOT NULL,
  digest BLOB NOT NULL,
  PRIMARY KEY (algorithm, checksum)
) WITHOUT ROWID;
