/** The tables as Kysely sees them; `migrations/*.sql` is where they are made. numeric comes as an exact string, date as YYYY-MM-DD. */
import type { FinishReason } from '@tradistry/protocol';
import type { ColumnType, Generated, JSONColumnType } from 'kysely';
import type { PromptTables } from './prompt-tables.ts';

type Time = ColumnType<Date, Date | string | undefined, Date | string>;
type NullableTime = ColumnType<Date | null, Date | string | null | undefined, Date | string | null>;
type Json<T> = ColumnType<T, string | undefined, string>;
type NullableJson<T> = ColumnType<T | null, string | null | undefined, string | null>;

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

interface Sessions {
  user_id: string;
  id: string;
  title: string;
  pinned: Generated<boolean>;
  archived: Generated<boolean>;
  created_at: Time;
  updated_at: Time;
}

interface Messages {
  user_id: string;
  id: string;
  /** bigint, as a decimal string. */
  position: ColumnType<string, never, never>;
  session_id: string;
  parent_id: string | null;
  role: 'user' | 'assistant';
  content: string;
  status: 'running' | 'complete' | 'stopped' | 'partial' | 'failed';
  created_at: Time;
  model_used: string | null;
  layer: string | null;
  finish_reason: FinishReason | null;
  fallback_used: boolean | null;
  usage: NullableJson<unknown>;
  sources: Json<unknown[]>;
  figures: Json<unknown[]>;
  warnings: Json<unknown[]>;
  tools: Json<unknown[]>;
  processing_time_ms: number | null;
  time_to_first_token_ms: number | null;
  chunk_count: number | null;
  feedback_rating: 'up' | 'down' | null;
  feedback_comment: string | null;
}

interface Turns {
  stream_id: string;
  user_id: string;
  session_id: string;
  question_id: string;
  answer_id: string;
  status: Generated<'running' | 'ended'>;
  outcome: string | null;
  epoch: Generated<number>;
  instance: string;
  heartbeat_at: Time;
  answer: Generated<string>;
  marks: Json<unknown[]>;
  created_at: Time;
  ended_at: NullableTime;
  request: ColumnType<Record<string, unknown>, string | undefined, string>;
  streaming: Generated<boolean>;
  /** bigint, as a decimal string. */
  last_id: ColumnType<string, number | undefined, number>;
  attempts: Generated<number>;
  chunk_count: Generated<number>;
  sources: Json<unknown[]>;
  first_token_ms: number | null;
  stop_requested_at: NullableTime;
  stop_report: NullableJson<unknown>;
}

interface Attempts {
  user_id: string;
  session_id: string;
  stream_id: string;
  n: number;
  layer: string;
  model: string;
  outcome: string;
  started_ms: number;
  first_token_ms: number | null;
  duration_ms: number;
  prompt_tokens: number | null;
  completion_tokens: number | null;
  total_tokens: number | null;
  cost_usd: string | null;
  characters: number;
  provider: string | null;
  generation_id: string | null;
  skipped_events: Generated<number>;
  created_at: Time;
}

interface ModelRequests {
  user_id: string;
  message_id: string;
  stream_id: string;
  n: number;
  layer: string;
  model: string;
  sent_at: Time;
  body: Buffer;
}

interface ChatSummaries {
  user_id: string;
  message_id: string;
  session_id: string;
  covers: number;
  up_to: Time;
  written_by: 'model' | 'excerpt';
  model: string | null;
  text: string;
  created_at: Time;
}

interface UsageDays {
  user_id: string;
  day: string;
  /** bigint, as a decimal string. */
  tokens: ColumnType<string, number | undefined, number>;
  estimated_tokens: ColumnType<string, number | undefined, number>;
  cost_usd: Generated<string>;
  attempts: Generated<number>;
  unpriced_attempts: Generated<number>;
}

interface IdempotencyKeys {
  user_id: string;
  endpoint: string;
  key: string;
  body_hash: string;
  stream_id: string;
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
export interface Tables extends PromptTables {
  users: Users;
  sessions: Sessions;
  messages: Messages;
  turns: Turns;
  attempts: Attempts;
  model_requests: ModelRequests;
  chat_summaries: ChatSummaries;
  usage_days: UsageDays;
  idempotency_keys: IdempotencyKeys;
  accounts: Accounts;
  imports: Imports;
  column_mappings: ColumnMappings;
  executions: Executions;
  unmatched_books: UnmatchedBooks;
  trades: Trades;
  trade_executions: TradeExecutions;
  trade_tags: TradeTags;
  trade_details: TradeDetails;
  notes: Notes;
  playbooks: Playbooks;
}
