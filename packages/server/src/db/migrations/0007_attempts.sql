-- What answers cost: every try at a model, and what a user has used up by day.

-- Written with the end of the turn, erased with its session. `n` numbers the attempts of a turn; an owner that died took
-- the records of its own with it. Where the provider told no tokens or no cost, there are none here: never a guess.
CREATE TABLE attempts (
  user_id            text NOT NULL,
  session_id         text NOT NULL,
  stream_id          uuid NOT NULL,
  n                  integer NOT NULL,
  layer              text NOT NULL,
  model              text NOT NULL,
  -- `completed`, or the class of its failure.
  outcome            text NOT NULL,
  -- Since the turn began.
  started_ms         integer NOT NULL,
  first_token_ms     integer,
  duration_ms        integer NOT NULL,
  prompt_tokens      integer,
  completion_tokens  integer,
  total_tokens       integer,
  cost_usd           numeric,
  -- What it added to the answer.
  characters         integer NOT NULL,
  created_at         timestamptz NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (user_id, session_id, stream_id, n),
  FOREIGN KEY (user_id, session_id) REFERENCES sessions ON DELETE CASCADE
);

-- Added up as turns end, failed attempts too. It outlives the sessions: deleting one gives no budget back.
CREATE TABLE usage_days (
  user_id            text NOT NULL,
  -- In UTC, like the budgets.
  day                date NOT NULL,
  tokens             bigint NOT NULL DEFAULT 0,
  -- Of attempts that wrote something and whose provider told no tokens (a stopped one mostly): by their characters. Counts
  -- against the budget, so that stopping every answer at its end does not lift it.
  estimated_tokens   bigint NOT NULL DEFAULT 0,
  cost_usd           numeric NOT NULL DEFAULT 0,
  attempts           integer NOT NULL DEFAULT 0,
  -- Those whose cost nobody told: `cost_usd` is without them.
  unpriced_attempts  integer NOT NULL DEFAULT 0,
  PRIMARY KEY (user_id, day)
);

DO $$
DECLARE t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['attempts', 'usage_days'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', t);
    EXECUTE format('CREATE POLICY own_rows ON %I TO {{app}} USING (user_id = (SELECT current_setting(''tradistry.user_id''))) WITH CHECK (user_id = (SELECT current_setting(''tradistry.user_id'')))', t);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %I TO {{app}}', t);
  END LOOP;
END $$;
