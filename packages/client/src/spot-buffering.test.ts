/** A proxy that holds answers back is noticed, once; what only looks like one is not. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { collect } from './collect.ts';
import { createClient } from './create-client.ts';
import { createBufferingSpotter, type Notice } from './spot-buffering.ts';
import { startProxy } from './testing/buffering-proxy.ts';
import { type Act, logOf, openStream, play, startScriptedServer, wireOf } from './testing/scripted-server.ts';

/** A server's answer: its time to the first token, then the time it writes on, and what it costs to store the question. */
interface Written {
  readonly firstMs: number;
  readonly writeMs: number;
  readonly storeMs?: number;
}

/** What a spotter says of these answers. `arrive` is when a chunk sent at `ms` arrives (both since the question left). */
function noticesOf(answers: readonly Written[], arrive: (ms: number, written: Written, n: number) => number): Notice[] {
  const notices: Notice[] = [];
  let now = 0;
  const spotter = createBufferingSpotter(
    (notice) => notices.push(notice),
    () => now,
  );
  for (const [n, written] of answers.entries()) {
    const { firstMs, writeMs, storeMs = 0 } = written;
    const arrival = spotter.watch();
    const sentAt = now;
    const at = (ms: number) => {
      now = Math.max(now, sentAt + arrive(ms, written, n));
    };
    const total = storeMs + firstMs + writeMs;
    arrival.sent();
    at(storeMs);
    arrival.chunk({ type: 'session_info', session_id: 's', status: 'processing' });
    at(storeMs + firstMs);
    arrival.chunk({ type: 'token', content: 'x' });
    at(total);
    arrival.chunk({
      type: 'response_saved',
      message_id: 'm',
      processing_time_ms: total,
      time_to_first_token_ms: storeMs + firstMs,
    });
    now += 1000;
  }
  return notices;
}

const SLOW: Written = { firstMs: 800, writeMs: 8000 };
const times = (count: number, written: Written) => Array<Written>(count).fill(written);
const wholeOf = ({ firstMs, writeMs, storeMs = 0 }: Written) => storeMs + firstMs + writeMs;

describe('a spotter', () => {
  test('needs two answers that come all at once, and tells it once', () => {
    const held = (_ms: number, written: Written) => wholeOf(written) + 30;
    expect(noticesOf(times(1, SLOW), held)).toEqual([]);
    expect(noticesOf(times(9, SLOW), held)).toHaveLength(1);
  });

  test('says what to change', () => {
    const [notice] = noticesOf(times(2, SLOW), (_ms, written) => wholeOf(written) + 30);
    expect(notice?.code).toBe('buffering_proxy');
    expect(notice?.message).toContain('X-Accel-Buffering');
    expect(notice?.message).toContain('proxy_buffering off');
  });

  test('notices a model that thought for long behind such a proxy', () => {
    const thinking = { firstMs: 25_000, writeMs: 400 };
    expect(noticesOf(times(2, thinking), (_ms, written) => wholeOf(written) + 30)).toHaveLength(1);
  });

  test('notices a buffer that is passed on whenever it is full', () => {
    const lumps = (ms: number, written: Written) => Math.min(Math.ceil((ms + 1) / 4000) * 4000, wholeOf(written)) + 30;
    expect(noticesOf(times(4, { firstMs: 800, writeMs: 30_000 }), lumps)).toHaveLength(1);
  });

  test('says nothing of any network that is only slow, whatever it takes to connect and to store', () => {
    const written = fc.record({
      firstMs: fc.nat(40_000),
      writeMs: fc.nat(60_000),
      storeMs: fc.nat(2900),
    });
    fc.assert(
      fc.property(fc.array(written, { maxLength: 12 }), fc.nat(20_000), fc.nat(1400), (answers, latency, jitter) => {
        const late = (ms: number, _written: Written, n: number) => ms + latency + ((n * 7919 + ms) % (jitter + 1));
        expect(noticesOf(answers, late)).toEqual([]);
      }),
    );
  });

  test('says nothing of quick answers, however they come', () => {
    expect(noticesOf(times(50, { firstMs: 200, writeMs: 1500 }), (_ms, written) => wholeOf(written))).toEqual([]);
  });

  test('says nothing of replays: what comes sooner than it was written was begun by another request', () => {
    expect(noticesOf(times(50, SLOW), () => 40)).toEqual([]);
    expect(noticesOf(times(50, SLOW), (_ms, written) => wholeOf(written) - 500)).toEqual([]);
  });

  test('forgets a single answer that was held back when the next one flows', () => {
    const tunnel = (ms: number, written: Written, n: number) => (n % 2 === 0 ? wholeOf(written) : ms) + 30;
    expect(noticesOf(times(20, SLOW), tunnel)).toEqual([]);
  });
});

const LOG = logOf(['Hello']);
const fallSilent = (response: Parameters<Act>[0]) => openStream(response);

/** Writes words for about three seconds and says truly how long it took. */
const write: Act = async (response) => {
  const from = performance.now();
  const since = () => Math.round(performance.now() - from);
  const log = logOf(Array.from({ length: 25 }, (_, n) => `word ${n} `));
  openStream(response);
  let firstMs = 0;
  for (const [index, chunk] of log.entries()) {
    if (chunk.type === 'token') await new Promise((resolve) => setTimeout(resolve, 110));
    if (index === 1) firstMs = since();
    const saved = { processing_time_ms: since(), time_to_first_token_ms: firstMs };
    const told = chunk.type === 'response_saved' ? { ...chunk, ...saved } : chunk;
    response.write(wireOf([...log.slice(0, index), told], index));
  }
  response.end();
};

describe.concurrent('over real sockets', () => {
  /** Asks until there is a notice, at most `most` times. */
  async function notices(url: string, most: number): Promise<Notice[]> {
    const told: Notice[] = [];
    const client = createClient({ baseUrl: url, onNotice: (notice) => told.push(notice) });
    for (let asked = 0; asked < most && told.length === 0; asked += 1) {
      expect((await collect(client.chat.stream({ message: 'q' }))).ended).toBe(true);
    }
    return told;
  }

  test('a proxy that keeps the whole answer until its end', async () => {
    await using server = await startScriptedServer(write);
    await using proxy = await startProxy(server.url, { bufferBytes: 1_000_000 });
    expect(await notices(proxy.url, 5)).toHaveLength(1);
  });

  test('a proxy that lets not even a keep-alive through', async () => {
    await using server = await startScriptedServer((response, request) => {
      if (request.method === 'POST') return fallSilent(response);
      return server.requests.length < 4 ? fallSilent(response) : play(LOG)(response, request);
    });
    const told: Notice[] = [];
    const retry = { silenceMs: 300, firstDelayMs: 1, maxDelayMs: 1 };
    const client = createClient({ baseUrl: server.url, retry, onNotice: (notice) => told.push(notice) });
    await collect(client.chat.stream({ message: 'q' }));
    expect(told.map(({ message }) => message)).toEqual([expect.stringContaining('not even a keep-alive')]);
  });

  test('a line that dies and comes back on another network', async () => {
    await using server = await startScriptedServer(
      (response) => fallSilent(response),
      (response) => {
        openStream(response);
        response.write(wireOf(LOG.slice(0, 1)));
      },
      (response) => fallSilent(response),
      play(LOG),
    );
    const told: Notice[] = [];
    const retry = { silenceMs: 300, firstDelayMs: 1, maxDelayMs: 1 };
    const client = createClient({ baseUrl: server.url, retry, onNotice: (notice) => told.push(notice) });
    await collect(client.chat.stream({ message: 'q' }));
    expect(told).toEqual([]);
  });

  test('a proxy that passes every byte on, and a slow line', async () => {
    await using server = await startScriptedServer(write);
    await using open = await startProxy(server.url);
    await using slow = await startProxy(server.url, { latencyMs: 700, bytesPerSecond: 600 });
    expect(await Promise.all([notices(open.url, 3), notices(slow.url, 2)])).toEqual([[], []]);
  });

  test('a reader that pauses makes its own delay', async () => {
    await using server = await startScriptedServer(write);
    const told: Notice[] = [];
    const client = createClient({ baseUrl: server.url, onNotice: (notice) => told.push(notice) });
    const readLate = async () => {
      const stream = client.chat.stream({ message: 'q' });
      await stream.next();
      await new Promise((resolve) => setTimeout(resolve, 3500));
      await collect(stream);
    };
    await Promise.all([readLate(), readLate(), readLate()]);
    expect(told).toEqual([]);
  });

  test('an answer that is only replayed', async () => {
    const log = logOf(['a', 'b']).map((chunk) =>
      chunk.type === 'response_saved' ? { ...chunk, processing_time_ms: 9000, time_to_first_token_ms: 100 } : chunk,
    );
    await using server = await startScriptedServer(play(log));
    expect(await notices(server.url, 6)).toEqual([]);
  });
});
