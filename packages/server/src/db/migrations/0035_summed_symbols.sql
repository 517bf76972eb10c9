-- Under which values of the cut by symbol a symbol's trades are summed: its own, and for a contract its underlying. Sums are found by
-- it along their key; comparing every row's list of symbols read all months of all instruments. A trigger fills it, so that
-- it is whole whichever version of the server sums beside this one.
CREATE TABLE summed_symbols (
  user_id  text NOT NULL REFERENCES summed_journals ON DELETE CASCADE,
  -- As filters compare it.
  symbol   text COLLATE "C" NOT NULL,
  -- Of `trade_sums`. It may have none left of the symbol.
  value    text COLLATE "C" NOT NULL,
  PRIMARY KEY (user_id, symbol, value)
);

ALTER TABLE summed_symbols ENABLE ROW LEVEL SECURITY;
ALTER TABLE summed_symbols FORCE ROW LEVEL SECURITY;
CREATE POLICY own_rows ON summed_symbols TO {{app}}
  USING (user_id = (SELECT current_setting('tradistry.user_id')))
  WITH CHECK (user_id = (SELECT current_setting('tradistry.user_id')));
GRANT SELECT, INSERT, DELETE ON summed_symbols TO {{app}};

INSERT INTO summed_symbols (user_id, symbol, value)
  SELECT DISTINCT user_id, unnest(symbols), value FROM trade_sums WHERE cut = 'symbol' AND level = 'day';

CREATE FUNCTION note_summed_symbols() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
  INSERT INTO summed_symbols (user_id, symbol, value)
    SELECT DISTINCT user_id, unnest(symbols), value FROM changed_rows WHERE cut = 'symbol' AND level = 'day' ON CONFLICT DO NOTHING;
  RETURN NULL;
END $$;

CREATE TRIGGER symbols_summed AFTER INSERT ON trade_sums REFERENCING NEW TABLE AS changed_rows
  FOR EACH STATEMENT EXECUTE FUNCTION note_summed_symbols();
