-- Experiments with prompts: who is in which variant, what each answer was, and its sums by user and by variant.

CREATE TABLE experiments (
  id          uuid PRIMARY KEY,
  type        text NOT NULL,
  status      text NOT NULL DEFAULT 'draft' CHECK (status IN ('draft', 'running', 'stopped', 'rolled_back')),
  -- `NewExperiment` of the protocol.
  definition  jsonb NOT NULL,
  author      text NOT NULL,
  created_at  timestamptz NOT NULL DEFAULT clock_timestamp(),
  started_at  timestamptz,
  ended_at    timestamptz,
  reason      text
);
CREATE INDEX experiments_recent ON experiments (created_at DESC, id);

-- A time with one set of weights; never changed, so that figures can be held against what was meant.
CREATE TABLE experiment_generations (
  experiment_id  uuid NOT NULL REFERENCES experiments,
  generation     integer NOT NULL,
  weights        jsonb NOT NULL,
  began_at       timestamptz NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (experiment_id, generation)
);

-- Whoever came into a variant stays there, whatever the weights become. `era`: 0 in a fixed allocation; in an adaptive one the
-- generation, each of which shares its users out anew.
CREATE TABLE prompt_assignments (
  user_id        text NOT NULL,
  experiment_id  uuid NOT NULL,
  era            integer NOT NULL,
  variant        text NOT NULL,
  generation     integer NOT NULL,
  assigned_at    timestamptz NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (user_id, experiment_id, era)
);

-- A conversation keeps the version that it began with.
CREATE TABLE prompt_pins (
  user_id     text NOT NULL,
  session_id  text NOT NULL,
  choice      jsonb NOT NULL,
  PRIMARY KEY (user_id, session_id),
  FOREIGN KEY (user_id, session_id) REFERENCES sessions ON DELETE CASCADE
);

-- One answer by a prompt: which, why that one, and what was counted of it. Times, outcome, tokens and cost are in its record.
CREATE TABLE prompt_executions (
  user_id        text NOT NULL,
  stream_id      uuid NOT NULL,
  answer_id      uuid NOT NULL,
  version        integer NOT NULL,
  strategy       text NOT NULL,
  experiment_id  uuid,
  variant        text,
  generation     integer,
  -- A model was asked with it.
  exposed        boolean NOT NULL,
  warnings       integer NOT NULL,
  -- From 0 to 1, and who said so: `judge` (a model, by the confidence prompt) or `rules`. Never compared with each other.
  confidence     real,
  confidence_by  text CHECK (confidence_by IN ('judge', 'rules')),
  -- How often a judge was asked for it.
  judge_tries    smallint NOT NULL DEFAULT 0,
  created_at     timestamptz NOT NULL DEFAULT clock_timestamp(),
  -- When to look at it (again): ratings and follow-ups come late. Null: never again.
  look_at        timestamptz DEFAULT clock_timestamp(),
  -- {metric: [weight, value]} as the sums below have it; null: not counted so far.
  counted        jsonb,
  PRIMARY KEY (user_id, stream_id)
);
CREATE INDEX prompt_executions_due ON prompt_executions (look_at) WHERE look_at IS NOT NULL;
CREATE INDEX prompt_executions_unjudged ON prompt_executions (created_at) WHERE confidence_by = 'rules' AND judge_tries < 2;
CREATE INDEX prompt_executions_answer ON prompt_executions (user_id, answer_id);

-- Sums of a user in a variant: {metric: [weight, value]}. `scope`: an experiment's id, or `version` for all answers of a version.
CREATE TABLE prompt_user_sums (
  user_id     text NOT NULL,
  scope       text NOT NULL,
  generation  integer NOT NULL,
  arm         text NOT NULL,
  sums        jsonb NOT NULL,
  PRIMARY KEY (user_id, scope, generation, arm)
);

-- Sums over users, and of their squares and products: all that figures and their intervals are made from, however many answers.
CREATE TABLE prompt_moments (
  scope       text NOT NULL,
  generation  integer NOT NULL,
  arm         text NOT NULL,
  metric      text NOT NULL,
  users       double precision NOT NULL,
  w           double precision NOT NULL,
  x           double precision NOT NULL,
  ww          double precision NOT NULL,
  wx          double precision NOT NULL,
  xx          double precision NOT NULL,
  PRIMARY KEY (scope, generation, arm, metric)
);

-- One row: who counts holds it, and nobody else counts meanwhile.
CREATE TABLE prompt_counter (
  only_one    boolean PRIMARY KEY DEFAULT true CHECK (only_one),
  counted_at  timestamptz
);
INSERT INTO prompt_counter DEFAULT VALUES;

DO $$
DECLARE t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['prompt_assignments', 'prompt_pins', 'prompt_executions', 'prompt_user_sums'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', t);
    EXECUTE format('CREATE POLICY own_rows ON %I TO {{app}} USING (user_id = (SELECT current_setting(''tradistry.user_id''))) WITH CHECK (user_id = (SELECT current_setting(''tradistry.user_id'')))', t);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %I TO {{app}}', t);
  END LOOP;
END $$;

CREATE POLICY all_rows ON prompt_executions TO {{system}} USING (true) WITH CHECK (true);
CREATE POLICY all_rows ON prompt_user_sums TO {{system}} USING (true) WITH CHECK (true);
GRANT SELECT (user_id, stream_id, answer_id, version, strategy, experiment_id, variant, generation, exposed, warnings,
        confidence, confidence_by, judge_tries, created_at, look_at, counted),
      UPDATE (look_at, counted, confidence, confidence_by, judge_tries) ON prompt_executions TO {{system}};
GRANT SELECT (user_id, scope, generation, arm, sums), INSERT (user_id, scope, generation, arm, sums), UPDATE (sums)
  ON prompt_user_sums TO {{system}};
GRANT SELECT (scope, generation, arm, metric, users, w, x, ww, wx, xx),
      INSERT (scope, generation, arm, metric, users, w, x, ww, wx, xx),
      UPDATE (users, w, x, ww, wx, xx) ON prompt_moments TO {{system}};
GRANT SELECT (only_one, counted_at), UPDATE (counted_at) ON prompt_counter TO {{system}};
GRANT SELECT (id, type, status, definition, author, created_at, started_at, ended_at, reason),
      INSERT (id, type, definition, author),
      UPDATE (status, definition, started_at, ended_at, reason) ON experiments TO {{system}};
GRANT SELECT (experiment_id, generation, weights, began_at), INSERT (experiment_id, generation, weights)
  ON experiment_generations TO {{system}};
-- What became of an answer: rated, asked again, followed by another question. Not a word of it.
GRANT SELECT (parent_id, role, position, feedback_rating) ON messages TO {{system}};

-- The variant of the user, whose rows alone are seen: the one they are in, else `p_variant`; null where that is null too.
CREATE FUNCTION assign_variant(p_experiment uuid, p_era integer, p_variant text, p_generation integer,
  OUT variant text, OUT generation integer) LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
#variable_conflict use_column
DECLARE
  me text := current_setting('tradistry.user_id');
BEGIN
  SELECT a.variant, a.generation INTO assign_variant.variant, assign_variant.generation FROM prompt_assignments a
  WHERE a.user_id = me AND a.experiment_id = p_experiment AND a.era = p_era;
  IF FOUND OR p_variant IS NULL THEN RETURN; END IF;
  INSERT INTO prompt_assignments (user_id, experiment_id, era, variant, generation)
  VALUES (me, p_experiment, p_era, p_variant, p_generation) ON CONFLICT DO NOTHING;
  -- Who was first, where two questions came at once.
  SELECT a.variant, a.generation INTO assign_variant.variant, assign_variant.generation FROM prompt_assignments a
  WHERE a.user_id = me AND a.experiment_id = p_experiment AND a.era = p_era;
END $$;

-- Which prompt a session has (`PromptChoice`), by `p_request` (`PinRequest`): its own while the experiment is one of
-- `valid`, else the user's variant, from now on; null: what everyone gets.
CREATE FUNCTION pin_prompt(p_session_id text, p_request jsonb) RETURNS jsonb
LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
DECLARE
  me text := current_setting('tradistry.user_id');
  place jsonb := p_request->'experiment';
  pinned jsonb; assigned record;
BEGIN
  -- A key that outlived its session.
  IF p_session_id IS NULL THEN RETURN NULL; END IF;
  SELECT p.choice INTO pinned FROM prompt_pins p WHERE p.user_id = me AND p.session_id = p_session_id;
  IF FOUND AND p_request->'valid' ? (pinned->'experiment'->>'id') THEN RETURN pinned; END IF;
  IF place IS NULL OR place = 'null'::jsonb THEN RETURN NULL; END IF;
  SELECT * INTO assigned FROM assign_variant((place->>'id')::uuid, (place->>'era')::integer, place->>'variant',
    (place->>'generation')::integer);
  IF assigned.variant IS NULL THEN RETURN NULL; END IF;
  pinned := jsonb_build_object('version', place->'versions'->assigned.variant, 'strategy', place->'strategy',
    'experiment', jsonb_build_object('id', place->'id', 'variant', assigned.variant, 'generation', assigned.generation));
  INSERT INTO prompt_pins (user_id, session_id, choice) VALUES (me, p_session_id, pinned)
  ON CONFLICT (user_id, session_id) DO UPDATE SET choice = EXCLUDED.choice;
  RETURN pinned;
END $$;
