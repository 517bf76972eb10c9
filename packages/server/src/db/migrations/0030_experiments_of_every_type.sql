-- Every prompt has versions that compete: executions and pins know of which type they are.

-- `stream_id`: the turn in which a prompt was used, or after which a model was asked beside the turns (title, summary,
-- confidence). Such a call has no record, so what it came to stands here; and of a judgement `confidence` is the score.
ALTER TABLE prompt_executions
  ADD COLUMN type text NOT NULL DEFAULT 'chat',
  ADD COLUMN outcome text CHECK (outcome IN ('completed', 'failed')),
  ADD COLUMN duration_ms integer,
  ADD COLUMN tokens integer,
  ADD COLUMN cost_usd numeric,
  ADD COLUMN characters integer,
  DROP CONSTRAINT prompt_executions_pkey,
  ADD PRIMARY KEY (user_id, stream_id, type);

ALTER TABLE prompt_pins
  ADD COLUMN type text NOT NULL DEFAULT 'chat',
  DROP CONSTRAINT prompt_pins_pkey,
  ADD PRIMARY KEY (user_id, session_id, type);

GRANT SELECT (type, outcome, duration_ms, tokens, cost_usd, characters) ON prompt_executions TO {{system}};

-- Which prompt of a type a session has (`PromptChoice`), by `p_request` (`PinRequest`): its own while the experiment is one
-- of `valid`, else the user's variant, from now on; null: what everyone gets.
CREATE OR REPLACE FUNCTION pin_prompt(p_session_id text, p_request jsonb) RETURNS jsonb
LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
DECLARE
  me text := current_setting('tradistry.user_id');
  -- An instance of before this migration pins the chat's alone, and says nothing of a type.
  kind text := coalesce(p_request->>'type', 'chat');
  place jsonb := p_request->'experiment';
  pinned jsonb; assigned record;
BEGIN
  -- A key that outlived its session.
  IF p_session_id IS NULL THEN RETURN NULL; END IF;
  SELECT p.choice INTO pinned FROM prompt_pins p WHERE p.user_id = me AND p.session_id = p_session_id AND p.type = kind;
  IF FOUND AND p_request->'valid' ? (pinned->'experiment'->>'id') THEN RETURN pinned; END IF;
  IF place IS NULL OR place = 'null'::jsonb THEN RETURN NULL; END IF;
  SELECT * INTO assigned FROM assign_variant((place->>'id')::uuid, (place->>'era')::integer, place->>'variant',
    (place->>'generation')::integer);
  IF assigned.variant IS NULL THEN RETURN NULL; END IF;
  pinned := jsonb_build_object('version', place->'versions'->assigned.variant, 'strategy', place->'strategy',
    'experiment', jsonb_build_object('id', place->'id', 'variant', assigned.variant, 'generation', assigned.generation));
  INSERT INTO prompt_pins (user_id, session_id, type, choice) VALUES (me, p_session_id, kind, pinned)
  ON CONFLICT (user_id, session_id, type) DO UPDATE SET choice = EXCLUDED.choice;
  RETURN pinned;
END $$;
