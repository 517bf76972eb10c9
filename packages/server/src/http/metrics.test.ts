/** `/metrics` over a real port: who may read it, and that it counts what happened. */
import { getHeapStatistics } from 'node:v8';
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { readWhole } from '../testing/read-stream.ts';
import { type Chat, startChat } from '../testing/start-chat.ts';
import { startTestServer } from '../testing/start-server.ts';
import { answer, byModel } from '../testing/upstream.ts';

const TOKEN = { authorization: 'Bearer metrics-of-the-tests' };
let chat: Chat;
beforeAll(async () => {
  vi.spyOn(Math, 'random').mockReturnValue(0);
  chat = await startChat({ LLM_BREAKER_FAILURES: '0' });
});
afterAll(async () => {
  await chat.close();
  vi.restoreAllMocks();
});
beforeEach(() => chat.reset());

/** Every sample by its name and labels. */
async function scrape(): Promise<Map<string, number>> {
  const response = await chat.server.call('/metrics', { headers: TOKEN });
  expect([response.status, response.headers.get('content-type')]).toEqual([
    200,
    'text/plain; version=0.0.4; charset=utf-8',
  ]);
  const lines = (await response.text()).split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  return new Map(
    lines.map((line) => [line.slice(0, line.lastIndexOf(' ')), Number(line.slice(line.lastIndexOf(' ')))]),
  );
}

/** How much each sample grew while `work` ran; what did not grow is left out. */
async function grown(work: () => Promise<unknown>): Promise<Map<string, number>> {
  const before = await scrape();
  await work();
  const after = await scrape();
  return new Map(
    [...after].map(([key, value]) => [key, value - (before.get(key) ?? 0)] as const).filter(([, by]) => by > 0),
  );
}

const ask = async (json: object = {}) => readWhole(await chat.ask({ message: 'What is my win rate?', ...json }));

test('are for the metrics token and the scope ops:read, and for nobody else', async () => {
  const status = async (headers: Record<string, string>) =>
    (await fetch(`${chat.server.url}/metrics`, { headers })).status;
  const bearer = async (scope: string) => ({ authorization: `Bearer ${await chat.server.token('op', { scope })}` });
  expect(await status(TOKEN)).toBe(200);
  expect(await status(await bearer('chat ops:read'))).toBe(200);
  expect(await status(await bearer('chat ops:write'))).toBe(401);
  expect(await status({})).toBe(401);
  expect(await status({ authorization: 'Bearer metrics-of-the-testz' })).toBe(401);
  expect(await (await fetch(`${chat.server.url}/metrics`)).text()).not.toContain('tradistry_');
});

test('are open in local mode to a direct request, and not through a proxy', async () => {
  await using server = await startTestServer({ JWT_SECRET: '' });
  expect((await fetch(`${server.url}/metrics`)).status).toBe(200);
  expect((await fetch(`${server.url}/metrics`, { headers: { 'x-forwarded-for': '10.0.0.1' } })).status).toBe(401);
});

test('count a stream once: its outcome, its times, its pauses', async () => {
  const by = await grown(() => ask());
  expect(by.get('tradistry_streams_total{outcome="completed",layer="streaming",tier="1",error_class="none"}')).toBe(1);
  for (const name of ['time_to_first_token', 'longest_gap', 'duration']) {
    const key = [...by.keys()].find((each) => each.startsWith(`tradistry_stream_${name}_seconds_count`));
    expect([key, by.get(key ?? '')]).toEqual([expect.any(String), 1]);
  }
  expect(by.get('tradistry_stream_chunk_gap_seconds_bucket{le="+Inf"}')).toBe(2);
  expect(by.get('tradistry_stream_chunk_gap_seconds_count')).toBe(2);
  expect(by.get('tradistry_overhead_seconds_count')).toBe(1);
  for (const step of ['start', 'context', 'save'])
    expect(by.get(`tradistry_step_seconds_count{step="${step}"}`)).toBe(1);
  expect([...by.keys()].filter((key) => key.startsWith('tradistry_fallbacks_total'))).toEqual([]);
});

test('count what a model sent that nobody can read', async () => {
  chat.upstream.script(answer('One', { raw: 'data: {"choices":[{\n\n' }, { raw: 'data: CANARY\n\n' }, ' two.'));
  expect((await grown(() => ask())).get('tradistry_malformed_events_total')).toBe(2);
});

test('have the memory from where on questions are refused', async () => {
  await using server = await startTestServer({
    ...{ METRICS_TOKEN: 'metrics-of-the-tests', OVERLOAD_RSS_MIB: '4096', OVERLOAD_HEAP_PERCENT: '50' },
  });
  const text = await (await server.call('/metrics', { headers: TOKEN })).text();
  expect(text).toContain(`tradistry_memory_limit_bytes{of="rss"} ${4096 * 2 ** 20}\n`);
  expect(text).toContain(`tradistry_memory_limit_bytes{of="heap"} ${getHeapStatistics().heap_size_limit / 2}\n`);
});

test('count a fallback with where it came from, why, and whether text was shown', async () => {
  chat.upstream.script(byModel({ 'a/one': [{ status: 500 }], 'b/two': [answer('Two.')] }));
  const by = await grown(() => ask());
  const labels = 'from="streaming",to="streaming",reason="provider_error",phase="before_text"';
  expect(by.get(`tradistry_fallbacks_total{${labels}}`)).toBe(1);
  expect(by.get('tradistry_streams_total{outcome="completed",layer="streaming",tier="2",error_class="none"}')).toBe(1);
  expect(by.get('tradistry_stream_duration_seconds_count{outcome="completed",fallback="true"}')).toBe(1);

  chat.upstream.script(
    byModel({ 'a/one': [['Once upon', { cut: true }], { status: 402 }], 'b/two': [answer(' a time.')] }),
  );
  const continued = await grown(() => ask());
  expect([...continued.keys()].find((key) => key.includes('phase="continued"'))).toContain('from="streaming"');
});

test('count an answer that no model gave as degraded, with the reason', async () => {
  chat.upstream.script({ status: 401 });
  const by = await grown(() => ask());
  expect(
    by.get(
      'tradistry_streams_total{outcome="degraded",layer="fallback_message",tier="analyst",error_class="authentication"}',
    ),
  ).toBe(1);
  expect([...by.keys()].find((key) => key.startsWith('tradistry_fallbacks_total'))).toContain('to="fallback_message"');
});

test('show the process, its pools, its breakers; and no label is what somebody sent', async () => {
  await ask({ session_id: 'canary-session' });
  const samples = await scrape();
  const keys = [...samples.keys()];
  for (const key of [
    'tradistry_active_streams',
    'tradistry_viewers',
    'tradistry_memory_bytes{of="rss"}',
    'tradistry_memory_limit_bytes{of="heap"}',
    'tradistry_circuit_state{model="a/one"}',
    'tradistry_database_connections{pool="users",state="waiting"}',
    'tradistry_event_loop_delay_seconds{quantile="0.99"}',
    'tradistry_queue_jobs{queue="journal_changes",state="waiting"}',
    'tradistry_cpu_seconds_total',
    'tradistry_refusals_total{limit="streams_per_user"}',
    'tradistry_shedding',
  ])
    expect(keys).toContain(key);
  expect(samples.get('tradistry_memory_bytes{of="rss"}')).toBeGreaterThan(1e6);
  expect(keys.some((key) => key.includes('valkey'))).toBe(false);
  expect(keys.join()).not.toMatch(/canary|alice/);
});

test('have the series that alerts are made of from the start', async () => {
  await using server = await startTestServer({ JWT_SECRET: '' });
  const text = await (await fetch(`${server.url}/metrics`)).text();
  expect(text).toContain('tradistry_stream_duration_seconds_count{outcome="failed",fallback="true"} 0');
  expect(text).toContain('tradistry_stream_longest_gap_seconds_count 0');
});

test('know the pause objective and the first-token objective as edges', async () => {
  await ask();
  const keys = [...(await scrape()).keys()];
  expect(keys).toContain('tradistry_stream_time_to_first_token_seconds_bucket{le="2.56"}');
  expect(keys).toContain('tradistry_stream_longest_gap_seconds_bucket{le="5.12"}');
  expect(keys).toContain('tradistry_stream_chunk_gap_seconds_bucket{le="5.12"}');
});
