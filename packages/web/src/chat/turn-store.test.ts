import { ChatError, type Client, createClient, type PositionedChunk } from '@tradistry/client';
import { describe, expect, it } from 'vitest';
import { isLive } from './turn-state.ts';
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

/** A store over a client that answers with these chunks, or throws. */
function storeOf(stream: () => AsyncGenerator<PositionedChunk, void>, resumed = stream) {
  const real = createClient({ baseUrl: 'http://127.0.0.1:9' });
  const calls: { asked: unknown[]; stopped: string[]; changed: string[]; frames: (() => void)[] } = {
    asked: [],
    stopped: [],
    changed: [],
    frames: [],
  };
  const asStream = (chunks: AsyncGenerator<PositionedChunk, void>) =>
    Object.assign(chunks, {
      streamId: null,
      lastEventId: null,
      return: async () => ({ done: true as const, value: undefined }),
    });
  const client: Client = {
    ...real,
    chat: {
      ...real.chat,
      stream: ({ onStatus: _status, signal: _signal, ...question }) => {
        calls.asked.push(question);
        return asStream(stream());
      },
      resume: () => asStream(resumed()),
      stop: async (streamId) => {
        calls.stopped.push(streamId);
        return {
          status: 'stopped',
          upstream_cancelled: true,
          billing_stopped: null,
          tokens_generated: 1,
          tokens_delivered: 1,
          stopped_after_ms: 1,
        };
      },
    },
  };
  const store = createTurnStore({
    client: () => client,
    changed: (sessionId) => calls.changed.push(sessionId),
    nextFrame: (callback) => calls.frames.push(callback),
  });
  return { store, calls };
}

async function settled(store: TurnStore): Promise<void> {
  while (isLive(store.get('s'))) await new Promise(setImmediate);
  await new Promise(setImmediate);
}

const ask = { message: 'How?', parentId: null, shown: { question: 'How?' } };

describe('the running turns', () => {
  it('tell the page once a frame, however many tokens come', async () => {
    const { store, calls } = storeOf(async function* () {
      yield info;
      for (let at = 0; at < 50; at++) yield token('x', at);
      yield* end;
    });
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
    const { store, calls } = storeOf(async function* () {
      yield info;
      yield* end;
    });
    store.ask('s', ask);
    await settled(store);
    expect(calls.changed).toEqual(['s', 's']);
  });

  it('say in words why a question was refused, and ask the same again', async () => {
    const { store, calls } = storeOf(async function* () {
      yield* [];
      throw new ChatError({ code: 'rate_limited', status: 429, detail: 'Wait a minute.' });
    });
    store.ask('s', ask);
    await settled(store);
    expect(store.get('s')).toMatchObject({
      phase: 'failed',
      error: { code: 'rate_limited', message: 'Wait a minute.' },
    });
    store.retry('s');
    expect(calls.asked).toHaveLength(2);
    expect(calls.asked[1]).toEqual(calls.asked[0]);
  });

  it('answer a stored question again instead of asking it twice', async () => {
    const { store, calls } = storeOf(async function* () {
      yield info;
      yield { type: 'error', code: 'provider_error', message: 'No.', retryable: true };
      yield { type: 'stream_end' };
    });
    store.ask('s', ask);
    await settled(store);
    store.retry('s');
    expect(calls.asked[1]).toMatchObject({ message: 'How?', parent_message_id: 'q1' });
  });

  it('follow the answer that is being written when a question comes too early', async () => {
    const { store } = storeOf(
      async function* () {
        yield* [];
        throw new ChatError({ code: 'turn_in_progress', status: 409, detail: 'Busy.', streamId: 't0' });
      },
      async function* () {
        yield { ...info, stream_id: 't0' };
        yield token('the other answer', 0);
        yield* end;
      },
    );
    store.ask('s', ask);
    await settled(store);
    expect(store.get('s')).toMatchObject({ streamId: 't0', answer: 'the other answer', phase: 'ended' });
  });

  it('stop as soon as the stream is known', async () => {
    const { store, calls } = storeOf(async function* () {
      yield info;
      yield* end;
    });
    store.ask('s', ask);
    store.stop('s');
    await settled(store);
    expect(calls.stopped).toEqual(['t1']);
  });

  it('take a resumed turn that is no longer kept as one that is over', async () => {
    const { store } = storeOf(async function* () {
      yield* [];
      throw new ChatError({ code: 'stream_expired', status: 410, detail: 'Gone.' });
    });
    store.resume('s', 't1');
    await settled(store);
    expect(store.get('s')).toMatchObject({ phase: 'ended', error: null });
  });
});
