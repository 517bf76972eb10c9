-- An answer that was stopped before its first word can be gone on with too: from its beginning.

-- A new turn for an answer that is not whole: its log begins with what was kept, if anything was. One statement, or nothing at all.
-- SQLSTATEs: TR001 another body under this key, TR002 a turn is running (its id in DETAIL), TR003 no such message, TR004 an answer that cannot be gone on with.
CREATE OR REPLACE FUNCTION continue_turn(
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
  IF message.role <> 'assistant' OR message.parent_id IS NULL
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
    message.content, first_mark(p_stream_id, message.session_id, message.parent_id, continue_turn.title, message.content <> ''),
    1 + length(message.content) + regexp_count(message.content, '[\U00010000-\U0010FFFF]'));
END $$;
