-- A crash is a pause: a turn's row holds all that another owner needs to run it on, and where its log stands.

ALTER TABLE turns
  -- The whole question as it was asked (`ChatRequest`); its text goes with the log after 24 hours, the message keeps it.
  ADD COLUMN request jsonb NOT NULL DEFAULT '{}',
  -- False for the call that waits for the whole answer.
  ADD COLUMN streaming boolean NOT NULL DEFAULT true,
  -- The id at which `answer` and `marks` end. A checkpoint names the id it begins at, so one that arrives late changes nothing.
  ADD COLUMN last_id bigint NOT NULL DEFAULT 0,
  -- Checkpointed: attempts at a model begun so far, tokens so far, and when the first one came (ms since the turn began).
  ADD COLUMN attempts integer NOT NULL DEFAULT 0,
  ADD COLUMN chunk_count integer NOT NULL DEFAULT 0,
  ADD COLUMN first_token_ms integer,
  -- Its user wants it stopped; whoever owns it, now or next, obeys, and leaves what came of it.
  ADD COLUMN stop_requested_at timestamptz,
  ADD COLUMN stop_report jsonb;
CREATE INDEX turns_stop ON turns (instance) WHERE status = 'running' AND stop_requested_at IS NOT NULL;
CREATE INDEX turns_answer ON turns (user_id, answer_id, created_at);

GRANT SELECT (request, streaming, last_id, attempts, chunk_count, first_token_ms, stop_requested_at),
      UPDATE (request, last_id, attempts, chunk_count, first_token_ms) ON turns TO {{system}};

-- Null: the key is now `p_stream_id`'s. Otherwise the stream that the key began. TR001: another body under this key.
CREATE FUNCTION claim_key(p_endpoint text, p_key text, p_body_hash text, p_stream_id uuid) RETURNS uuid
LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
DECLARE
  me text := current_setting('tradistry.user_id');
  found_hash text; found_stream uuid;
BEGIN
  INSERT INTO idempotency_keys AS k (user_id, endpoint, key, body_hash, stream_id)
  VALUES (me, p_endpoint, p_key, p_body_hash, p_stream_id)
  ON CONFLICT (user_id, endpoint, key) DO UPDATE
    SET body_hash = EXCLUDED.body_hash, stream_id = EXCLUDED.stream_id, created_at = now()
    WHERE k.created_at < now() - interval '24 hours';
  IF FOUND THEN RETURN NULL; END IF;
  SELECT k.body_hash, k.stream_id INTO found_hash, found_stream FROM idempotency_keys k
  WHERE k.user_id = me AND k.endpoint = p_endpoint AND k.key = p_key;
  IF found_hash <> p_body_hash THEN RAISE EXCEPTION 'idempotency mismatch' USING ERRCODE = 'TR001'; END IF;
  RETURN found_stream;
END $$;

-- The first mark of every log, under id 1: who finds the row finds the stream's beginning.
CREATE FUNCTION first_mark(p_stream_id uuid, p_session_id text, p_question_id uuid, p_title text, p_resumed boolean)
RETURNS jsonb LANGUAGE sql IMMUTABLE SET search_path FROM CURRENT AS $$
  SELECT jsonb_build_array(jsonb_build_object('id', 1, 'at', 0, 'chunk', jsonb_build_object(
    'type', 'session_info', 'session_id', p_session_id, 'status', 'processing', 'stream_id', p_stream_id,
    'message_id', p_question_id, 'title', p_title)
    || CASE WHEN p_resumed THEN '{"resumed": true}'::jsonb ELSE '{}'::jsonb END))
$$;

DROP FUNCTION start_turn(text, text, uuid, uuid, uuid, text, uuid, text, text, text, text);

-- Commits question, turn and idempotency key in one statement, or nothing at all.
-- SQLSTATEs: TR001 another body under this key, TR002 a turn is running (its id in DETAIL),
-- TR003 no such parent message in this session.
CREATE FUNCTION start_turn(
  p_session_id text, p_title text, p_stream_id uuid, p_question_id uuid, p_answer_id uuid, p_request jsonb,
  p_streaming boolean, p_instance text, p_endpoint text, p_key text, p_body_hash text,
  OUT joined boolean, OUT stream_id uuid, OUT session_id text, OUT question_id uuid, OUT answer_id uuid, OUT title text
) LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
#variable_conflict use_column
DECLARE
  me text := current_setting('tradistry.user_id');
  words text := p_request->>'message';
  asked_parent uuid := (p_request->>'parent_message_id')::uuid;
  found_stream uuid; parent messages%ROWTYPE; running uuid; leaf uuid;
BEGIN
  joined := false;
  IF p_key IS NOT NULL THEN
    found_stream := claim_key(p_endpoint, p_key, p_body_hash, p_stream_id);
    IF found_stream IS NOT NULL THEN
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
  IF asked_parent IS NULL THEN
    SELECT m.id INTO leaf FROM messages m
    WHERE m.user_id = me AND m.session_id = p_session_id
      AND NOT EXISTS (SELECT 1 FROM messages c WHERE c.user_id = me AND c.parent_id = m.id)
    ORDER BY m.position DESC LIMIT 1;
  ELSE
    SELECT * INTO parent FROM messages m
    WHERE m.user_id = me AND m.session_id = p_session_id AND m.id = asked_parent;
    IF NOT FOUND THEN RAISE EXCEPTION 'no such parent' USING ERRCODE = 'TR003'; END IF;
    IF parent.role = 'assistant' THEN leaf := parent.id;
    ELSIF parent.content = words THEN start_turn.question_id := parent.id;
    ELSE leaf := parent.parent_id;
    END IF;
  END IF;

  IF start_turn.question_id = p_question_id THEN
    INSERT INTO messages (user_id, id, session_id, parent_id, role, content, status)
    VALUES (me, p_question_id, p_session_id, leaf, 'user', words, 'complete');
  END IF;
  INSERT INTO messages (user_id, id, session_id, parent_id, role, content, status)
  VALUES (me, p_answer_id, p_session_id, start_turn.question_id, 'assistant', '', 'running');
  INSERT INTO turns (stream_id, user_id, session_id, question_id, answer_id, instance, request, streaming, marks, last_id)
  VALUES (p_stream_id, me, p_session_id, start_turn.question_id, p_answer_id, p_instance, p_request, p_streaming,
    first_mark(p_stream_id, p_session_id, start_turn.question_id, start_turn.title, false), 1);
  start_turn.stream_id := p_stream_id;
  start_turn.session_id := p_session_id;
  start_turn.answer_id := p_answer_id;
END $$;

-- A new turn for an answer that is not whole: its log begins with what was kept. One statement, or nothing at all.
-- SQLSTATEs: TR001 and TR002 as above, TR003 no such message, TR004 an answer that cannot be gone on with.
CREATE FUNCTION continue_turn(
  p_answer_id uuid, p_stream_id uuid, p_instance text, p_endpoint text, p_key text, p_body_hash text,
  OUT joined boolean, OUT stream_id uuid, OUT session_id text, OUT question_id uuid, OUT answer_id uuid, OUT title text,
  OUT kept text, OUT request jsonb
) LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
#variable_conflict use_column
DECLARE
  me text := current_setting('tradistry.user_id');
  found_stream uuid; message messages%ROWTYPE; running uuid; question text; asked jsonb;
BEGIN
  joined := false;
  IF p_key IS NOT NULL THEN
    found_stream := claim_key(p_endpoint, p_key, p_body_hash, p_stream_id);
    IF found_stream IS NOT NULL THEN
      joined := true;
      continue_turn.stream_id := found_stream;
      SELECT t.session_id, t.question_id, t.answer_id, s.title, t.answer, t.request
        INTO continue_turn.session_id, continue_turn.question_id, continue_turn.answer_id, continue_turn.title,
          continue_turn.kept, continue_turn.request
        FROM turns t JOIN sessions s ON s.user_id = t.user_id AND s.id = t.session_id WHERE t.stream_id = found_stream;
      RETURN;
    END IF;
  END IF;

  SELECT * INTO message FROM messages m WHERE m.user_id = me AND m.id = p_answer_id;
  IF NOT FOUND THEN RAISE EXCEPTION 'no such message' USING ERRCODE = 'TR003'; END IF;
  -- In line with questions to the same session; what another one changed meanwhile is read after the wait.
  UPDATE sessions s SET updated_at = now() WHERE s.user_id = me AND s.id = message.session_id
  RETURNING s.title INTO continue_turn.title;
  SELECT t.stream_id INTO running FROM turns t
  WHERE t.user_id = me AND t.session_id = message.session_id AND t.status = 'running';
  IF FOUND THEN RAISE EXCEPTION 'turn in progress' USING ERRCODE = 'TR002', DETAIL = running::text; END IF;
  SELECT * INTO message FROM messages m WHERE m.user_id = me AND m.id = p_answer_id;
  IF NOT FOUND THEN RAISE EXCEPTION 'no such message' USING ERRCODE = 'TR003'; END IF;
  IF message.role <> 'assistant' OR message.content = '' OR message.parent_id IS NULL
    OR NOT (message.status IN ('partial', 'stopped') OR coalesce(message.finish_reason = 'length', false))
  THEN RAISE EXCEPTION 'nothing to go on with' USING ERRCODE = 'TR004'; END IF;

  SELECT m.content INTO question FROM messages m WHERE m.user_id = me AND m.id = message.parent_id;
  SELECT t.request INTO asked FROM turns t WHERE t.user_id = me AND t.answer_id = p_answer_id
  ORDER BY t.created_at DESC LIMIT 1;
  continue_turn.request := '{"context_limit": 10, "include": []}'::jsonb || coalesce(asked, '{}')
    || jsonb_build_object('message', question, 'session_id', message.session_id);
  continue_turn.kept := message.content;
  continue_turn.stream_id := p_stream_id;
  continue_turn.session_id := message.session_id;
  continue_turn.question_id := message.parent_id;
  continue_turn.answer_id := p_answer_id;
  UPDATE messages m SET status = 'running' WHERE m.user_id = me AND m.id = p_answer_id;
  -- Ids count UTF-16 code units: characters beyond the basic plane are two.
  INSERT INTO turns (stream_id, user_id, session_id, question_id, answer_id, instance, request, answer, marks, last_id)
  VALUES (p_stream_id, me, message.session_id, message.parent_id, p_answer_id, p_instance, continue_turn.request,
    message.content, first_mark(p_stream_id, message.session_id, message.parent_id, continue_turn.title, true),
    1 + length(message.content) + regexp_count(message.content, '[\U00010000-\U0010FFFF]'));
END $$;
