-- Matching keeps up with the executions: which books are to be matched again, and what each trade was last made of.

-- A book is all of one underlying in one account. A row says that its executions changed since it was last matched; it is
-- written in the transaction that changes them, so neither a crash nor another instance can leave trades behind for good.
-- `stamp` is new at each change: whoever matched an older state finds out before writing.
CREATE TABLE unmatched_books (
  user_id     text NOT NULL,
  account_id  uuid NOT NULL,
  underlying  text NOT NULL,
  stamp       uuid NOT NULL,
  PRIMARY KEY (user_id, account_id, underlying),
  FOREIGN KEY (user_id, account_id) REFERENCES accounts ON DELETE CASCADE
);
ALTER TABLE unmatched_books ENABLE ROW LEVEL SECURITY;
ALTER TABLE unmatched_books FORCE ROW LEVEL SECURITY;
CREATE POLICY own_rows ON unmatched_books TO {{app}}
  USING (user_id = (SELECT current_setting('tradistry.user_id'))) WITH CHECK (user_id = (SELECT current_setting('tradistry.user_id')));
GRANT SELECT, INSERT, UPDATE, DELETE ON unmatched_books TO {{app}};
-- Books that a dead process left unmatched are found over all users, and matched as each user.
CREATE POLICY all_rows ON unmatched_books TO {{system}} USING (true) WITH CHECK (true);
GRANT SELECT (user_id, account_id) ON unmatched_books TO {{system}};

-- The line of the file, and the machine-readable half of why an execution is in review.
ALTER TABLE executions ADD COLUMN file_row integer NOT NULL DEFAULT 0;
ALTER TABLE executions ADD COLUMN review_code text;
CREATE INDEX executions_book ON executions (user_id, account_id, underlying, id);
CREATE INDEX executions_carry ON executions (user_id, account_id, carry_key) WHERE carry_key IS NOT NULL;

-- Of everything in the row and the executions behind it: matching again writes only what differs.
ALTER TABLE trades ADD COLUMN digest text NOT NULL DEFAULT '';
CREATE INDEX trades_book ON trades (user_id, account_id, underlying, id);
