-- What was said in a chat before the messages that a prompt holds: written by a job, beside the turns.

-- For one branch: it stands for every message on the way to `message_id`, that one included.
CREATE TABLE chat_summaries (
  user_id     text NOT NULL,
  message_id  uuid NOT NULL,
  session_id  text NOT NULL,
  covers      integer NOT NULL,
  -- When the last of those messages was written.
  up_to       timestamptz NOT NULL,
  -- `model`, or `excerpt`: sentences as they were said, where no model could be asked.
  written_by  text NOT NULL CHECK (written_by IN ('model', 'excerpt')),
  model       text,
  text        text NOT NULL,
  created_at  timestamptz NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (user_id, message_id),
  FOREIGN KEY (user_id, message_id) REFERENCES messages ON DELETE CASCADE
);

ALTER TABLE chat_summaries ENABLE ROW LEVEL SECURITY;
ALTER TABLE chat_summaries FORCE ROW LEVEL SECURITY;
CREATE POLICY own_rows ON chat_summaries TO {{app}}
  USING (user_id = (SELECT current_setting('tradistry.user_id')))
  WITH CHECK (user_id = (SELECT current_setting('tradistry.user_id')));
GRANT SELECT, INSERT, UPDATE, DELETE ON chat_summaries TO {{app}};
