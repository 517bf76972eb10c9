/** Whatever becomes of the connections, the reader sees each chunk once, in order, to the end. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { collect } from './collect.ts';
import { createClient } from './create-client.ts';
import {
  type Act,
  cursorOf,
  logOf,
  openStream,
  play,
  playAndCut,
  refuseWith,
  STREAM_ID,
  startScriptedServer,
  wireOf,
} from './testing/scripted-server.ts';

const QUICK = { firstDelayMs: 1, maxDelayMs: 2, attempts: 50 };
const ANSWER = ['Your ', 'win rate ', 'is 59 % ', '\u{1F4C8} by pair.'];
const LOG = logOf(ANSWER);
const clientOf = (server: { url: string }, retry = {}) =>
  createClient({ baseUrl: server.url, token: 't', retry: { ...QUICK, ...retry } });

test('a stream yields every chunk, typed and in order', async () => {
  await using server = await startScriptedServer(play(LOG));
  const stream = clientOf(server).chat.stream({ message: 'win rate?', context_limit: 3, include: ['figure'] });
  const chunks = await Array.fromAsync(stream);
  expect(chunks).toEqual(LOG);
  expect(stream.streamId).toBe(STREAM_ID);
  const [request] = server.requests;
  expect(JSON.parse(request?.body ?? '')).toEqual({ message: 'win rate?', context_limit: 3, include: ['figure'] });
  expect(request?.headers).toMatchObject({ authorization: 'Bearer t', 'content-type': 'application/json' });
  expect(request?.headers['idempotency-key']).toMatch(/^[0-9a-f]{32}$/);
});

test('a connection cut at any byte loses and doubles nothing', async () => {
  const length = wireOf(LOG).length;
  for (let cut = 0; cut <= length; cut += 1) {
    await using server = await startScriptedServer(playAndCut(LOG, cut), play(LOG));
    const chunks = await Array.fromAsync(clientOf(server).chat.stream({ message: 'q' }));
    expect(chunks, `cut after byte ${cut}`).toEqual(LOG);
  }
});

test('whatever is cut, doubled, refused and sliced, the collected answer is the whole one', async () => {
  const hiccup = fc.oneof(
    fc.record({
      kind: fc.constant('cut' as const),
      bytes: fc.nat(600),
      back: fc.nat(3),
      slice: fc.integer({ min: 1, max: 50 }),
    }),
    fc.record({
      kind: fc.constant('end' as const),
      bytes: fc.nat(600),
      back: fc.nat(3),
      slice: fc.integer({ min: 1, max: 50 }),
    }),
    fc.record({ kind: fc.constant('gateway' as const), status: fc.constantFrom(502, 503, 504) }),
    fc.record({ kind: fc.constant('reset' as const) }),
  );
  const tokens = fc.array(fc.string({ unit: 'grapheme', maxLength: 12 }), { maxLength: 12 });
  await fc.assert(
    fc.asyncProperty(tokens, fc.array(hiccup, { maxLength: 6 }), async (texts, hiccups) => {
      const log = logOf(texts);
      const acts = hiccups.map((one): Act => {
        if (one.kind === 'gateway')
          return (response) => void response.writeHead(one.status).end('<h1>Bad gateway</h1>');
        if (one.kind === 'reset') return (response) => void response.destroy();
        return async (response, request) => {
          openStream(response);
          // A server that replays from before the cursor: the client must drop what it has.
          const wire = wireOf(log, Math.max(0, cursorOf(request) - one.back)).slice(0, one.bytes);
          for (let from = 0; from < wire.length; from += one.slice) {
            await new Promise((resolve) => response.write(wire.slice(from, from + one.slice), resolve));
          }
          if (one.kind === 'cut') response.destroy();
          else response.end();
        };
      });
      await using server = await startScriptedServer(...(acts as []), play(log));
      const answer = await collect(clientOf(server).chat.stream({ message: 'q' }));
      expect(answer.response).toBe(texts.join(''));
      expect(answer.ended).toBe(true);
    }),
    { numRuns: 80 },
  );
});

test('single bytes arrive as whole chunks', async () => {
  await using server = await startScriptedServer(async (response) => {
    openStream(response);
    for (const byte of wireOf(LOG)) await new Promise((resolve) => response.write(byte, resolve));
    response.end();
  });
  expect(await Array.fromAsync(clientOf(server).chat.stream({ message: 'q' }))).toEqual(LOG);
});

test('a POST lost on the network is repeated with the same key and body', async () => {
  await using server = await startScriptedServer((response) => void response.destroy(), play(LOG));
  await collect(clientOf(server).chat.stream({ message: 'q', session_id: 's-1' }));
  const [first, second] = server.requests;
  expect(second?.method).toBe('POST');
  expect(second?.body).toBe(first?.body);
  expect(second?.headers['idempotency-key']).toBe(first?.headers['idempotency-key']);
});

test('a caller may give the idempotency key', async () => {
  await using server = await startScriptedServer(play(LOG));
  await collect(clientOf(server).chat.stream({ message: 'q', idempotencyKey: 'mine-1' }));
  expect(server.requests[0]?.headers['idempotency-key']).toBe('mine-1');
});

test('a broken stream is resumed by its id, after the last chunk, with the same include', async () => {
  const two = wireOf(LOG.slice(0, 2)).length;
  await using server = await startScriptedServer(playAndCut(LOG, two), play(LOG));
  await collect(clientOf(server).chat.stream({ message: 'q', include: ['tool', 'figure'] }));
  expect(server.requests[1]).toMatchObject({
    method: 'GET',
    url: `/api/ai/chat/streams/${STREAM_ID}?include=tool,figure`,
    headers: { 'last-event-id': '2', authorization: 'Bearer t' },
  });
});

test('a stream without the header is resumed by the id in session_info', async () => {
  const hidden: Act = (response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    response.write(wireOf(LOG.slice(0, 1)), () => response.destroy());
  };
  await using server = await startScriptedServer(hidden, play(LOG));
  await collect(clientOf(server).chat.stream({ message: 'q' }));
  expect(server.requests[1]?.url).toBe(`/api/ai/chat/streams/${STREAM_ID}`);
});

test('a line on which nothing arrives counts as gone', async () => {
  await using server = await startScriptedServer(openStream, play(LOG));
  const answer = await collect(clientOf(server, { silenceMs: 30 }).chat.stream({ message: 'q' }));
  expect(answer.response).toBe(ANSWER.join(''));
  expect(server.requests).toHaveLength(2);
});

test('a request that is never answered counts as gone', async () => {
  await using server = await startScriptedServer(() => undefined, play(LOG));
  const answer = await collect(clientOf(server, { silenceMs: 30 }).chat.stream({ message: 'q' }));
  expect(answer.ended).toBe(true);
});

test('keep-alive comments keep the line', async () => {
  await using server = await startScriptedServer(async (response) => {
    openStream(response);
    for (let beat = 0; beat < 12; beat += 1) {
      response.write(': keep-alive\n\n');
      await new Promise((resolve) => setTimeout(resolve, 25));
    }
    response.end(wireOf(LOG));
  });
  const answer = await collect(clientOf(server, { silenceMs: 200 }).chat.stream({ message: 'q' }));
  expect(answer.ended).toBe(true);
  expect(server.requests).toHaveLength(1);
});

test('tokens without a position get one, so that showing them twice changes nothing', async () => {
  const bare = LOG.map((chunk) => (chunk.type === 'token' ? { type: chunk.type, content: chunk.content } : chunk));
  await using server = await startScriptedServer(playAndCut(bare, 300), play(bare));
  let shown = '';
  for await (const chunk of clientOf(server).chat.stream({ message: 'q' })) {
    for (const _twice of [1, 2]) if (chunk.type === 'token') shown = shown.slice(0, chunk.at) + chunk.content;
  }
  expect(shown).toBe(ANSWER.join(''));
});

test('a rewind after a crash takes back what was not kept', async () => {
  const head = wireOf(LOG.slice(0, 3));
  const rewound: Act = (response) => {
    openStream(response);
    response.end(
      'id: 1000\ndata: {"type":"token","content":"","at":5}\n\nid: 1001\ndata: {"type":"token","content":"P&L","at":5}\n\n' +
        'id: 1002\ndata: {"type":"stream_end"}\n\n',
    );
  };
  await using server = await startScriptedServer((response) => {
    openStream(response);
    response.write(head, () => response.destroy());
  }, rewound);
  expect((await collect(clientOf(server).chat.stream({ message: 'q' }))).response).toBe('Your P&L');
});

test('204 ends a resumed stream quietly', async () => {
  await using server = await startScriptedServer((response) => void response.writeHead(204).end());
  expect(await Array.fromAsync(clientOf(server).chat.resume(STREAM_ID, { after: 7 }))).toEqual([]);
  expect(server.requests[0]?.headers['last-event-id']).toBe('7');
});

test.each([
  [404, 'not_found'],
  [410, 'stream_expired'],
])('%d ends a resumed stream with its error', async (status, code) => {
  await using server = await startScriptedServer(refuseWith(status, code));
  await expect(collect(clientOf(server).chat.resume(STREAM_ID))).rejects.toMatchObject({
    code,
    status,
    requestId: 'r-1',
  });
  expect(server.requests).toHaveLength(1);
});

test('a server that says when to come back is asked again no sooner', async () => {
  await using server = await startScriptedServer(refuseWith(503, 'overloaded', { 'retry-after': '1' }), play(LOG));
  const waits: unknown[] = [];
  const stream = clientOf(server).chat.stream({ message: 'q', onStatus: (status) => waits.push(status) });
  await collect(stream);
  expect(waits).toMatchObject([
    { state: 'connecting' },
    { state: 'waiting', attempt: 1 },
    { state: 'connecting' },
    { state: 'open' },
    { state: 'closed' },
  ]);
  expect(waits[1]).toHaveProperty(
    'retryInMs',
    expect.toSatisfy((ms: number) => ms >= 1000 && ms < 1010),
  );
});

test('a question that a draining server refuses is sent again with its key', async () => {
  const draining = refuseWith(503, 'overloaded', { 'retry-after': '0' });
  await using server = await startScriptedServer(draining, (response) => void response.destroy(), draining, play(LOG));
  expect((await collect(clientOf(server).chat.stream({ message: 'q' }))).ended).toBe(true);
  expect(server.requests.map(({ method }) => method)).toEqual(Array(4).fill('POST'));
  expect(new Set(server.requests.map(({ headers, body }) => `${headers['idempotency-key']} ${body}`)).size).toBe(1);
  expect(server.requests[0]?.headers['idempotency-key']).toMatch(/./);
});

test('a server that asks for very long is not waited for', async () => {
  await using server = await startScriptedServer(refuseWith(503, 'overloaded', { 'retry-after': '3600' }));
  await expect(collect(clientOf(server).chat.stream({ message: 'q' }))).rejects.toMatchObject({
    code: 'overloaded',
    retryable: true,
    retryAfterMs: 3_600_000,
  });
});

test('a line that stays gone is given up after the last attempt', async () => {
  await using server = await startScriptedServer((response) => void response.destroy());
  const asked = collect(clientOf(server, { attempts: 3 }).chat.stream({ message: 'q' }));
  await expect(asked).rejects.toMatchObject({ code: 'connection_lost', status: 0, retryable: true });
  expect(server.requests).toHaveLength(3);
});

test('a server that greets and dies, again and again, is given up', async () => {
  await using server = await startScriptedServer((response) => {
    openStream(response);
    response.write('data: {"type":"session_info","session_id":"s-1","status":"processing"}\n\n', () =>
      response.destroy(),
    );
  });
  const asked = collect(clientOf(server, { attempts: 4 }).chat.stream({ message: 'q' }));
  await expect(asked).rejects.toMatchObject({ code: 'connection_lost' });
  expect(server.requests).toHaveLength(4);
});

test('something that is not this API is told from a lost line', async () => {
  await using server = await startScriptedServer((response) => void response.writeHead(200).end('<html>'));
  const asked = collect(clientOf(server).chat.stream({ message: 'q' }));
  await expect(asked).rejects.toMatchObject({ code: 'unexpected_response' });
});

test('a chunk that is not JSON is an error, not a loop', async () => {
  await using server = await startScriptedServer((response) => {
    openStream(response);
    response.end('id: 1\ndata: {"type":\n\n');
  });
  await expect(collect(clientOf(server).chat.stream({ message: 'q' }))).rejects.toMatchObject({
    code: 'unexpected_response',
  });
});

test('an error chunk is yielded, and the stream goes on to its end', async () => {
  const log = [
    ...LOG.slice(0, 2),
    { type: 'error', code: 'provider_timeout', message: 'The model went silent.', retryable: true },
    { type: 'response_saved', message_id: 'm', processing_time_ms: 1, partial: true },
    { type: 'stream_end' },
  ] as typeof LOG;
  await using server = await startScriptedServer(play(log));
  const answer = await collect(clientOf(server).chat.stream({ message: 'q' }));
  expect(answer).toMatchObject({ response: 'Your ', error: { code: 'provider_timeout' }, saved: { partial: true } });
});
