/**
 * Bodies of the operators' API: key figures, streams and their lives, models, jobs, usage. Never what was asked or answered.
 * Reading needs the scope `ops:read`, stopping `ops:write`. Times are ISO 8601 in UTC, hours and days too.
 *
 * What counts as what is the table of the wire: success = completed; available = completed or degraded; error = degraded,
 * partial or failed; fallback = answered otherwise than by the first choice of model at the layer `streaming`. All four are
 * shares of all turns but the stopped ones, between 0 and 1; `null` where there are none. Turns of `POST /api/ai/chat`
 * count too (`streaming: false`).
 */
import { z } from 'zod';
import { isStorable, PageQuery } from './chat.ts';
import { Layer } from './chunks.ts';
import { ErrorCode } from './errors.ts';

/** The five ways a turn ends. */
export const TurnOutcome = z.enum(['completed', 'degraded', 'stopped', 'partial', 'failed']);
export type TurnOutcome = z.infer<typeof TurnOutcome>;

const Instant = z.iso
  .datetime({ offset: true, abort: true })
  .refine((time) => time >= '2000-01-01' && time < '2199-12-31', 'must be between 2000 and 2199');
/** US dollars as a decimal string, exact. */
const Money = z.string();
const Word = z.string().min(1).max(255).refine(isStorable, 'must not hold NUL characters or lone surrogates');
const Flag = z.enum(['true', 'false'], { error: 'must be true or false' }).transform((value) => value === 'true');

/** By what the figures may be told apart. */
export const KpiDimension = z.enum(['model', 'prompt_version', 'instance', 'streaming']);
export type KpiDimension = z.infer<typeof KpiDimension>;

/**
 * `GET /api/ai/metrics/summary?from=&to=&every=&by=model,instance&model=&prompt_version=&instance=&streaming=`. Without times:
 * the last 24 hours. `every`: a row for each hour (at most 32 days) or day. `by`: a row for each of what is named. Times are
 * widened to whole hours; to whole days with `every=day` and beyond 32 days. The other parameters choose turns.
 */
export const SummaryQuery = z.object({
  from: Instant.optional(),
  to: Instant.optional(),
  every: z.enum(['hour', 'day']).optional(),
  by: z
    .string()
    .max(100)
    .transform((list) => [...new Set(list.split(',').filter(Boolean))])
    .pipe(z.array(KpiDimension))
    .default([]),
  model: Word.optional(),
  prompt_version: Word.optional(),
  instance: Word.optional(),
  streaming: Flag.optional(),
});
export type SummaryQuery = z.infer<typeof SummaryQuery>;

/**
 * Milliseconds over `n` turns; all `null` where there are none. Percentiles come from merged histograms whose buckets grow by
 * 1/8 of a power of two (9 %), never from percentiles: each is within 4.5 % of an observed time. `avg` is exact.
 */
export const Times = z.object({
  n: z.int(),
  avg: z.number().nullable(),
  p50: z.number().nullable(),
  p95: z.number().nullable(),
  p99: z.number().nullable(),
});
export type Times = z.infer<typeof Times>;

/** The key figures of some turns. */
export const Kpis = z.object({
  turns: z.int(),
  completed: z.int(),
  degraded: z.int(),
  stopped: z.int(),
  partial: z.int(),
  failed: z.int(),
  success_rate: z.number().nullable(),
  available_rate: z.number().nullable(),
  error_rate: z.number().nullable(),
  fallback_rate: z.number().nullable(),
  /** From the request to the first token; turns that had one. */
  first_token_ms: Times,
  /** From the request to the end. */
  duration_ms: Times,
  /** The longest pause between two tokens of a turn; streamed turns with at least two. */
  longest_gap_ms: Times,
  /** How long an answer was in view while the page was visible; answers that a page told of. */
  reading_ms: Times,
  prompt_tokens: z.int(),
  completion_tokens: z.int(),
  /** As far as providers told it. */
  cost_usd: Money,
});
export type Kpis = z.infer<typeof Kpis>;

/** One row: the figures of an hour or day (`at`, its beginning; `null` without `every`) and of what `by` names (else `null`). */
export const KpiRow = Kpis.extend({
  at: z.string().nullable(),
  model: z.string().nullable(),
  prompt_version: z.string().nullable(),
  instance: z.string().nullable(),
  streaming: z.boolean().nullable(),
});
export type KpiRow = z.infer<typeof KpiRow>;

/** `rows` in order of time, then of most turns, 10,000 at most; hours without a turn have none. With neither `every` nor `by` there are none. */
export const Summary = z.object({
  from: z.string(),
  to: z.string(),
  every: z.enum(['hour', 'day']).nullable(),
  by: z.array(KpiDimension),
  total: Kpis,
  rows: z.array(KpiRow),
});
export type Summary = z.infer<typeof Summary>;

/**
 * `GET /api/ops/streams`: running ones first (on the first page only, all of them up to `limit`, the newest first), then those
 * that ended, the last first, for as long as records are kept. `user_id` as it is, or as it is shown here.
 */
export const StreamsQuery = PageQuery.extend({
  state: z.enum(['running', 'ended']).optional(),
  outcome: TurnOutcome.optional(),
  layer: Layer.optional(),
  model: Word.optional(),
  prompt_version: Word.optional(),
  instance: Word.optional(),
  user_id: Word.optional(),
  session_id: Word.optional(),
  error_code: ErrorCode.optional(),
  fallback: Flag.optional(),
  streaming: Flag.optional(),
  from: Instant.optional(),
  to: Instant.optional(),
});
export type StreamsQuery = z.infer<typeof StreamsQuery>;

/** The record of a stream. Of a running one what is known so far: `outcome` and the like are `null`. */
export const StreamRecord = z.object({
  stream_id: z.string(),
  state: z.enum(['running', 'ended']),
  /** Hashed where `LOG_USER_IDS` is `hashed`, as in the log. */
  user_id: z.string(),
  session_id: z.string(),
  instance: z.string(),
  streaming: z.boolean(),
  started_at: z.string(),
  ended_at: z.string().nullable(),
  outcome: TurnOutcome.nullable(),
  success: z.boolean().nullable(),
  layer: Layer.nullable(),
  model_used: z.string().nullable(),
  fallback_used: z.boolean().nullable(),
  attempts: z.int(),
  chunk_count: z.int(),
  time_to_first_token_ms: z.int().nullable(),
  /** Of a running one: so far. */
  processing_time_ms: z.int(),
  longest_gap_ms: z.int().nullable(),
  /** Why it failed, or why no model answered. */
  error_code: ErrorCode.nullable(),
  prompt_version: z.string().nullable(),
  prompt_tokens: z.int().nullable(),
  completion_tokens: z.int().nullable(),
  total_tokens: z.int().nullable(),
  cost_usd: Money.nullable(),
  reading_ms: z.int().nullable(),
});
export type StreamRecord = z.infer<typeof StreamRecord>;

/** One try at a model; `outcome` is `completed` or the class of its failure. Times are milliseconds since the turn began. */
export const StreamAttempt = z.object({
  n: z.int(),
  layer: Layer,
  model: z.string(),
  outcome: z.string(),
  started_ms: z.int(),
  /** After `started_ms`. */
  first_token_ms: z.int().nullable(),
  duration_ms: z.int(),
  prompt_tokens: z.int().nullable(),
  completion_tokens: z.int().nullable(),
  cost_usd: Money.nullable(),
  /** What it added to the answer. */
  characters: z.int(),
});
export type StreamAttempt = z.infer<typeof StreamAttempt>;

/** The steps of a turn's life before and beside its attempts. */
export const StreamStep = z.object({
  name: z.enum(['start', 'context', 'retrieval', 'tools']),
  started_ms: z.int(),
  duration_ms: z.int(),
});
export type StreamStep = z.infer<typeof StreamStep>;

/** A pause between two tokens of at least 640 ms: where it began, since the turn did. The first twenty are kept. */
export const StreamGap = z.object({ started_ms: z.int(), duration_ms: z.int() });
export type StreamGap = z.infer<typeof StreamGap>;

/**
 * `GET /api/ops/streams/{id}`: the life of a stream, for a waterfall from 0 to `processing_time_ms`. Attempts, steps and gaps
 * are written with the end: a running stream has those of the instance that answers, if it runs there. Attempts are erased
 * with their session.
 */
export const StreamLife = StreamRecord.extend({
  attempt_list: z.array(StreamAttempt),
  steps: z.array(StreamStep),
  gaps: z.array(StreamGap),
});
export type StreamLife = z.infer<typeof StreamLife>;

/** `POST /api/ops/streams/{id}/stop` answers `StopResponse`, like the user's own stop. */

/** A model as the instance that answers sees it; breakers are shared where there is a Valkey. */
export const ModelState = z.object({
  id: z.string(),
  tier: z.int(),
  default: z.boolean(),
  /** Open: not asked. Half-open: one probe is on its way, or due. */
  circuit: z.enum(['closed', 'open', 'half_open']),
  /** The 95th percentile of its last first tokens here; `null`: too few calls so far. */
  first_token_p95_ms: z.number().nullable(),
  /** False: its provider does not list it; `null`: not known. */
  available: z.boolean().nullable(),
  context_tokens: z.int().nullable(),
});
/** `GET /api/ops/models`, best first. */
export const ModelStates = z.object({ items: z.array(ModelState), next_cursor: z.null() });
export type ModelStates = z.infer<typeof ModelStates>;

/** One queue of work that is done beside the turns. */
export const JobQueue = z.object({
  queue: z.string(),
  waiting: z.int(),
  active: z.int(),
  /** Given up, and still kept to be looked at. */
  failed: z.int(),
  /** How long the oldest of the waiting has waited; `null`: none waits. */
  oldest_ms: z.int().nullable(),
  /** Of a job that runs over much, such as embedding everything anew; `null`: none runs. */
  progress: z.object({ done: z.int(), total: z.int() }).nullable(),
});
export type JobQueue = z.infer<typeof JobQueue>;
/** `GET /api/ops/jobs`. */
export const JobQueues = z.object({ items: z.array(JobQueue), next_cursor: z.null() });
export type JobQueues = z.infer<typeof JobQueues>;

const UtcDay = z.iso.date().refine((day) => day >= '2000-01-01' && day < '2200-01-01', 'must be between 2000 and 2199');

/** `GET /api/usage?from=&to=&user_id=`: days in UTC, both included; without them the last 30. */
export const UsageQuery = PageQuery.extend({
  from: UtcDay.optional(),
  to: UtcDay.optional(),
  user_id: Word.optional(),
});
export type UsageQuery = z.infer<typeof UsageQuery>;

/** What a user used up on a day, the newest day first: what budgets count, and what providers told of the cost. */
export const UsageDay = z.object({
  user_id: z.string(),
  day: z.string(),
  tokens: z.int(),
  /** Of attempts whose provider told none. */
  estimated_tokens: z.int(),
  cost_usd: Money,
  attempts: z.int(),
  /** Those whose cost nobody told: `cost_usd` is without them. */
  unpriced_attempts: z.int(),
});
export type UsageDay = z.infer<typeof UsageDay>;
