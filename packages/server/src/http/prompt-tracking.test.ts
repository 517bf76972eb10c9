/** Every answer is tracked, streamed or not: what it was, what it took, and what became of it. */
import type { ExperimentMetric, ExperimentResults } from '@tradistry/protocol';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readBody } from '../testing/read-body.ts';
import { readStream } from '../testing/read-stream.ts';
import { seeAnswer } from '../testing/see-answer.ts';
import { type Chat, startChat } from '../testing/start-chat.ts';
import type { CallInit } from '../testing/start-server.ts';
import { answer } from '../testing/upstream.ts';

let chat: Chat;
beforeAll(async () => {
  chat = await startChat({ LLM_BREAKER_FAILURES: '0' });
});
afterAll(() => chat.close());

const OPERATOR = 'chat prompts:read prompts:write';

const call = async (path: string, init: CallInit = {}) =>
  (await readBody(await chat.server.call(path, { userId: 'olga', scope: OPERATOR, ...init }))).body;

/** Everybody is in the control. */
async function startExperiment(): Promise<string> {
  const variants = [1, 0].map((weight) => ({ name: weight === 1 ? 'control' : 'nobody', version: 1, weight }));
  const json = { name: 'All', hypothesis: 'None.', primary_metric: 'success', min_users: 20, variants };
  const { id } = await call('/api/experiments', { json });
  await call(`/api/experiments/${id}/start`, { method: 'POST' });
  return id;
}

/**
 * Five answers: rated up and followed; not streamed, rated down and asked again; that again; stopped, gone on with and rated up;
 * from another layer.
 */
async function live(userId: string): Promise<void> {
  const ask = async (json: object) => seeAnswer(await chat.ask(json, { userId }));
  const rate = (id: string, rating: string) =>
    call(`/api/ai/chat/messages/${id}/feedback`, { method: 'PUT', json: { rating }, userId });
  chat.upstream.script(answer('You made', ' 5 USD.'));
  const { saved } = await ask({ message: 'How am I doing?', session_id: 'one' });
  const first = saved?.message_id ?? '';
  const plain = await call('/api/ai/chat', { json: { message: 'And in May?', session_id: 'one' }, userId });
  const { items } = await call('/api/ai/chat/sessions/one/messages', { userId });
  await ask({ message: 'And in May?', session_id: 'one', parent_message_id: items.at(-2).id });
  await call(`/api/ai/chat/messages/${first}/reading`, { json: { reading_ms: 4000 }, userId });
  await rate(first, 'up');
  await rate(plain.message_id, 'down');
  const stopped = await stopAmid(userId);
  chat.upstream.script(answer(' fine.'));
  await seeAnswer(await chat.server.call(`/api/ai/chat/messages/${stopped}/continue`, { method: 'POST', userId }));
  await rate(stopped, 'up');
  chat.upstream.script(({ body }) => (body['stream'] === false ? answer('By the plain call.') : { status: 500 }));
  await ask({ message: 'And in July?', session_id: 'three' });
}

/** The id of the answer. */
async function stopAmid(userId: string): Promise<string> {
  chat.upstream.script(['Well,', { hang: true }]);
  const response = await chat.ask({ message: 'And in June?', session_id: 'two' }, { userId });
  let id = '';
  for await (const { chunk } of readStream(response)) {
    if (chunk.type === 'token')
      await call(`/api/ai/chat/streams/${response.headers.get('x-stream-id')}/stop`, { method: 'POST', userId });
    if (chunk.type === 'response_saved') id = chunk.message_id;
  }
  return id;
}

test('all of it is in the results', async () => {
  const id = await startExperiment();
  for (const userId of ['tom', 'ann']) await live(userId);
  const results = async () => (await call(`/api/experiments/${id}/results`)) as ExperimentResults;
  const figure = async (metric: ExperimentMetric) => {
    const { variants } = await results();
    const { users = 0, answers = 0, mean = null } = variants[0]?.figures.find((each) => each.metric === metric) ?? {};
    return [users, answers, mean];
  };
  await expect
    .poll(async () => [await figure('stopped'), await figure('helpful')])
    .toEqual([
      [2, 12, 1 / 6],
      [2, 6, 2 / 3],
    ]);
  const exact: Partial<Record<ExperimentMetric, unknown[]>> = {
    success: [2, 10, 1],
    error: [2, 10, 0],
    fallback: [2, 10, 0.2],
    regenerated: [2, 12, 1 / 6],
    follow_up: [2, 12, 1 / 6],
    reading: [2, 2, 4000],
    confidence: [0, 0, null],
    cost: [2, 10, expect.closeTo(0.0001, 9)],
  };
  for (const [metric, expected] of Object.entries(exact))
    expect([metric, ...(await figure(metric as ExperimentMetric))]).toEqual([metric, ...expected]);
  const counted: Partial<Record<ExperimentMetric, number>> = {
    confidence_heuristic: 10,
    first_token: 12,
    duration: 12,
    tokens: 10,
    warnings: 12,
  };
  for (const [metric, answers] of Object.entries(counted)) {
    const [users, of, mean] = await figure(metric as ExperimentMetric);
    expect([metric, users, of, mean !== null && Number(mean) > 0]).toEqual([metric, 2, answers, true]);
  }
  expect((await results()).sample_ratio.arms[0]).toMatchObject({ name: 'control', users: 2 });
});
