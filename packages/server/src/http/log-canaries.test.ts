/** The log at its most verbose holds no question, answer, token or key, whatever fails. */
import { rmSync } from 'node:fs';
import { SignJWT } from 'jose';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readWhole } from '../testing/read-stream.ts';
import { type ServerProcess, spawnServer } from '../testing/spawn-server.ts';
import { copyTemplateFolder } from '../testing/test-database.ts';
import { answer, byModel, startUpstream, type Upstream } from '../testing/upstream.ts';

const SECRET = 'SECRETCANARY-0123456789-0123456789';
const KEY = 'KEYCANARY-sk-or-v1';
const METRICS = 'METRICSCANARY-0123456789';
const CANARIES =
  /QUESTIONCANARY|ANSWERCANARY|REASONCANARY|NOTECANARY|IDEMCANARY|SECRETCANARY|KEYCANARY|METRICSCANARY|eyJ[\w-]+\./;

let upstream: Upstream;
let server: ServerProcess;
let token: string;
const dataDir = copyTemplateFolder();

beforeAll(async () => {
  upstream = await startUpstream();
  server = await spawnServer({
    ...{ PORT: '0', LOG_LEVEL: 'trace', DATA_DIR: dataDir, JWT_SECRET: SECRET, METRICS_TOKEN: METRICS },
    ...{
      OPENROUTER_BASE_URL: upstream.url,
      OPENROUTER_API_KEY: KEY,
      LLM_MODELS: 'a/one,b/two',
      LLM_BREAKER_FAILURES: '0',
    },
  });
  const signing = new SignJWT({ scope: 'chat ops:read' }).setProtectedHeader({ alg: 'HS256' });
  token = await signing.setSubject('alice').setExpirationTime('1h').sign(new TextEncoder().encode(SECRET));
});
afterAll(async () => {
  await server.end('SIGTERM');
  await upstream.close();
  rmSync(dataDir, { recursive: true, force: true });
});

function call(path: string, json?: unknown, headers: Record<string, string> = {}) {
  return fetch(server.url + path, {
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', ...headers },
    ...(json !== undefined && { method: 'POST', body: typeof json === 'string' ? json : JSON.stringify(json) }),
  });
}

const records = () =>
  server
    .said()
    .split('\n')
    .filter((line) => line.includes('turn ended'));

const ask = async (json: object = {}) => {
  const response = await call(
    '/api/ai/chat/stream',
    { message: 'QUESTIONCANARY?', ...json },
    { 'idempotency-key': `IDEMCANARY${Math.random()}` },
  );
  return response.ok ? readWhole(response) : response.text();
};

test('a question, an answer, a token or a key is in no line, whatever goes well or wrong', async () => {
  await call('/api/notes', { text: 'NOTECANARY' });
  upstream.script(answer('ANSWERCANARY', ' well.'));
  await ask();
  const broken = [
    [{ raw: 'data: {"choices":[{"delta":{"content":"ANSWERCANARY\n\n' }, 'DONE' as const],
    [{ raw: 'data: ANSWERCANARY is no JSON\n\n' }, 'DONE' as const],
    ['ANSWERCANARY', { error: { code: 502, message: 'ANSWERCANARY QUESTIONCANARY' } }],
    ['ANSWERCANARY', { cut: 'reset' as const }],
    [{ reasoning: 'REASONCANARY' }, { finish: 'stop' }, 'DONE' as const],
    { status: 401, body: { error: { code: 401, message: `No such key: ${KEY}` } } },
    { status: 400, text: 'QUESTIONCANARY is not understood' },
    { status: 200, text: '<html>ANSWERCANARY</html>' },
  ];
  for (const script of broken) {
    upstream.script(byModel({ 'a/one': [script], 'b/two': [answer('ANSWERCANARY')] }));
    await ask();
    upstream.script(script);
    await ask();
  }
  await call('/api/ai/chat', '{"message": "QUESTIONCANARY');
  await call('/api/ai/chat', { message: 'QUESTIONCANARY\0' });
  await call('/api/ai/chat/streams/QUESTIONCANARY/stop', {});
  await call('/api/ai/chat/stream', { message: 'QUESTIONCANARY', model: 'QUESTIONCANARY/none' });
  const form = new FormData();
  form.set('time_zone', 'UTC');
  form.set('file', new Blob(['NOTECANARY,NOTECANARY\n"NOTECANARY']), 'NOTECANARY.csv');
  const headers = { authorization: `Bearer ${token}`, cookie: 'a=SECRETCANARY' };
  await fetch(`${server.url}/api/imports`, { method: 'POST', headers, body: form });
  await call('/metrics', undefined, { authorization: `Bearer ${METRICS}` });
  await call('/metrics', undefined, { authorization: `Bearer ${METRICS}x` });
  await call('/api/settings', undefined, { authorization: `Bearer ${token}x` });
  await expect.poll(() => records().length, { timeout: 30_000 }).toBeGreaterThanOrEqual(2 * broken.length + 1);
  const lines = server.said().split('\n');
  expect(lines.filter((line) => CANARIES.test(line))).toEqual([]);
});

test('the record of a turn has the names of the operators’ documentation, and no others', async () => {
  upstream.script(answer('ANSWERCANARY', ' well.'));
  await call('/api/ai/chat', { message: 'QUESTIONCANARY' });
  // What it writes comes after what it answers.
  const found = () => records().find((each) => each.includes('"streaming":false'));
  await expect.poll(found, { timeout: 30_000 }).toBeDefined();
  const line = found();
  const { level, time, pid, hostname, msg, ...record } = JSON.parse(line ?? '{}');
  expect([level, msg, typeof time, typeof pid, typeof hostname]).toEqual([
    30,
    'turn ended',
    'number',
    'number',
    'string',
  ]);
  expect(record).toEqual({
    ...{ user_id: 'alice', session_id: expect.any(String), stream_id: expect.any(String), streaming: false },
    ...{
      processing_time_ms: expect.any(Number),
      chunk_count: 2,
      success: true,
      model_used: 'a/one',
      fallback_used: false,
    },
    ...{ outcome: 'completed', layer: 'streaming', attempts: 1, time_to_first_token_ms: expect.any(Number) },
    ...{ longest_gap_ms: expect.any(Number), error_code: null, error_class: null, prompt_version: 'chat@1' },
    ...{ prompt_tokens: 100, completion_tokens: 2, total_tokens: 102, cost_usd: 0.0001 },
    ...{ overhead_ms: expect.any(Number), instance: expect.any(String) },
  });
});
