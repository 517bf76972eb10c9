-- Users, sessions, messages, turns: what the chat keeps. {{app}} sees its own user's rows only; {{system}} works over all users.

CREATE TABLE users (
  user_id     text PRIMARY KEY,
  time_zone   text,
  currency    text NOT NULL DEFAULT 'USD',
  fee_basis   text NOT NULL DEFAULT 'net' CHECK (fee_basis IN ('net', 'gross')),
  unit        text NOT NULL DEFAULT 'trade' CHECK (unit IN ('trade', 'pair', 'strategy')),
  matching    text NOT NULL DEFAULT 'fifo' CHECK (matching IN ('fifo', 'average')),
  model       text,
  created_at  timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE sessions (
  user_id     text NOT NULL,
  id          text NOT NULL,
  title       text NOT NULL,
  pinned      boolean NOT NULL DEFAULT false,
  archived    boolean NOT NULL DEFAULT false,
  created_at  timestamptz NOT NULL DEFAULT now(),
  updated_at  timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (user_id, id)
);
CREATE INDEX sessions_recent ON sessions (user_id, updated_at DESC, id);

CREATE TABLE messages (
  user_id                text NOT NULL,
  id                     uuid NOT NULL,
  -- The order of a session; clocks of some platforms tick too slowly to be one.
  position               bigint GENERATED ALWAYS AS IDENTITY,
  session_id             text NOT NULL,
  parent_id              uuid,
  role                   text NOT NULL CHECK (role IN ('user', 'assistant')),
  content                text NOT NULL,
  status                 text NOT NULL CHECK (status IN ('running', 'complete', 'stopped', 'partial', 'failed')),
  created_at             timestamptz NOT NULL DEFAULT clock_timestamp(),
  model_used             text,
  layer                  text,
  finish_reason          text,
  fallback_used          boolean,
  usage                  jsonb,
  sources                jsonb NOT NULL DEFAULT '[]',
  figures                jsonb NOT NULL DEFAULT '[]',
  warnings               jsonb NOT NULL DEFAULT '[]',
  processing_time_ms     integer,
  time_to_first_token_ms integer,
  chunk_count            integer,
  feedback_rating        text CHECK (feedback_rating IN ('up', 'down')),
  feedback_comment       text,
  PRIMARY KEY (user_id, id),
  FOREIGN KEY (user_id, session_id) REFERENCES sessions ON DELETE CASCADE,
  FOREIGN KEY (user_id, parent_id) REFERENCES messages ON DELETE CASCADE
);
CREATE INDEX messages_session ON messages (user_id, session_id, position);
CREATE INDEX messages_parent ON messages (user_id, parent_id);

-- A turn's log. While it runs, `answer` and `marks` are checkpoints; at its end they are the whole of it,
-- kept until `expires_at`. Ids on the wire are positions: epoch * 2^32 + characters + marks so far.
CREATE TABLE turns (
  stream_id     uuid PRIMARY KEY,
  user_id       text NOT NULL,
  session_id    text NOT NULL,
  question_id   uuid NOT NULL,
  answer_id     uuid NOT NULL,
  status        text NOT NULL DEFAULT 'running' CHECK (status IN ('running', 'ended')),
  outcome       text CHECK (outcome IN ('completed', 'degraded', 'stopped', 'partial', 'failed')),
  epoch         integer NOT NULL DEFAULT 0,
  instance      text NOT NULL,
  heartbeat_at  timestamptz NOT NULL DEFAULT clock_timestamp(),
  answer        text NOT NULL DEFAULT '',
  marks         jsonb NOT NULL DEFAULT '[]',
  created_at    timestamptz NOT NULL DEFAULT clock_timestamp(),
  ended_at      timestamptz,
  FOREIGN KEY (user_id, session_id) REFERENCES sessions ON DELETE CASCADE
);
-- One running answer a session, whatever races.
CREATE UNIQUE INDEX turns_running ON turns (user_id, session_id) WHERE status = 'running';
CREATE INDEX turns_session ON turns (user_id, session_id);
CREATE INDEX turns_heartbeat ON turns (heartbeat_at) WHERE status = 'running';
CREATE INDEX turns_ended ON turns (ended_at) WHERE status = 'ended';

CREATE TABLE idempotency_keys (
  user_id     text NOT NULL,
  endpoint    text NOT NULL,
  key         text NOT NULL,
  body_hash   text NOT NULL,
  stream_id   uuid NOT NULL,
  created_at  timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (user_id, endpoint, key)
);
CREATE INDEX idempotency_keys_age ON idempotency_keys (created_at);

-- Commits question, turn and idempotency key in one statement, or nothing at all.
-- SQLSTATEs: TR001 another body under this key, TR002 a turn is running (its id in DETAIL),
-- TR003 no such parent message in this session.
CREATE FUNCTION start_turn(
  p_session_id text, p_title text, p_stream_id uuid, p_question_id uuid, p_answer_id uuid,
  p_message text, p_parent_id uuid, p_instance text, p_endpoint text, p_key text, p_body_hash text,
  OUT joined boolean, OUT stream_id uuid, OUT session_id text, OUT question_id uuid, OUT answer_id uuid, OUT title text
) LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
#variable_conflict use_column
DECLARE
  me text := current_setting('tradistry.user_id');
  found_hash text; found_stream uuid; parent messages%ROWTYPE; running uuid; leaf uuid;
BEGIN
  joined := false;
  IF p_key IS NOT NULL THEN
    INSERT INTO idempotency_keys AS k (user_id, endpoint, key, body_hash, stream_id)
    VALUES (me, p_endpoint, p_key, p_body_hash, p_stream_id)
    ON CONFLICT (user_id, endpoint, key) DO UPDATE
      SET body_hash = EXCLUDED.body_hash, stream_id = EXCLUDED.stream_id, created_at = now()
      WHERE k.created_at < now() - interval '24 hours';
    IF NOT FOUND THEN
      SELECT k.body_hash, k.stream_id INTO found_hash, found_stream FROM idempotency_keys k
      WHERE k.user_id = me AND k.endpoint = p_endpoint AND k.key = p_key;
      IF found_hash <> p_body_hash THEN RAISE EXCEPTION 'idempotency mismatch' USING ERRCODE = 'TR001'; END IF;
      joined := true;
      start_turn.stream_id := found_stream;
      SELECT t.session_id, t.question_id, t.answer_id, s.title
        INTO start_turn.session_id, start_turn.question_id, start_turn.answer_id, start_turn.title
        FROM turns t JOIN sessions s ON s.user_id = t.user_id AND s.id = t.session_id WHERE t.stream_id = found_stream;
      RETURN;
    END IF;
  END IF;

  INSERT INTO users (user_id) VALUES (me) ON CONFLICT DO NOTHING;
  -- The row lock taken here puts concurrent questions to one session in line.
  INSERT INTO sessions AS s (user_id, id, title) VALUES (me, p_session_id, p_title)
  ON CONFLICT (user_id, id) DO UPDATE
    SET updated_at = now(), title = CASE WHEN s.title = '' THEN EXCLUDED.title ELSE s.title END
  RETURNING s.title INTO start_turn.title;

  SELECT t.stream_id INTO running FROM turns t
  WHERE t.user_id = me AND t.session_id = p_session_id AND t.status = 'running';
  IF FOUND THEN RAISE EXCEPTION 'turn in progress' USING ERRCODE = 'TR002', DETAIL = running::text; END IF;

  start_turn.question_id := p_question_id;
  IF p_parent_id IS NULL THEN
    SELECT m.id INTO leaf FROM messages m
    WHERE m.user_id = me AND m.session_id = p_session_id
      AND NOT EXISTS (SELECT 1 FROM messages c WHERE c.user_id = me AND c.parent_id = m.id)
    ORDER BY m.position DESC LIMIT 1;
  ELSE
    SELECT * INTO parent FROM messages m WHERE m.user_id = me AND m.session_id = p_session_id AND m.id = p_parent_id;
    IF NOT FOUND THEN RAISE EXCEPTION 'no such parent' USING ERRCODE = 'TR003'; END IF;
    IF parent.role = 'assistant' THEN leaf := parent.id;
    ELSIF parent.content = p_message THEN start_turn.question_id := parent.id;
    ELSE leaf := parent.parent_id;
    END IF;
  END IF;

  IF start_turn.question_id = p_question_id THEN
    INSERT INTO messages (user_id, id, session_id, parent_id, role, content, status)
    VALUES (me, p_question_id, p_session_id, leaf, 'user', p_message, 'complete');
  END IF;
  INSERT INTO messages (user_id, id, session_id, parent_id, role, content, status)
  VALUES (me, p_answer_id, p_session_id, start_turn.question_id, 'assistant', '', 'running');
  INSERT INTO turns (stream_id, user_id, session_id, question_id, answer_id, instance)
  VALUES (p_stream_id, me, p_session_id, start_turn.question_id, p_answer_id, p_instance);
  start_turn.stream_id := p_stream_id;
  start_turn.session_id := p_session_id;
  start_turn.answer_id := p_answer_id;
END $$;

DO $$
DECLARE t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['users', 'sessions', 'messages', 'turns', 'idempotency_keys'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', t);
    EXECUTE format('CREATE POLICY own_rows ON %I TO {{app}} USING (user_id = (SELECT current_setting(''tradistry.user_id''))) WITH CHECK (user_id = (SELECT current_setting(''tradistry.user_id'')))', t);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %I TO {{app}}', t);
  END LOOP;
END $$;

-- Work over many users: checkpoints, heartbeats, taking over a dead instance's turns, pruning.
CREATE POLICY all_rows ON turns TO {{system}} USING (true) WITH CHECK (true);
CREATE POLICY all_rows ON messages TO {{system}} USING (true) WITH CHECK (true);
CREATE POLICY all_rows ON idempotency_keys TO {{system}} USING (true) WITH CHECK (true);
GRANT SELECT (stream_id, user_id, session_id, question_id, answer_id, status, epoch, instance, heartbeat_at, answer, marks, created_at, ended_at),
      UPDATE (answer, marks, heartbeat_at, instance, epoch, status, outcome, ended_at), DELETE ON turns TO {{system}};
GRANT SELECT (user_id, id),
      UPDATE (content, status, model_used, layer, finish_reason, fallback_used, usage, sources, figures, warnings,
              processing_time_ms, time_to_first_token_ms, chunk_count) ON messages TO {{system}};
GRANT SELECT (created_at), DELETE ON idempotency_keys TO {{system}};
