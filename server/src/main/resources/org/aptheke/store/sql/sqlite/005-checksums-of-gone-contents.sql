-- A checksum goes with the last response that is found by its content. Each trigger is one line, because statements are
-- told apart by their ends of lines.
DELETE FROM content_checksum WHERE NOT EXISTS
  (SELECT 1 FROM response WHERE response.digest = content_checksum.digest AND status = 200 AND authorized = 0);

CREATE INDEX content_checksum_by_digest ON content_checksum (digest);

CREATE TRIGGER response_deleted AFTER DELETE ON response WHEN NOT EXISTS (SELECT 1 FROM response WHERE digest = OLD.digest AND status = 200 AND authorized = 0) BEGIN DELETE FROM content_checksum WHERE digest = OLD.digest; END;

CREATE TRIGGER response_replaced AFTER UPDATE OF digest ON response WHEN OLD.digest <> NEW.digest AND NOT EXISTS (SELECT 1 FROM response WHERE digest = OLD.digest AND status = 200 AND authorized = 0) BEGIN DELETE FROM content_checksum WHERE digest = OLD.digest; END;
