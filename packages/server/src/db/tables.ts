/** The tables as Kysely sees them; `migrations/*.sql` is where they are made. numeric comes as an exact string, date as YYYY-MM-DD. */
import type { ColumnType, Generated, JSONColumnType } from 'kysely';
import type { ChatTables } from './chat-tables.ts';
import type { Json, NullableJson, NullableTime, Time } from './column-types.ts';
import type { PromptTables } from './prompt-tables.ts';

interface Users {
  user_id: string;
  time_zone: string | null;
  currency: Generated<string>;
  fee_basis: Generated<'net' | 'gross'>;
  unit: Generated<'trade' | 'pair' | 'strategy'>;
  matching: Generated<'fifo' | 'average'>;
  model: string | null;
  created_at: Time;
}

interface Accounts {
  user_id: string;
  id: string;
  name: string;
  broker: string | null;
  time_zone: string | null;
  currency: Generated<string>;
  demo: Generated<boolean>;
  balance: string | null;
  deposits: JSONColumnType<{ date: string; amount: string }[], string | undefined, string>;
  created_at: Time;
}

interface Imports {
  user_id: string;
  id: string;
  account_id: string | null;
  status: Generated<'running' | 'done' | 'failed' | 'undone'>;
  progress: Generated<number>;
  file_name: string;
  format: string | null;
  time_zone: string;
  dry_run: Generated<boolean>;
  instance: string;
  report: NullableJson<unknown>;
  unread: Generated<number>;
  error: NullableJson<unknown>;
  created_at: Time;
  updated_at: Time;
}

interface ColumnMappings {
  user_id: string;
  header_hash: string;
  mapping: Json<Record<string, string>>;
}

interface Executions {
  user_id: string;
  id: string;
  account_id: string;
  import_id: string | null;
  dedupe_key: string;
  external_id: string | null;
  order_id: string | null;
  ordinal: number;
  time: Time;
  asset_class: 'stock' | 'option' | 'future' | 'crypto' | 'forex';
  symbol: string;
  underlying: string;
  expiry: string | null;
  strike: string | null;
  option_right: 'call' | 'put' | null;
  multiplier: string;
  currency: string;
  side: 'buy' | 'sell' | null;
  quantity: string;
  price: string;
  fees: Generated<string>;
  kind: 'fill' | 'expiry' | 'assignment' | 'exercise' | 'delivery' | 'carry_out' | 'carry_in';
  effect: Generated<'open' | 'close' | 'auto'>;
  carry_key: string | null;
  review: string | null;
  review_code: string | null;
  file_row: Generated<number>;
}

interface UnmatchedBooks {
  user_id: string;
  account_id: string;
  underlying: string;
  stamp: string;
}

interface Trades {
  user_id: string;
  id: string;
  unit: 'trade' | 'pair' | 'strategy';
  parent_id: string | null;
  account_id: string;
  asset_class: 'stock' | 'option' | 'future' | 'crypto' | 'forex';
  symbol: string;
  underlying: string;
  side: 'long' | 'short';
  status: 'open' | 'closed';
  quantity: string;
  entry_time: Time;
  exit_time: NullableTime;
  entry_price: string;
  exit_price: string | null;
  multiplier: string;
  gross_pnl: string;
  fees: string;
  net_pnl: string;
  currency: string;
  open_quantity: Generated<string>;
  open_price: string | null;
  digest: Generated<string>;
}

interface SummedJournals {
  user_id: string;
  unit: string;
  fee_basis: string;
  time_zone: string;
}

interface TradeExecutions {
  user_id: string;
  trade_id: string;
  execution_id: string;
}

interface TradeTags {
  user_id: string;
  trade_id: string;
  tag: string;
}

interface TradeDetails {
  user_id: string;
  trade_id: string;
  setup: string | null;
  initial_stop: string | null;
}

interface Notes {
  user_id: string;
  id: string;
  text: string;
  trade_id: string | null;
  date: string;
  symbols: Generated<string[]>;
  tags: Generated<string[]>;
  demo: Generated<boolean>;
  created_at: Time;
  updated_at: Time;
  words: ColumnType<string, never, never>;
}

interface Playbooks {
  user_id: string;
  id: string;
  name: string;
  text: string;
  tags: Generated<string[]>;
  demo: Generated<boolean>;
  created_at: Time;
  updated_at: Time;
  words: ColumnType<string, never, never>;
}

/** Table name to row. */
export interface Tables extends ChatTables, PromptTables {
  users: Users;
  accounts: Accounts;
  imports: Imports;
  column_mappings: ColumnMappings;
  executions: Executions;
  unmatched_books: UnmatchedBooks;
  trades: Trades;
  summed_journals: SummedJournals;
  trade_executions: TradeExecutions;
  trade_tags: TradeTags;
  trade_details: TradeDetails;
  notes: Notes;
  playbooks: Playbooks;
}
