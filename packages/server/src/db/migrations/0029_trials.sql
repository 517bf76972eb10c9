-- Questions that try a version of the prompt, while they are answered: places among their user's streams at once, on all instances.
-- Whoever answers renews them every few seconds; one that nobody renews counts no more. A trial without its place ends.
CREATE TABLE trials (
  user_id       text NOT NULL,
  stream_id     uuid NOT NULL,
  instance      text NOT NULL,
  heartbeat_at  timestamptz NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (user_id, stream_id)
);

ALTER TABLE trials ENABLE ROW LEVEL SECURITY;
ALTER TABLE trials FORCE ROW LEVEL SECURITY;
CREATE POLICY own_rows ON trials TO {{app}}
  USING (user_id = (SELECT current_setting('tradistry.user_id')))
  WITH CHECK (user_id = (SELECT current_setting('tradistry.user_id')));
CREATE POLICY all_rows ON trials TO {{system}} USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, DELETE ON trials TO {{app}};
GRANT SELECT (stream_id, instance, heartbeat_at), UPDATE (heartbeat_at), DELETE ON trials TO {{system}};
