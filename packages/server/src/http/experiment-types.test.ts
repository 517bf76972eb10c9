/** Experiments with every other type of prompt than the chat's: who is shown which version, and what is counted for it. */
import type { ExperimentMetric, ExperimentResults, PromptType } from '@tradistry/protocol';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Script } from '../testing/play-script.ts';
import { readBody } from '../testing/read-body.ts';
import { seeAnswer } from '../testing/see-answer.ts';
import { type Chat, startChat } from '../testing/start-chat.ts';
import type { CallInit } from '../testing/start-server.ts';
import { answer, type UpstreamCall } from '../testing/upstream.ts';

let chat: Chat;
// A server each: titles and judgements that are late from another test would be in this one's experiment.
beforeEach(async () => {
  chat = await startChat({ TITLE_MODEL: 'b/two', CONFIDENCE_JUDGE_PERCENT: '100', LLM_BREAKER_FAILURES: '0' });
});
afterEach(() => chat.close());

/** Users of each variant. */
const OF_EACH = 3;

type OtherType = Exclude<PromptType, 'chat'>;
const TEMPLATES: Readonly<Record<OtherType, string>> = {
  legacy: '{{now}}<journal>{{#facts}}{{.}}{{/facts}}</journal>',
  continuation: '{{last}}',
  title: '<journal>{{question}}{{answer}}</journal>',
  summary: '<journal>{{#messages}}{{role}}{{text}}{{/messages}}</journal>',
  confidence: '<journal>{{question}}{{answer}}</journal>',
};

const SCOPE = 'chat prompts:read prompts:write';

const call = async (path: string, init: CallInit = {}) =>
  readBody(await chat.server.call(path, { userId: 'olga', scope: SCOPE, ...init }));

/** Its two versions begin with `type-ONE` and `type-TWO`. */
async function start(type: OtherType, primary_metric: ExperimentMetric): Promise<string> {
  const save = async (word: string) =>
    (await call(`/api/prompts/${type}/versions`, { json: { template: `${type}-${word} ${TEMPLATES[type]}` } })).body
      .version;
  const variants = [
    { name: 'control', version: await save('ONE'), weight: 1 },
    { name: 'candidate', version: await save('TWO'), weight: 1 },
  ];
  const json = { name: type, type, hypothesis: 'None.', primary_metric, min_users: 20, variants };
  const { body } = await call('/api/experiments', { json });
  await call(`/api/experiments/${body.id}/start`, { method: 'POST' });
  return body.id;
}

const saidIn = ({ body }: UpstreamCall) => body.messages.map(({ content }) => content).join('\n');

/** Which version a call was made with, if with one of the type's. */
const versionIn = (type: OtherType, each: UpstreamCall) => new RegExp(`${type}-(ONE|TWO)`).exec(saidIn(each))?.[1];

/** Answers what a test does not care for, and all else by `plays`. */
function script(plays: (call: UpstreamCall) => Script | undefined): void {
  chat.upstream.script((each) => {
    const judged = saidIn(each).endsWith('Judge the answer.');
    return plays(each) ?? answer(judged ? '{"confidence": 1}' : 'Fine.');
  });
}

const ask = async (userId: string, json: object) => seeAnswer(await chat.ask(json, { userId }));

/** By user: their variant. As many of each, so that each has a figure. */
async function placed(type: OtherType, id: string): Promise<Map<string, string>> {
  const places = new Map<string, string>();
  const countIn = (variant: string) => [...places.values()].filter((each) => each === variant).length;
  for (let n = 0; places.size < 2 * OF_EACH; n += 1) {
    const userId = `${type}-user-${n}.`;
    const { variant } = (await call(`/api/experiments/${id}/assignment`, { userId })).body;
    if (countIn(variant) < OF_EACH) places.set(userId, variant);
  }
  return places;
}

/** By user: the version that their call was made with, which is the one of their variant. Each names themselves in what they ask. */
async function shown(type: OtherType, id: string, use: (userId: string) => Promise<unknown>) {
  const places = await placed(type, id);
  const users = [...places.keys()];
  chat.upstream.calls.length = 0;
  await Promise.all(users.map(use));
  const versionOf = (userId: string) =>
    chat.upstream.calls.flatMap((each) => (saidIn(each).includes(userId) && versionIn(type, each)) || []).at(-1);
  await expect.poll(() => users.map(versionOf)).not.toContain(undefined);
  const versions = new Map(users.map((userId) => [userId, versionOf(userId)]));
  for (const [userId, version] of versions)
    expect([userId, places.get(userId)]).toEqual([userId, version === 'TWO' ? 'candidate' : 'control']);
  return versions;
}

async function figuresOf(id: string, metrics: readonly ExperimentMetric[]) {
  const { body }: { body: ExperimentResults } = await call(`/api/experiments/${id}/results`);
  return body.variants.map(({ users, figures }) => [
    users,
    ...metrics.map((metric) => figures.find((figure) => figure.metric === metric)?.mean ?? null),
  ]);
}

test('the legacy prompt: the turn’s outcome is its version’s, ratings too, and what changes weights moves nobody', async () => {
  const id = await start('legacy', 'helpful');
  script((each) => (versionIn('legacy', each) || saidIn(each).includes('Judge') ? undefined : { status: 500 }));
  const ids = new Map<string, string | undefined>();
  const versions = await shown('legacy', id, async (userId) => {
    ids.set(userId, (await ask(userId, { message: `How am I doing? ${userId}`, session_id: 'one' })).saved?.message_id);
  });
  await call(`/api/experiments/${id}`, { method: 'PATCH', json: { weights: { control: 1, candidate: 99 } } });
  expect(
    await shown('legacy', id, (userId) => ask(userId, { message: `And now? ${userId}`, session_id: 'two' })),
  ).toEqual(versions);
  for (const [userId, version] of versions) {
    const json = { rating: version === 'TWO' ? 'up' : 'down' };
    await call(`/api/ai/chat/messages/${ids.get(userId)}/feedback`, { method: 'PUT', json, userId });
  }
  await expect
    .poll(() => figuresOf(id, ['helpful', 'success', 'fallback']))
    .toEqual([
      [OF_EACH, 0, 1, null],
      [OF_EACH, 1, 1, null],
    ]);
  const record = await call('/api/ai/chat/sessions/one/messages', { userId: [...versions.keys()][0] ?? '' });
  expect(record.body.items.at(-1)).toMatchObject({ layer: 'legacy_prompt' });
});

test('the continuation: a version with which nobody goes on is seen to fail', async () => {
  const id = await start('continuation', 'success');
  const refused = {
    status: 400,
    body: { error: { code: 400, message: 'assistant message prefill is not supported' } },
  };
  script((each) => {
    const version = versionIn('continuation', each);
    if (version) return version === 'ONE' ? answer('84.50 USD.') : { status: 503 };
    if (each.body.messages.at(-1)?.role === 'assistant') return refused;
    return saidIn(each).includes('Judge') || saidIn(each).includes('title')
      ? undefined
      : ['You made 1,2', { cut: true }];
  });
  await shown('continuation', id, (userId) => ask(userId, { message: `How am I doing? ${userId}` }));
  await expect
    .poll(() => figuresOf(id, ['success', 'error', 'first_token']))
    .toEqual([
      [OF_EACH, 1, 0, null],
      [OF_EACH, 0, 1, null],
    ]);
});

test('the title: what it took, how long it is, and whether there is one', async () => {
  const id = await start('title', 'length');
  script((each) => {
    const version = versionIn('title', each);
    return version === undefined ? version : answer(version === 'ONE' ? 'Good days in May' : 'May');
  });
  await shown('title', id, (userId) => ask(userId, { message: `How was my May? ${userId}` }));
  await expect
    .poll(() => figuresOf(id, ['length', 'success', 'tokens', 'helpful']))
    .toEqual([
      [OF_EACH, 16, 1, 101, null],
      [OF_EACH, 3, 1, 101, null],
    ]);
  const { body } = await call(`/api/experiments/${id}/results`);
  expect(body.variants[0].figures.map(({ metric }: { metric: string }) => metric)).toEqual([
    ...['success', 'error', 'duration', 'tokens', 'cost', 'length'],
  ]);
  expect(body.sample_ratio.arms.map(({ users }: { users: number }) => users)).toEqual([OF_EACH, OF_EACH]);
});

test('the summary: a version that no model answers is seen to fail', async () => {
  const id = await start('summary', 'success');
  script((each) => {
    const version = versionIn('summary', each);
    if (version === undefined) return undefined;
    return version === 'ONE' ? answer('- asked about May') : { status: 500 };
  });
  const talk = async (userId: string) => {
    for (let n = 0; n < 8; n += 1) await ask(userId, { message: `Question ${n}? ${userId}`, session_id: 'long' });
  };
  await shown('summary', id, talk);
  await expect
    .poll(() => figuresOf(id, ['success', 'length']))
    .toEqual([
      [OF_EACH, 1, 17],
      [OF_EACH, 0, null],
    ]);
});

test('the judge: its score is held against what the user says of the answer', async () => {
  const id = await start('confidence', 'agreement');
  script((each) => {
    const version = versionIn('confidence', each);
    return version === undefined ? version : answer(`{"confidence": ${version === 'ONE' ? 0.25 : 0.75}}`);
  });
  const ids = new Map<string, string | undefined>();
  await shown('confidence', id, async (userId) => {
    ids.set(userId, (await ask(userId, { message: `How am I doing? ${userId}` })).saved?.message_id);
  });
  for (const [userId, message] of ids)
    await call(`/api/ai/chat/messages/${message}/feedback`, { method: 'PUT', json: { rating: 'up' }, userId });
  await expect
    .poll(() => figuresOf(id, ['agreement', 'confidence', 'success']))
    .toEqual([
      [OF_EACH, 0.25, 0.25, 1],
      [OF_EACH, 0.75, 0.75, 1],
    ]);
});

test('what says nothing of a type cannot decide about it, nor guard it', async () => {
  const refused = async (type: PromptType, primary_metric: ExperimentMetric, guardrails: object[] = []) => {
    const variants = ['a', 'b'].map((name) => ({ name, version: 1, weight: 1 }));
    const json = { name: 'n', hypothesis: 'h', type, primary_metric, guardrails, min_users: 20, variants };
    const { status, body } = await call('/api/experiments', { json });
    return status === 400 ? body.errors : status;
  };
  expect(await refused('title', 'helpful')).toEqual([
    {
      path: 'primary_metric',
      message:
        'must be one of success, error, duration, tokens, cost, length: helpful says nothing of prompts of type title',
    },
  ]);
  expect(await refused('continuation', 'success', [{ metric: 'first_token', tolerance: 1 }])).toMatchObject([
    { path: 'guardrails.0.metric' },
  ]);
  expect(await refused('confidence', 'confidence')).toMatchObject([
    { message: expect.stringContaining('a judge that gives higher scores is no better judge') },
  ]);
  const strategy = { strategy: 'BEST_PERFORMANCE', metric: 'helpful' };
  const set = await call('/api/prompts/title/strategy', { method: 'PUT', json: strategy });
  expect([set.status, set.body.errors]).toMatchObject([400, [{ path: 'metric' }]]);
  const known = await call('/api/prompts/title/strategy', {
    method: 'PUT',
    json: { ...strategy, metric: 'success' },
  });
  expect(known.status).toBe(204);
});
