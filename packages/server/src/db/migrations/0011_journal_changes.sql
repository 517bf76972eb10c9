-- Whether a user's journal is still what it was when a figure was computed: each change adds a row, and the rows there are are
-- its version. Rows and not one counter, which transactions of a user would wait for, in an order that may lock them up.
CREATE TABLE journal_changes (
  user_id  text NOT NULL,
  id       bigint GENERATED ALWAYS AS IDENTITY,
  PRIMARY KEY (user_id, id)
);
ALTER TABLE journal_changes ENABLE ROW LEVEL SECURITY;
ALTER TABLE journal_changes FORCE ROW LEVEL SECURITY;
CREATE POLICY own_rows ON journal_changes TO {{app}}
  USING (user_id = (SELECT current_setting('tradistry.user_id'))) WITH CHECK (user_id = (SELECT current_setting('tradistry.user_id')));
GRANT SELECT, INSERT, UPDATE, DELETE ON journal_changes TO {{app}};
CREATE POLICY all_rows ON journal_changes TO {{system}} USING (true) WITH CHECK (true);
GRANT SELECT (user_id, id), DELETE ON journal_changes TO {{system}};

CREATE FUNCTION note_journal_change() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
  INSERT INTO journal_changes (user_id) SELECT DISTINCT user_id FROM changed_rows;
  RETURN NULL;
END $$;

DO $$
DECLARE t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['users', 'accounts', 'imports', 'executions', 'trades', 'trade_tags', 'trade_details'] LOOP
    EXECUTE format('CREATE TRIGGER journal_added AFTER INSERT ON %I REFERENCING NEW TABLE AS changed_rows FOR EACH STATEMENT EXECUTE FUNCTION note_journal_change()', t);
    EXECUTE format('CREATE TRIGGER journal_changed AFTER UPDATE ON %I REFERENCING NEW TABLE AS changed_rows FOR EACH STATEMENT EXECUTE FUNCTION note_journal_change()', t);
    EXECUTE format('CREATE TRIGGER journal_removed AFTER DELETE ON %I REFERENCING OLD TABLE AS changed_rows FOR EACH STATEMENT EXECUTE FUNCTION note_journal_change()', t);
  END LOOP;
END $$;
