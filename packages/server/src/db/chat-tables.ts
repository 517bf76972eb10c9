/** The tables of chats, their turns and what those leave behind, as Kysely sees them. */
import type { FinishReason, StreamGap, StreamStep } from '@tradistry/protocol';
import type { ColumnType, Generated } from 'kysely';
import type { Json, NullableJson, NullableTime, Time } from './column-types.ts';

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

interface Trials {
  user_id: string;
  stream_id: string;
  instance: string;
  heartbeat_at: Time;
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

interface StreamRecords {
  stream_id: string;
  user_id: string;
  user_key: string;
  session_id: string;
  answer_id: string;
  instance: string;
  streaming: boolean;
  started_at: Time;
  ended_at: Time;
  outcome: string;
  layer: string | null;
  model_used: string | null;
  fallback_used: boolean;
  attempts: number;
  chunk_count: number;
  first_token_ms: number | null;
  processing_time_ms: number;
  longest_gap_ms: number | null;
  overhead_ms: number | null;
  error_code: string | null;
  error_class: string | null;
  prompt_version: string | null;
  prompt_tokens: number | null;
  completion_tokens: number | null;
  total_tokens: number | null;
  cost_usd: string | null;
  steps: Json<StreamStep[]>;
  gaps: Json<StreamGap[]>;
  reading_ms: number | null;
}

interface IdempotencyKeys {
  user_id: string;
  endpoint: string;
  key: string;
  body_hash: string;
  stream_id: string;
  created_at: Time;
}

/** Table name to row. */
export interface ChatTables {
  sessions: Sessions;
  messages: Messages;
  turns: Turns;
  trials: Trials;
  attempts: Attempts;
  model_requests: ModelRequests;
  chat_summaries: ChatSummaries;
  usage_days: UsageDays;
  stream_records: StreamRecords;
  idempotency_keys: IdempotencyKeys;
}
