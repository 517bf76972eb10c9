import { ChatError, type Client, createClient, type PositionedChunk, type WatchOptions } from '@tradistry/client';
import { describe, expect, it, vi } from 'vitest';
import { createPendingQuestions } from './pending-questions.ts';
import { isLive, shownText } from './turn-state.ts';
import { createTurnStore, type TurnStore } from './turn-store.ts';

const info: PositionedChunk = {
  type: 'session_info',
  session_id: 's',
  status: 'processing',
  stream_id: 't1',
  message_id: 'q1',
};
const token = (content: string, at: number): PositionedChunk => ({ type: 'token', content, at });
const end: PositionedChunk[] = [
  { type: 'done', message: 'Streaming complete' },
  { type: 'response_saved', message_id: 'a1', processing_time_ms: 1 },
  { type: 'stream_end' },
];

type Play = (options: WatchOptions) => AsyncGenerator<PositionedChunk, void>;

/** A stream of these chunks. */
function playing(...chunks: PositionedChunk[]): Play {
  return async function* () {
    yield* chunks;
  };
}

/** A stream that fails after these chunks. */
function failing(error: ChatError, ...chunks: PositionedChunk[]): Play {
  return async function* () {
    yield* chunks;
    throw error;
  };
}

const lost = new ChatError({ code: 'connection_lost', status: 0, detail: 'Gone.' });
const limited = new ChatError({ code: 'rate_limited', status: 429, detail: 'Wait a minute.', retryAfterMs: 60_000 });

/** What outlives a reload. */
function createStorage() {
  const kept = new Map<string, string>();
  return {
    getItem: (name: string) => kept.get(name) ?? null,
    setItem: (name: string, value: string) => void kept.set(name, value),
  };
}

/** A store over a client whose requests are played one after the other, the last one again and again. */
function storeOf(plays: Play[], { storage = createStorage(), now = (): number => 0 } = {}) {
  const real = createClient({ baseUrl: 'http://127.0.0.1:9' });
  const calls = {
    asked: [] as { message: string; idempotencyKey?: string | undefined }[],
    resumed: [] as string[],
    continued: [] as string[],
    stopped: [] as string[],
    changed: [] as string[],
    frames: [] as (() => void)[],
  };
  const next = (options: WatchOptions) => {
    const play = plays.length > 1 ? plays.shift() : plays[0];
    return Object.assign((play ?? playing())(options), {
      streamId: null,
      lastEventId: null,
      return: async () => ({ done: true as const, value: undefined }),
    });
  };
  const chat: Client['chat'] = {
    ...real.chat,
    stream: ({ onStatus, signal, include, ...question }) => {
      calls.asked.push(question);
      return next({ onStatus, signal, include });
    },
    resume: (streamId, options = {}) => {
      calls.resumed.push(streamId);
      return next(options);
    },
    continue: (messageId, options = {}) => {
      calls.continued.push(messageId);
      return next(options);
    },
    stop: async (streamId) => {
      calls.stopped.push(streamId);
      return {
        ...{ status: 'stopped' as const, upstream_cancelled: true, billing_stopped: null },
        ...{ tokens_generated: 1, tokens_delivered: 1, stopped_after_ms: 1 },
      };
    },
  };
  const client: Client = { ...real, chat };
  let keys = 0;
  const store = createTurnStore({
    client: () => client,
    changed: (sessionId) => calls.changed.push(sessionId),
    nextFrame: (callback) => calls.frames.push(callback),
    pending: createPendingQuestions(storage),
    newKey: () => `key${++keys}`,
    now,
  });
  return { store, calls, storage };
}

async function settled(store: TurnStore): Promise<void> {
  while (isLive(store.get('s'))) await new Promise(setImmediate);
  await new Promise(setImmediate);
}

const ask = { message: 'How?', parentId: null, shown: { question: 'How?' } };

/** Asks and waits until the turn is over. */
async function asked(of: ReturnType<typeof storeOf>) {
  of.store.ask('s', ask);
  await settled(of.store);
  return of;
}

describe('the running turns', () => {
  it('tell the page once a frame, however many tokens come', async () => {
    const tokens = Array.from({ length: 50 }, (_, at) => token('x', at));
    const { store, calls } = storeOf([playing(info, ...tokens, ...end)]);
    let told = 0;
    store.subscribe('s', () => told++);
    store.ask('s', ask);
    expect(told).toBe(1);
    await settled(store);
    expect(told).toBe(1);
    for (const callback of calls.frames.splice(0)) callback();
    expect(told).toBe(2);
    expect(store.get('s')).toMatchObject({ phase: 'ended', answer: 'x'.repeat(50), answerId: 'a1' });
  });

  it('say when the question is stored and when the answer is', async () => {
    const { calls } = await asked(storeOf([playing(info, ...end)]));
    expect(calls.changed).toEqual(['s', 's']);
  });

  it('ask for the lookups and the figures, which the page shows', async () => {
    const seen: unknown[] = [];
    await asked(
      storeOf([
        ({ include }) => {
          seen.push(include);
          return playing(info, ...end)({});
        },
      ]),
    );
    expect(seen).toEqual([['tool', 'figure']]);
  });

  it('say in words why a question was refused and when to come back, and ask the same again', async () => {
    const { store, calls } = await asked(storeOf([failing(limited)], { now: () => 5000 }));
    expect(store.get('s')).toMatchObject({
      phase: 'failed',
      error: { code: 'rate_limited', message: 'Wait a minute.', retryAt: 65_000 },
    });
    store.retry('s');
    expect(calls.asked).toHaveLength(2);
    expect(calls.asked[1]).toEqual(calls.asked[0]);
  });

  it('follow the answer that is being written when a question comes too early, and give the question back', async () => {
    const busy = new ChatError({ code: 'turn_in_progress', status: 409, detail: 'Busy.', streamId: 't0' });
    const other = playing({ ...info, stream_id: 't0' }, token('the other answer', 0), ...end);
    const { store } = await asked(storeOf([failing(busy), other]));
    expect(store.get('s')).toMatchObject({
      streamId: 't0',
      answer: 'the other answer',
      phase: 'ended',
      returned: 'How?',
    });
  });

  it('stop as soon as the stream is known', async () => {
    const { store, calls } = storeOf([playing(info, ...end)]);
    store.ask('s', ask);
    store.stop('s');
    await settled(store);
    expect(calls.stopped).toEqual(['t1']);
  });

  it('take a resumed turn that is no longer kept as one that is over', async () => {
    const gone = new ChatError({ code: 'stream_expired', status: 410, detail: 'Gone.' });
    const { store } = storeOf([failing(gone)]);
    store.resume('s', 't1');
    await settled(store);
    expect(store.get('s')).toMatchObject({ phase: 'ended', error: null });
  });

  it('are not followed again when the server calls one running that has just ended', async () => {
    const { store, calls } = await asked(storeOf([playing(info, ...end), failing(limited)]));
    store.ask('s', ask);
    await settled(store);
    store.resume('s', 't1');
    expect(calls.resumed).toEqual([]);
    expect(store.get('s')?.error?.code).toBe('rate_limited');
  });

  it('go on with an answer whose text stays in place meanwhile', async () => {
    const { store, calls } = storeOf([playing(info, token('Half', 0), token(' and half.', 4), ...end)]);
    store.continue('s', { id: 'a1', parent_id: 'q1', content: 'Half' });
    expect(store.get('s')).toMatchObject({ phase: 'asking', questionId: 'q1', question: null });
    const before = store.get('s');
    expect(before && shownText(before)).toBe('Half');
    await settled(store);
    expect(calls.continued).toEqual(['a1']);
    expect(store.get('s')).toMatchObject({ answer: 'Half and half.', answerId: 'a1' });
  });
});

describe('a line that is gone', () => {
  it('is said after a moment, and no more as soon as it is back', async () => {
    vi.useFakeTimers();
    try {
      const back = Promise.withResolvers<void>();
      const { store } = storeOf([
        async function* ({ onStatus }) {
          yield info;
          onStatus?.({ state: 'waiting', retryInMs: 250, attempt: 1 });
          onStatus?.({ state: 'connecting' });
          await back.promise;
          onStatus?.({ state: 'open' });
          yield token('Here', 0);
          yield* end;
        },
      ]);
      store.ask('s', ask);
      await vi.advanceTimersByTimeAsync(600);
      expect(store.get('s')?.reconnecting).toBe(false);
      await vi.advanceTimersByTimeAsync(200);
      expect(store.get('s')).toMatchObject({ reconnecting: true, phase: 'answering' });
      back.resolve();
      await vi.advanceTimersByTimeAsync(0);
      expect(store.get('s')).toMatchObject({ reconnecting: false, phase: 'ended', answer: 'Here' });
    } finally {
      vi.useRealTimers();
    }
  });

  it('is not the end of an answer: trying again watches the same stream from what is shown', async () => {
    const again = playing(info, token('Half and half.', 0), ...end);
    const { store, calls } = await asked(storeOf([failing(lost, info, token('Half', 0)), again]));
    expect(store.get('s')).toMatchObject({ phase: 'lost', answer: 'Half', streamId: 't1' });
    store.retry('s');
    expect(store.get('s')).toMatchObject({ kept: 'Half', questionId: 'q1', question: 'How?' });
    await settled(store);
    expect(calls).toMatchObject({ resumed: ['t1'], asked: [{ message: 'How?' }] });
    expect(store.get('s')).toMatchObject({ phase: 'ended', answer: 'Half and half.' });
  });

  it('is tried again by itself when the server says that the answer is still being written', async () => {
    const { store, calls } = await asked(storeOf([failing(lost, info), playing(info, ...end)]));
    store.resume('s', 't1');
    expect(calls.resumed).toEqual(['t1']);
  });

  it('does not lose or double a question that is not confirmed: it is sent again under its key', async () => {
    const { store, calls } = await asked(storeOf([failing(lost), playing(info, ...end)]));
    expect(store.get('s')).toMatchObject({ phase: 'lost', question: 'How?' });
    store.retry('s');
    await settled(store);
    expect(calls.asked.map(({ idempotencyKey }) => idempotencyKey)).toEqual(['key1', 'key1']);
  });

  it('takes a gateway without a server behind it for no answer', async () => {
    const gateway = new ChatError({ code: 'unexpected_response', status: 502, detail: 'No explanation.' });
    const { store } = await asked(storeOf([failing(gateway)]));
    expect(store.get('s')?.phase).toBe('lost');
  });

  it('lets its user call off a question that nobody answers', async () => {
    const { store, calls, storage } = storeOf([
      async function* ({ onStatus, signal }) {
        onStatus?.({ state: 'waiting', retryInMs: 250, attempt: 1 });
        await new Promise((_, reject) => signal?.addEventListener('abort', () => reject(signal.reason)));
        yield info;
      },
    ]);
    store.ask('s', ask);
    store.stop('s');
    await settled(store);
    expect(store.get('s')).toMatchObject({ phase: 'failed', error: { code: 'called_off' } });
    expect(calls.stopped).toEqual([]);
    expect(createPendingQuestions(storage).all()).toEqual([]);
  });
});

describe('after a reload', () => {
  it('a question that was not confirmed is asked once more under its key', async () => {
    const { storage } = await asked(storeOf([failing(lost)]));
    const { store, calls } = storeOf([playing(info, ...end)], { storage });
    store.restore();
    await settled(store);
    expect(calls.asked).toMatchObject([{ message: 'How?', idempotencyKey: 'key1' }]);
    expect(store.get('s')).toMatchObject({ phase: 'ended', question: 'How?' });
  });

  it.each([
    ['confirmed', playing(info, ...end)],
    ['refused', failing(limited)],
    ['confirmed before the line was lost', failing(lost, info)],
  ])('a question that was %s is not asked again', async (_how, play) => {
    const { storage } = await asked(storeOf([play]));
    const { store, calls } = storeOf([playing()], { storage });
    store.restore();
    expect(calls.asked).toEqual([]);
  });

  it('of a day later its author says whether to ask it again', async () => {
    const { storage } = await asked(storeOf([failing(lost)]));
    const { store, calls } = storeOf([playing(info, ...end)], { storage, now: () => 21 * 3_600_000 });
    store.restore();
    expect(calls.asked).toEqual([]);
    expect(store.get('s')).toMatchObject({ phase: 'failed', question: 'How?', error: { code: 'unconfirmed' } });
    store.retry('s');
    await settled(store);
    expect(calls.asked).toHaveLength(1);
    expect(createPendingQuestions(storage).all()).toEqual([]);
  });

  it('its age is that of the first time it was sent', async () => {
    const { storage } = await asked(storeOf([failing(lost)]));
    const second = storeOf([failing(lost)], { storage, now: () => 10 * 3_600_000 });
    second.store.restore();
    await settled(second.store);
    expect(createPendingQuestions(storage).all()).toMatchObject([['s', { at: 0 }]]);
  });
});
