/** Tokens: sent, kept, and asked for again when the server refuses one. */
import { expect, test } from 'vitest';
import { collect } from './collect.ts';
import { createClient } from './create-client.ts';
import {
  type Act,
  logOf,
  openStream,
  play,
  refuseWith,
  startScriptedServer,
  wireOf,
} from './testing/scripted-server.ts';

const LOG = logOf(['Hello ', 'there']);
const retry = { firstDelayMs: 1, maxDelayMs: 1 };
const numbered = () => {
  let asked = 0;
  return async () => `token-${++asked}`;
};
const tokensOf = (server: { requests: { headers: { authorization?: string | undefined } }[] }) =>
  server.requests.map(({ headers }) => headers.authorization);
/** Two chunks, then the error without an id that tells a viewer that its token ended. */
const expireMidway: Act = (response) => {
  openStream(response);
  const ended = { type: 'error', code: 'token_expired', message: 'The token has expired.', retryable: false };
  response.end(`${wireOf(LOG.slice(0, 2))}data: ${JSON.stringify(ended)}\n\n`);
};

test('a token is asked for once and kept', async () => {
  await using server = await startScriptedServer(play(LOG));
  const client = createClient({ baseUrl: server.url, token: numbered() });
  await Promise.all([collect(client.chat.stream({ message: 'a' })), collect(client.chat.stream({ message: 'b' }))]);
  expect(tokensOf(server)).toEqual(['Bearer token-1', 'Bearer token-1']);
});

test('a refused token is replaced and the request repeated', async () => {
  await using server = await startScriptedServer(refuseWith(401, 'token_expired'), play(LOG));
  const client = createClient({ baseUrl: server.url, token: numbered() });
  expect((await collect(client.chat.stream({ message: 'q' }))).ended).toBe(true);
  expect(tokensOf(server)).toEqual(['Bearer token-1', 'Bearer token-2']);
});

test('a token that is refused again is an error', async () => {
  await using server = await startScriptedServer(refuseWith(401, 'token_invalid'));
  const asked = collect(createClient({ baseUrl: server.url, token: numbered() }).chat.stream({ message: 'q' }));
  await expect(asked).rejects.toMatchObject({ code: 'token_invalid', status: 401, retryable: false });
  expect(server.requests).toHaveLength(2);
});

test('a token that ends while the answer runs is replaced; the reader sees nothing of it', async () => {
  await using server = await startScriptedServer(expireMidway, play(LOG));
  const client = createClient({ baseUrl: server.url, token: numbered(), retry });
  expect(await Array.fromAsync(client.chat.stream({ message: 'q' }))).toEqual(LOG);
  expect(tokensOf(server)).toEqual(['Bearer token-1', 'Bearer token-2']);
});

test('a fixed token that ends while the answer runs ends the stream with an error', async () => {
  await using server = await startScriptedServer(expireMidway, refuseWith(401, 'token_expired'));
  const asked = collect(createClient({ baseUrl: server.url, token: 'fixed', retry }).chat.stream({ message: 'q' }));
  await expect(asked).rejects.toMatchObject({ code: 'token_expired', status: 401 });
});

test('a token that cannot be had for a moment is tried for again', async () => {
  await using server = await startScriptedServer(play(LOG));
  let asked = 0;
  const token = async () => {
    asked += 1;
    if (asked === 1) throw new TypeError('fetch failed');
    return 'late';
  };
  await collect(createClient({ baseUrl: server.url, token, retry }).chat.stream({ message: 'q' }));
  expect(tokensOf(server)).toEqual(['Bearer late']);
});

test('without a token none is sent', async () => {
  await using server = await startScriptedServer(play(LOG));
  await collect(createClient({ baseUrl: server.url }).chat.stream({ message: 'q' }));
  expect(tokensOf(server)).toEqual([undefined]);
});
