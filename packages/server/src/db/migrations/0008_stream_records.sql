-- One record for each turn that ended, for operators: times, outcome, model, tokens, cost; never what was asked or answered.
-- Written by the statement that ends the turn. It outlives its session for as long as records are kept.

CREATE TABLE stream_records (
  stream_id          uuid PRIMARY KEY,
  user_id            text NOT NULL,
  -- The user as logs and operators see them: the id itself, or its hash (LOG_USER_IDS).
  user_key           text NOT NULL,
  session_id         text NOT NULL,
  answer_id          uuid NOT NULL,
  instance           text NOT NULL,
  streaming          boolean NOT NULL,
  started_at         timestamptz NOT NULL,
  ended_at           timestamptz NOT NULL,
  outcome            text NOT NULL,
  layer              text,
  model_used         text,
  fallback_used      boolean NOT NULL,
  attempts           integer NOT NULL,
  chunk_count        integer NOT NULL,
  first_token_ms     integer,
  processing_time_ms integer NOT NULL,
  -- Of streamed turns with two tokens or more.
  longest_gap_ms     integer,
  overhead_ms        real,
  error_code         text,
  error_class        text,
  prompt_version     text,
  prompt_tokens      integer,
  completion_tokens  integer,
  total_tokens       integer,
  cost_usd           numeric,
  -- [{name, started_ms, duration_ms}] and [{started_ms, duration_ms}], since the turn began.
  steps              jsonb NOT NULL DEFAULT '[]',
  gaps               jsonb NOT NULL DEFAULT '[]',
  -- How long its answer was in view; told by the page, the longest counts.
  reading_ms         integer
);
CREATE INDEX stream_records_ended ON stream_records (ended_at, stream_id);
CREATE INDEX stream_records_answer ON stream_records (user_id, answer_id);
CREATE INDEX stream_records_user ON stream_records (user_key, ended_at);

ALTER TABLE stream_records ENABLE ROW LEVEL SECURITY;
ALTER TABLE stream_records FORCE ROW LEVEL SECURITY;
CREATE POLICY own_rows ON stream_records TO {{app}}
  USING (user_id = (SELECT current_setting('tradistry.user_id')))
  WITH CHECK (user_id = (SELECT current_setting('tradistry.user_id')));
CREATE POLICY all_rows ON stream_records TO {{system}} USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, DELETE, UPDATE ON stream_records TO {{app}};
GRANT SELECT (stream_id, user_id, user_key, session_id, instance, streaming, started_at, ended_at, outcome, layer,
    model_used, fallback_used, attempts, chunk_count, first_token_ms, processing_time_ms, longest_gap_ms, overhead_ms,
    error_code, error_class, prompt_version, prompt_tokens, completion_tokens, total_tokens, cost_usd, steps, gaps,
    reading_ms),
  DELETE ON stream_records TO {{system}};

-- What operators' pages also read over all users.
CREATE POLICY all_rows ON attempts TO {{system}} USING (true) WITH CHECK (true);
GRANT SELECT (user_id, session_id, stream_id, n, layer, model, outcome, started_ms, first_token_ms, duration_ms,
    prompt_tokens, completion_tokens, total_tokens, cost_usd, characters) ON attempts TO {{system}};
CREATE POLICY all_rows ON usage_days TO {{system}} USING (true) WITH CHECK (true);
GRANT SELECT (user_id, day, tokens, estimated_tokens, cost_usd, attempts, unpriced_attempts) ON usage_days TO {{system}};
CREATE INDEX usage_days_day ON usage_days (day, user_id);

-- Records added up by hour, and hours by day (in UTC): nothing of a user is in them. An hour is added up once, when
-- nothing of it can change any more. Empty text: none.
CREATE TABLE stream_rollups (
  span               text NOT NULL CHECK (span IN ('hour', 'day')),
  at                 timestamptz NOT NULL,
  model              text NOT NULL,
  prompt_version     text NOT NULL,
  instance           text NOT NULL,
  streaming          boolean NOT NULL,
  completed          bigint NOT NULL,
  degraded           bigint NOT NULL,
  stopped            bigint NOT NULL,
  partial            bigint NOT NULL,
  failed             bigint NOT NULL,
  -- Of all but the stopped ones.
  fallbacks          bigint NOT NULL,
  prompt_tokens      bigint NOT NULL,
  completion_tokens  bigint NOT NULL,
  cost_usd           numeric NOT NULL,
  -- Sums in milliseconds, and how many times each bucket of `time_bucket` was hit: {"bucket": n}.
  first_token_sum    bigint NOT NULL,
  first_token        jsonb NOT NULL,
  duration_sum       bigint NOT NULL,
  duration           jsonb NOT NULL,
  longest_gap_sum    bigint NOT NULL,
  longest_gap        jsonb NOT NULL,
  reading_sum        bigint NOT NULL,
  reading            jsonb NOT NULL,
  PRIMARY KEY (span, at, model, prompt_version, instance, streaming)
);
GRANT SELECT (span, at, model, prompt_version, instance, streaming, completed, degraded, stopped, partial, failed,
    fallbacks, prompt_tokens, completion_tokens, cost_usd, first_token_sum, first_token, duration_sum, duration,
    longest_gap_sum, longest_gap, reading_sum, reading),
  INSERT (span, at, model, prompt_version, instance, streaming, completed, degraded, stopped, partial, failed,
    fallbacks, prompt_tokens, completion_tokens, cost_usd, first_token_sum, first_token, duration_sum, duration,
    longest_gap_sum, longest_gap, reading_sum, reading),
  DELETE ON stream_rollups TO {{system}};

-- Bucket b holds what is above 2^((b-1)/8) ms and not above 2^(b/8) ms; 0 holds what is not above 1 ms.
CREATE FUNCTION time_bucket(p_ms integer) RETURNS integer LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
  SELECT CASE WHEN p_ms <= 1 THEN 0 ELSE ceil(8 * ln(p_ms::float8) / ln(2::float8))::integer END
$$;

CREATE FUNCTION to_histogram(p_times integer[]) RETURNS jsonb LANGUAGE sql IMMUTABLE PARALLEL SAFE
SET search_path FROM CURRENT AS $$
  SELECT coalesce(jsonb_object_agg(bucket, n), '{}')
  FROM (SELECT time_bucket(t) AS bucket, count(*) AS n FROM unnest(p_times) AS t WHERE t IS NOT NULL GROUP BY 1) AS b
$$;

CREATE FUNCTION merge_histograms(p_histograms jsonb[]) RETURNS jsonb LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT coalesce(jsonb_object_agg(bucket, n), '{}')
  FROM (SELECT e.key AS bucket, sum(e.value::bigint) AS n FROM unnest(p_histograms) AS h, jsonb_each_text(h) AS e
    GROUP BY 1) AS b
$$;

-- Records that ended in a time, as rows of `stream_rollups` by hour.
CREATE FUNCTION add_up_records(p_from timestamptz, p_to timestamptz) RETURNS SETOF stream_rollups
LANGUAGE sql STABLE SET search_path FROM CURRENT AS $$
  SELECT 'hour', date_trunc('hour', ended_at, 'UTC'), coalesce(model_used, ''), coalesce(prompt_version, ''), instance,
    streaming,
    count(*) FILTER (WHERE outcome = 'completed'), count(*) FILTER (WHERE outcome = 'degraded'),
    count(*) FILTER (WHERE outcome = 'stopped'), count(*) FILTER (WHERE outcome = 'partial'),
    count(*) FILTER (WHERE outcome = 'failed'), count(*) FILTER (WHERE outcome <> 'stopped' AND fallback_used),
    coalesce(sum(prompt_tokens), 0), coalesce(sum(completion_tokens), 0), coalesce(sum(cost_usd), 0),
    coalesce(sum(first_token_ms), 0), to_histogram(array_agg(first_token_ms)),
    coalesce(sum(processing_time_ms), 0), to_histogram(array_agg(processing_time_ms)),
    coalesce(sum(longest_gap_ms), 0), to_histogram(array_agg(longest_gap_ms)),
    coalesce(sum(reading_ms), 0), to_histogram(array_agg(reading_ms))
  FROM stream_records WHERE ended_at >= p_from AND ended_at < p_to
  GROUP BY 2, 3, 4, 5, 6
$$;

-- From here on records are not added up yet.
CREATE FUNCTION added_up_until() RETURNS timestamptz LANGUAGE sql STABLE SET search_path FROM CURRENT AS $$
  SELECT coalesce(max(at) + interval '1 hour', '-infinity') FROM stream_rollups WHERE span = 'hour'
$$;

-- Adds up the hours that ended before `p_until`, and the days that are whole with them. Done twice it changes nothing.
CREATE FUNCTION add_up_hours(p_until timestamptz) RETURNS void LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
DECLARE
  before timestamptz := added_up_until();
BEGIN
  INSERT INTO stream_rollups
  SELECT * FROM add_up_records(before, date_trunc('hour', p_until, 'UTC')) ON CONFLICT DO NOTHING;
  INSERT INTO stream_rollups
  SELECT 'day', date_trunc('day', at, 'UTC'), model, prompt_version, instance, streaming, sum(completed), sum(degraded),
    sum(stopped), sum(partial), sum(failed), sum(fallbacks), sum(prompt_tokens), sum(completion_tokens), sum(cost_usd),
    sum(first_token_sum), merge_histograms(array_agg(first_token)), sum(duration_sum),
    merge_histograms(array_agg(duration)), sum(longest_gap_sum), merge_histograms(array_agg(longest_gap)),
    sum(reading_sum), merge_histograms(array_agg(reading))
  FROM stream_rollups
  WHERE span = 'hour' AND at >= date_trunc('day', before, 'UTC') AND at < date_trunc('day', added_up_until(), 'UTC')
  GROUP BY 2, 3, 4, 5, 6 ON CONFLICT DO NOTHING;
END $$;
