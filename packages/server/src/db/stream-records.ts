/** Records of streams, read over all users: what runs, what ended, one with all that is kept of it. */
import type {
  ErrorCode,
  Layer,
  Page,
  StreamAttempt,
  StreamLife,
  StreamRecord,
  StreamsQuery,
  TurnOutcome,
} from '@tradistry/protocol';
import { type Selectable, sql } from 'kysely';
import type { RunningStream, StreamsChoice } from '../ops/ports.ts';
import type { Tx } from './database.ts';
import { decodeCursor, encodeCursor, instantText } from './page-cursor.ts';
import type { Tables } from './tables.ts';

/** More than run at once on a few instances; beyond, the oldest are left out. */
const MOST_RUNNING = 5000;
const RUNNING_COLUMNS = [
  'stream_id',
  'user_id',
  'session_id',
  'instance',
  'streaming',
  'created_at',
  'attempts',
  'chunk_count',
  'first_token_ms',
] as const;
const RECORD_COLUMNS = [
  'stream_id',
  'user_key',
  'session_id',
  'instance',
  'streaming',
  'started_at',
  'ended_at',
  'outcome',
  'layer',
  'model_used',
  'fallback_used',
  'attempts',
  'chunk_count',
  'first_token_ms',
  'processing_time_ms',
  'longest_gap_ms',
  'error_code',
  'prompt_version',
  'prompt_tokens',
  'completion_tokens',
  'total_tokens',
  'cost_usd',
  'reading_ms',
] as const;

export async function listRunningStreams(tx: Tx, query: StreamsQuery): Promise<RunningStream[]> {
  const { session_id, instance, streaming, from, to } = query;
  const rows = await tx
    .selectFrom('turns')
    .select(RUNNING_COLUMNS)
    .where('status', '=', 'running')
    .$if(session_id !== undefined, (q) => q.where('session_id', '=', session_id ?? ''))
    .$if(instance !== undefined, (q) => q.where('instance', '=', instance ?? ''))
    .$if(streaming !== undefined, (q) => q.where('streaming', '=', streaming === true))
    .$if(from !== undefined, (q) => q.where('created_at', '>=', new Date(from ?? 0)))
    .$if(to !== undefined, (q) => q.where('created_at', '<', new Date(to ?? 0)))
    .orderBy('created_at', 'desc')
    .limit(MOST_RUNNING)
    .execute();
  return rows.map(toRunning);
}

export async function findRunningStream(tx: Tx, streamId: string): Promise<RunningStream | undefined> {
  const row = await tx
    .selectFrom('turns')
    .select(RUNNING_COLUMNS)
    .where('stream_id', '=', streamId)
    .where('status', '=', 'running')
    .executeTakeFirst();
  return row && toRunning(row);
}

export async function listEndedStreams(tx: Tx, { query, userKeys }: StreamsChoice): Promise<Page<StreamRecord>> {
  const after = decodeCursor(query.cursor);
  const rows = await chosen(tx, { query, userKeys })
    .select(instantText(sql.ref('ended_at')).as('sort_key'))
    .$if(after !== null, (q) =>
      q.where(sql<boolean>`(ended_at, stream_id) < (${after?.[0] ?? ''}::timestamptz, ${after?.[1] ?? ''}::uuid)`),
    )
    .orderBy('ended_at', 'desc')
    .orderBy('stream_id', 'desc')
    .limit(query.limit + 1)
    .execute();
  const page = rows.slice(0, query.limit);
  const last = page.at(-1);
  const more = rows.length > query.limit && last;
  return { items: page.map(toRecord), next_cursor: more ? encodeCursor([last.sort_key, last.stream_id]) : null };
}

/** As `listEndedStreams`, without an order. */
function chosen(tx: Tx, { query, userKeys }: StreamsChoice) {
  const { outcome, layer, model, prompt_version, instance, session_id, error_code, fallback, streaming, from, to } =
    query;
  const equals = { outcome, layer, model_used: model, prompt_version, instance, session_id, error_code };
  const flags = { fallback_used: fallback, streaming };
  const given = Object.entries({ ...equals, ...flags }).filter(([, value]) => value !== undefined);
  return tx
    .selectFrom('stream_records')
    .select(RECORD_COLUMNS)
    .where((eb) =>
      eb.and([
        ...given.map(([column, value]) => eb(sql.ref(column), '=', value)),
        ...(userKeys ? [eb('user_key', 'in', userKeys)] : []),
        ...(from ? [eb('ended_at', '>=', new Date(from))] : []),
        ...(to ? [eb('ended_at', '<', new Date(to))] : []),
      ]),
    );
}

/** Its attempts are erased with its session. */
export async function findEndedStream(tx: Tx, streamId: string): Promise<StreamLife | undefined> {
  const row = await tx
    .selectFrom('stream_records')
    .select([...RECORD_COLUMNS, 'user_id', 'steps', 'gaps'])
    .where('stream_id', '=', streamId)
    .executeTakeFirst();
  if (!row) return undefined;
  const attempts = await tx
    .selectFrom('attempts')
    .select([
      ...(['n', 'layer', 'model', 'outcome', 'started_ms', 'first_token_ms', 'duration_ms'] as const),
      ...(['prompt_tokens', 'completion_tokens', 'cost_usd', 'characters'] as const),
    ])
    .where('user_id', '=', row.user_id)
    .where('session_id', '=', row.session_id)
    .where('stream_id', '=', streamId)
    .orderBy('n')
    .execute();
  // Written from the same closed lists.
  return { ...toRecord(row), attempt_list: attempts as StreamAttempt[], steps: row.steps, gaps: row.gaps };
}

function toRunning(row: Pick<Selectable<Tables['turns']>, (typeof RUNNING_COLUMNS)[number]>): RunningStream {
  return {
    userId: row.user_id,
    record: {
      ...{
        stream_id: row.stream_id,
        state: 'running',
        user_id: '',
        session_id: row.session_id,
        instance: row.instance,
      },
      ...{ streaming: row.streaming, started_at: row.created_at.toISOString(), ended_at: null, outcome: null },
      ...{ success: null, layer: null, model_used: null, fallback_used: null, attempts: row.attempts },
      ...{ chunk_count: row.chunk_count, time_to_first_token_ms: row.first_token_ms },
      processing_time_ms: Math.max(0, Date.now() - row.created_at.getTime()),
      ...{ longest_gap_ms: null, error_code: null, prompt_version: null, prompt_tokens: null },
      ...{ completion_tokens: null, total_tokens: null, cost_usd: null, reading_ms: null },
    },
  };
}

type RecordRow = Pick<Selectable<Tables['stream_records']>, (typeof RECORD_COLUMNS)[number]>;

function toRecord(row: RecordRow): StreamRecord {
  const { user_key, started_at, ended_at, first_token_ms, ...rest } = row;
  return {
    ...pick(rest),
    state: 'ended',
    user_id: user_key,
    started_at: started_at.toISOString(),
    ended_at: ended_at.toISOString(),
    success: row.outcome === 'completed',
    time_to_first_token_ms: first_token_ms,
    // Written from the closed lists of the protocol.
    outcome: row.outcome as TurnOutcome,
    layer: row.layer as Layer | null,
    error_code: row.error_code as ErrorCode | null,
  };
}

/** Without what else the statement selected. */
function pick(row: Omit<RecordRow, 'user_key' | 'started_at' | 'ended_at' | 'first_token_ms'>) {
  const { stream_id, session_id, instance, streaming, model_used, fallback_used, attempts, chunk_count } = row;
  const { processing_time_ms, longest_gap_ms, prompt_version, reading_ms } = row;
  const { prompt_tokens, completion_tokens, total_tokens, cost_usd } = row;
  return {
    ...{ stream_id, session_id, instance, streaming, model_used, fallback_used, attempts, chunk_count },
    ...{ processing_time_ms, longest_gap_ms, prompt_version, reading_ms },
    ...{ prompt_tokens, completion_tokens, total_tokens, cost_usd },
  };
}
