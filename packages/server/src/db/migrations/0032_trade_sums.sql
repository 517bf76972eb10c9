-- Sums of large journals by local day and month, of all trades and along one cut at a time: a million trades are not added up for
-- each figure. A change of trades says which days it touched, in its own transaction; these are added up live until a job has
-- summed them anew, so that a figure is right whenever it is asked for.

-- NULL: nothing of the trades, or summed since. Empty: the journal is to be looked at, for a setting that sums depend on.
-- Local days, in whatever zone: one more on each side.
ALTER TABLE journal_changes ADD COLUMN days datemultirange;
CREATE INDEX journal_changes_unsummed ON journal_changes (user_id) WHERE days IS NOT NULL;
GRANT SELECT (days) ON journal_changes TO {{system}};

-- Journals that have sums, and what their sums are of.
CREATE TABLE summed_journals (
  user_id    text PRIMARY KEY,
  unit       text NOT NULL,
  fee_basis  text NOT NULL,
  time_zone  text NOT NULL
);

CREATE TABLE trade_sums (
  user_id       text NOT NULL REFERENCES summed_journals ON DELETE CASCADE,
  -- Which trades are told apart: 'all' for none, or the group key that `value` is of.
  cut           text COLLATE "C" NOT NULL,
  level         text COLLATE "C" NOT NULL CHECK (level IN ('day', 'month')),
  -- The day, or the month's first.
  span          date NOT NULL,
  -- Sorting by the order of bytes takes a third of the time.
  value         text COLLATE "C" NOT NULL,
  currency      text COLLATE "C" NOT NULL,
  n             integer NOT NULL,
  wins          integer NOT NULL,
  losses        integer NOT NULL,
  pnl           numeric NOT NULL,
  squares       numeric NOT NULL,
  gross_pnl     numeric NOT NULL,
  fees          numeric NOT NULL,
  quantity      numeric NOT NULL,
  won           numeric,
  lost          numeric,
  best          numeric NOT NULL,
  worst         numeric NOT NULL,
  -- The highest and lowest point of the equity curve that begins with the span at 0, and its deepest fall.
  peak          numeric NOT NULL,
  trough        numeric NOT NULL,
  fall          numeric NOT NULL,
  held_seconds  numeric NOT NULL,
  first_day     date NOT NULL,
  last_day      date NOT NULL,
  outcomes      text NOT NULL,
  newest        uuid[] NOT NULL,
  -- Of the cut by symbol: their underlying and their own symbols, as filters compare them.
  symbols       text[],
  PRIMARY KEY (user_id, cut, level, span, value, currency)
) WITH (toast_tuple_target = 256);

DO $$
DECLARE t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['summed_journals', 'trade_sums'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', t);
    EXECUTE format('CREATE POLICY own_rows ON %I TO {{app}} USING (user_id = (SELECT current_setting(''tradistry.user_id''))) WITH CHECK (user_id = (SELECT current_setting(''tradistry.user_id'')))', t);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %I TO {{app}}', t);
  END LOOP;
END $$;
CREATE POLICY all_rows ON summed_journals FOR SELECT TO {{system}} USING (true);
GRANT SELECT (user_id) ON summed_journals TO {{system}};

-- Where there would be many ranges it is the one over all of them: who reads puts them together at each question.
CREATE FUNCTION days_touched(times timestamptz[]) RETURNS datemultirange LANGUAGE sql IMMUTABLE AS $$
  SELECT CASE WHEN count(*) > 30 THEN datemultirange(range_merge(range_agg(days))) ELSE range_agg(days) END
  FROM (SELECT DISTINCT daterange((t AT TIME ZONE 'UTC')::date - 1, (t AT TIME ZONE 'UTC')::date + 2) AS days
    FROM unnest(times) t WHERE t IS NOT NULL) touched
$$;

CREATE FUNCTION note_trades_change() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
  INSERT INTO journal_changes (user_id, days)
    SELECT user_id, days_touched(array_agg(exit_time)) FROM changed_rows GROUP BY user_id;
  RETURN NULL;
END $$;

CREATE FUNCTION note_trades_update() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
  INSERT INTO journal_changes (user_id, days)
    SELECT user_id, days_touched(array_agg(exit_time))
    FROM (SELECT user_id, exit_time FROM former_rows UNION ALL SELECT user_id, exit_time FROM changed_rows) either
    GROUP BY user_id;
  RETURN NULL;
END $$;

CREATE FUNCTION note_settings_change() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
  INSERT INTO journal_changes (user_id, days) SELECT DISTINCT user_id, '{}'::datemultirange FROM changed_rows;
  RETURN NULL;
END $$;

DROP TRIGGER journal_added ON trades;
DROP TRIGGER journal_changed ON trades;
DROP TRIGGER journal_removed ON trades;
CREATE TRIGGER journal_added AFTER INSERT ON trades REFERENCING NEW TABLE AS changed_rows
  FOR EACH STATEMENT EXECUTE FUNCTION note_trades_change();
CREATE TRIGGER journal_changed AFTER UPDATE ON trades REFERENCING OLD TABLE AS former_rows NEW TABLE AS changed_rows
  FOR EACH STATEMENT EXECUTE FUNCTION note_trades_update();
CREATE TRIGGER journal_removed AFTER DELETE ON trades REFERENCING OLD TABLE AS changed_rows
  FOR EACH STATEMENT EXECUTE FUNCTION note_trades_change();
DROP TRIGGER journal_added ON users;
DROP TRIGGER journal_changed ON users;
CREATE TRIGGER journal_added AFTER INSERT ON users REFERENCING NEW TABLE AS changed_rows
  FOR EACH STATEMENT EXECUTE FUNCTION note_settings_change();
CREATE TRIGGER journal_changed AFTER UPDATE ON users REFERENCING NEW TABLE AS changed_rows
  FOR EACH STATEMENT EXECUTE FUNCTION note_settings_change();

-- Journals that are there are looked at once.
INSERT INTO journal_changes (user_id, days) SELECT user_id, '{}' FROM journal_changes GROUP BY user_id;
