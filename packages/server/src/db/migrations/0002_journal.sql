-- Accounts, imports, executions, trades, notes, playbooks: the trading journal.

CREATE TABLE accounts (
  user_id     text NOT NULL,
  id          uuid NOT NULL,
  name        text NOT NULL,
  broker      text,
  time_zone   text,
  currency    text NOT NULL DEFAULT 'USD',
  demo        boolean NOT NULL DEFAULT false,
  balance     numeric,
  deposits    jsonb NOT NULL DEFAULT '[]',
  created_at  timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (user_id, id),
  UNIQUE (user_id, name)
);

CREATE TABLE imports (
  user_id     text NOT NULL,
  id          uuid NOT NULL,
  account_id  uuid,
  status      text NOT NULL DEFAULT 'running' CHECK (status IN ('running', 'done', 'failed', 'undone')),
  progress    real NOT NULL DEFAULT 0,
  file_name   text NOT NULL,
  format      text,
  time_zone   text NOT NULL,
  dry_run     boolean NOT NULL DEFAULT false,
  instance    text NOT NULL,
  report      jsonb,
  error       jsonb,
  created_at  timestamptz NOT NULL DEFAULT clock_timestamp(),
  updated_at  timestamptz NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (user_id, id),
  FOREIGN KEY (user_id, account_id) REFERENCES accounts ON DELETE CASCADE
);
CREATE INDEX imports_recent ON imports (user_id, created_at DESC, id);
CREATE INDEX imports_running ON imports (updated_at) WHERE status = 'running';

-- The generic format's column mappings, kept by header so that the next such file needs none.
CREATE TABLE column_mappings (
  user_id      text NOT NULL,
  header_hash  text NOT NULL,
  mapping      jsonb NOT NULL,
  PRIMARY KEY (user_id, header_hash)
);

-- One row a fill (or an expiry, assignment, delivery; or one end of a split or symbol change: both ends share `carry_key`).
CREATE TABLE executions (
  user_id      text NOT NULL,
  id           uuid NOT NULL,
  account_id   uuid NOT NULL,
  import_id    uuid,
  dedupe_key   text NOT NULL,
  external_id  text,
  order_id     text,
  ordinal      integer NOT NULL,
  time         timestamptz NOT NULL,
  asset_class  text NOT NULL CHECK (asset_class IN ('stock', 'option', 'future', 'crypto', 'forex')),
  symbol       text NOT NULL,
  underlying   text NOT NULL,
  expiry       date,
  strike       numeric,
  option_right text CHECK (option_right IN ('call', 'put')),
  multiplier   numeric NOT NULL,
  currency     text NOT NULL,
  side         text CHECK (side IN ('buy', 'sell')),
  quantity     numeric NOT NULL,
  price        numeric NOT NULL,
  fees         numeric NOT NULL DEFAULT 0,
  kind         text NOT NULL CHECK (kind IN ('fill', 'expiry', 'assignment', 'exercise', 'delivery', 'carry_out', 'carry_in')),
  effect       text NOT NULL DEFAULT 'auto' CHECK (effect IN ('open', 'close', 'auto')),
  carry_key    text,
  -- Why the row is in the review queue and not in the figures; set anew by each matching.
  review       text,
  PRIMARY KEY (user_id, id),
  UNIQUE (user_id, account_id, dedupe_key),
  FOREIGN KEY (user_id, account_id) REFERENCES accounts ON DELETE CASCADE,
  FOREIGN KEY (user_id, import_id) REFERENCES imports ON DELETE CASCADE
);
CREATE INDEX executions_key ON executions (user_id, account_id, symbol, time);
CREATE INDEX executions_import ON executions (user_id, import_id);
CREATE INDEX executions_review ON executions (user_id, account_id) WHERE review IS NOT NULL;

-- What matching makes of the executions, in all three units. Rewritten when an instrument's executions change;
-- ids come from the opening execution, so that tags and notes stay with their trade.
CREATE TABLE trades (
  user_id       text NOT NULL,
  id            uuid NOT NULL,
  unit          text NOT NULL CHECK (unit IN ('trade', 'pair', 'strategy')),
  -- The trade a pair belongs to, or the strategy a trade belongs to.
  parent_id     uuid,
  account_id    uuid NOT NULL,
  asset_class   text NOT NULL,
  symbol        text NOT NULL,
  underlying    text NOT NULL,
  side          text NOT NULL CHECK (side IN ('long', 'short')),
  status        text NOT NULL CHECK (status IN ('open', 'closed')),
  quantity      numeric NOT NULL,
  entry_time    timestamptz NOT NULL,
  exit_time     timestamptz,
  entry_price   numeric NOT NULL,
  exit_price    numeric,
  multiplier    numeric NOT NULL,
  gross_pnl     numeric NOT NULL,
  fees          numeric NOT NULL,
  net_pnl       numeric NOT NULL,
  currency      text NOT NULL,
  -- What is still open of it, and that rest's average price.
  open_quantity numeric NOT NULL DEFAULT 0,
  open_price    numeric,
  PRIMARY KEY (user_id, id),
  FOREIGN KEY (user_id, account_id) REFERENCES accounts ON DELETE CASCADE
);
CREATE INDEX trades_exit ON trades (user_id, unit, status, exit_time DESC, id);
CREATE INDEX trades_entry ON trades (user_id, unit, entry_time DESC, id);
CREATE INDEX trades_key ON trades (user_id, account_id, symbol);
CREATE INDEX trades_parent ON trades (user_id, parent_id);

CREATE TABLE trade_executions (
  user_id       text NOT NULL,
  trade_id      uuid NOT NULL,
  execution_id  uuid NOT NULL,
  PRIMARY KEY (user_id, trade_id, execution_id),
  FOREIGN KEY (user_id, trade_id) REFERENCES trades ON DELETE CASCADE,
  FOREIGN KEY (user_id, execution_id) REFERENCES executions ON DELETE CASCADE
);
CREATE INDEX trade_executions_execution ON trade_executions (user_id, execution_id);

-- The user's own words about a trade; no foreign key, because matching rewrites trades under the same ids.
CREATE TABLE trade_tags (
  user_id   text NOT NULL,
  trade_id  uuid NOT NULL,
  tag       text NOT NULL,
  PRIMARY KEY (user_id, trade_id, tag)
);
CREATE INDEX trade_tags_tag ON trade_tags (user_id, tag, trade_id);

CREATE TABLE trade_details (
  user_id       text NOT NULL,
  trade_id      uuid NOT NULL,
  setup         text,
  initial_stop  numeric,
  PRIMARY KEY (user_id, trade_id)
);

CREATE TABLE notes (
  user_id     text NOT NULL,
  id          uuid NOT NULL,
  text        text NOT NULL,
  trade_id    uuid,
  date        date NOT NULL,
  symbols     text[] NOT NULL DEFAULT '{}',
  tags        text[] NOT NULL DEFAULT '{}',
  demo        boolean NOT NULL DEFAULT false,
  created_at  timestamptz NOT NULL DEFAULT clock_timestamp(),
  updated_at  timestamptz NOT NULL DEFAULT clock_timestamp(),
  words       tsvector GENERATED ALWAYS AS (to_tsvector('english', text)) STORED,
  PRIMARY KEY (user_id, id)
);
CREATE INDEX notes_recent ON notes (user_id, date DESC, id);

CREATE TABLE playbooks (
  user_id     text NOT NULL,
  id          uuid NOT NULL,
  name        text NOT NULL,
  text        text NOT NULL,
  tags        text[] NOT NULL DEFAULT '{}',
  demo        boolean NOT NULL DEFAULT false,
  created_at  timestamptz NOT NULL DEFAULT clock_timestamp(),
  updated_at  timestamptz NOT NULL DEFAULT clock_timestamp(),
  words       tsvector GENERATED ALWAYS AS (to_tsvector('english', name || ' ' || text)) STORED,
  PRIMARY KEY (user_id, id),
  UNIQUE (user_id, name)
);

DO $$
DECLARE t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['accounts', 'imports', 'column_mappings', 'executions', 'trades', 'trade_executions',
                           'trade_tags', 'trade_details', 'notes', 'playbooks'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', t);
    EXECUTE format('CREATE POLICY own_rows ON %I TO {{app}} USING (user_id = (SELECT current_setting(''tradistry.user_id''))) WITH CHECK (user_id = (SELECT current_setting(''tradistry.user_id'')))', t);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %I TO {{app}}', t);
  END LOOP;
END $$;

-- Imports whose process died are found over all users, and ended as each user.
CREATE POLICY all_rows ON imports TO {{system}} USING (true) WITH CHECK (true);
GRANT SELECT (user_id, id, status, instance, updated_at) ON imports TO {{system}};
