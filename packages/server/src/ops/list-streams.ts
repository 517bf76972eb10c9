/** Streams as operators see them: the running ones of all instances, then those that ended. */
import type { Page, StreamLife, StreamRecord, StreamsQuery } from '@tradistry/protocol';
import { notFound } from '../refusal.ts';
import type { LiveStream, OpsStore, RunningStream } from './ports.ts';

export interface StreamsDeps {
  readonly store: OpsStore;
  readonly userKey: (userId: string) => string;
  /** What a turn that runs here has come to; `undefined`: it does not run here. */
  readonly live: (streamId: string) => LiveStream | undefined;
}

/** Nobody knows these of a stream that runs. */
const KNOWN_AT_THE_END = ['outcome', 'layer', 'model', 'prompt_version', 'error_code', 'fallback'] as const;

export async function listStreams(deps: StreamsDeps, query: StreamsQuery): Promise<Page<StreamRecord>> {
  const running = showsRunning(query) ? await listRunning(deps, query) : [];
  if (query.state === 'running') return { items: running, next_cursor: null };
  const userKeys = query.user_id === undefined ? null : [query.user_id, deps.userKey(query.user_id)];
  const ended = await deps.store.listEnded({ query, userKeys });
  return { ...ended, items: [...running, ...ended.items] };
}

/** Throws `not_found`. */
export async function streamLife(deps: StreamsDeps, streamId: string): Promise<StreamLife> {
  const running = await deps.store.findRunning(streamId);
  if (running) return { ...toRecord(deps, running), ...detailsOf(deps, streamId) };
  const ended = await deps.store.findEnded(streamId);
  if (!ended) throw notFound('stream');
  return ended;
}

/** Whose stream it is. Throws `not_found`. */
export async function ownerOf({ store }: Pick<StreamsDeps, 'store'>, streamId: string): Promise<string> {
  const userId = await store.findOwner(streamId);
  if (userId === undefined) throw notFound('stream');
  return userId;
}

function showsRunning(query: StreamsQuery): boolean {
  return query.state !== 'ended' && query.cursor === undefined && KNOWN_AT_THE_END.every((name) => !(name in query));
}

async function listRunning(deps: StreamsDeps, query: StreamsQuery): Promise<StreamRecord[]> {
  const running = await deps.store.listRunning(query);
  const wanted = query.user_id;
  return running
    .filter(({ userId }) => wanted === undefined || [userId, deps.userKey(userId)].includes(wanted))
    .slice(0, query.limit)
    .map((stream) => toRecord(deps, stream));
}

function toRecord(deps: StreamsDeps, { userId, record }: RunningStream): StreamRecord {
  const { attempt_list: _a, steps: _s, gaps: _g, ...live } = deps.live(record.stream_id) ?? NO_DETAILS;
  return { ...record, ...live, user_id: deps.userKey(userId) };
}

const NO_DETAILS = { attempt_list: [], steps: [], gaps: [] };

function detailsOf(deps: StreamsDeps, streamId: string): Pick<StreamLife, 'attempt_list' | 'steps' | 'gaps'> {
  const { attempt_list, steps, gaps } = deps.live(streamId) ?? NO_DETAILS;
  return { attempt_list, steps, gaps };
}
