-- What an answer cites, looked up and was asked with: for the next owner of its turn, for a reload, for its user to see.

ALTER TABLE turns
  -- What the running answer may cite under which number, so that a mark which is shown means the same to the next owner.
  -- Empty once the turn has ended: the message has what it cites.
  ADD COLUMN sources jsonb NOT NULL DEFAULT '[]';
GRANT SELECT (sources), UPDATE (sources) ON turns TO {{system}};

ALTER TABLE messages
  -- The tools that were called for the answer, as their last chunks said it.
  ADD COLUMN tools jsonb NOT NULL DEFAULT '[]';

-- The requests that made an answer, exactly as they went upstream, one row an attempt. Kept for some days only
-- (`MODEL_REQUESTS_DAYS`), and never longer than the message. No key is in them: those travel in headers.
CREATE TABLE model_requests (
  user_id     text NOT NULL,
  message_id  uuid NOT NULL,
  stream_id   uuid NOT NULL,
  -- The attempt's number within its turn.
  n           integer NOT NULL,
  layer       text NOT NULL,
  model       text NOT NULL,
  sent_at     timestamptz NOT NULL,
  -- The JSON text, as a zstd frame.
  body        bytea NOT NULL,
  PRIMARY KEY (user_id, message_id, stream_id, n),
  FOREIGN KEY (user_id, message_id) REFERENCES messages ON DELETE CASCADE
);
CREATE INDEX model_requests_age ON model_requests (sent_at);

ALTER TABLE model_requests ENABLE ROW LEVEL SECURITY;
ALTER TABLE model_requests FORCE ROW LEVEL SECURITY;
CREATE POLICY own_rows ON model_requests TO {{app}}
  USING (user_id = (SELECT current_setting('tradistry.user_id')))
  WITH CHECK (user_id = (SELECT current_setting('tradistry.user_id')));
GRANT SELECT, INSERT, UPDATE, DELETE ON model_requests TO {{app}};
CREATE POLICY all_rows ON model_requests TO {{system}} USING (true) WITH CHECK (true);
-- Pruning reads nothing of them.
GRANT SELECT (sent_at), DELETE ON model_requests TO {{system}};
