/** Questions of users who are in an experiment: each gets their variant's prompt, whatever becomes of the weights. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readBody } from '../testing/read-body.ts';
import { readWhole } from '../testing/read-stream.ts';
import { type Chat, startChat } from '../testing/start-chat.ts';
import type { CallInit } from '../testing/start-server.ts';

let chat: Chat;
beforeAll(async () => {
  chat = await startChat();
});
afterAll(() => chat.close());

const USERS = Array.from({ length: 12 }, (_, n) => `trader-${n}`);

/** More than these are not all given one of two prompts by chance. */
const MOST_USERS = 60;

const SCOPE = 'chat prompts:read prompts:write';

const call = async (path: string, init: CallInit = {}) =>
  readBody(await chat.server.call(path, { userId: 'olga', scope: SCOPE, ...init }));

async function save(words: string): Promise<number> {
  const template = `${words} {{now}}{{#leftOut}}{{.}}{{/leftOut}}
<journal>{{#allTime}}{{.}}{{/allTime}}{{#figures}}{{title}}{{/figures}}{{#notes}}{{text}}{{/notes}}</journal>`;
  const { body } = await call('/api/prompts/chat/versions', { json: { template } });
  return body.version;
}

const experiment = (versions: readonly number[], more: object = {}) => ({
  name: 'Verse or prose',
  hypothesis: 'Traders like verse.',
  primary_metric: 'helpful',
  min_users: 20,
  variants: versions.map((version, n) => ({ name: ['control', 'verse', 'third'][n], version, weight: 1 })),
  ...more,
});

/** The first word of the prompt that a user's question was sent with. */
async function promptOf(userId: string, session_id: string): Promise<string> {
  await readWhole(await chat.ask({ message: 'How am I doing?', session_id }, { userId }));
  return chat.upstream.calls.at(-1)?.body.messages[0]?.content.split(' ')[0] ?? '';
}

/**
 * The prompt of each of some users, in a conversation of theirs. Where an experiment puts a user hangs on its id, which chance
 * makes: users come until there are two of each prompt, for of a single one no figure is told.
 */
async function promptsOf(words: readonly [string, string], session_id: string): Promise<Map<string, string>> {
  const prompts = new Map<string, string>();
  const rarest = () => Math.min(...words.map((word) => [...prompts.values()].filter((each) => each === word).length));
  for (let n = 0; n < USERS.length || (rarest() < 2 && n < MOST_USERS); n += 1)
    prompts.set(`trader-${n}`, await promptOf(`trader-${n}`, session_id));
  return prompts;
}

test('a user keeps their variant over sessions and changes of weights, a session its prompt to its end', async () => {
  const versions = [await save('PROSE'), await save('VERSE')];
  const { body } = await call('/api/experiments', { json: experiment(versions) });
  expect(body).toMatchObject({ status: 'draft', generations: [] });
  expect((await call(`/api/experiments/${body.id}/start`, { method: 'POST' })).body).toMatchObject({
    status: 'running',
  });
  const places = await promptsOf(['PROSE', 'VERSE'], 'one');
  expect(new Set(places.values())).toEqual(new Set(['PROSE', 'VERSE']));

  const weights = { control: 0.01, verse: 0.99 };
  const changed = await call(`/api/experiments/${body.id}`, { method: 'PATCH', json: { weights } });
  expect(changed.body.generations).toMatchObject([{ weights: { control: 0.5, verse: 0.5 } }, { weights }]);
  for (const [userId, place] of places) expect([userId, await promptOf(userId, 'two')]).toEqual([userId, place]);
  for (const [userId, place] of places) {
    const { body: own } = await call(`/api/experiments/${body.id}/assignment`, { userId });
    expect([userId, own.variant === 'verse' ? 'VERSE' : 'PROSE', own.generation]).toEqual([userId, place, 1]);
  }

  const stopped = await call(`/api/experiments/${body.id}/stop`, { json: { reason: 'Enough.' } });
  expect(stopped.body).toMatchObject({ status: 'stopped', reason: 'Enough.' });
  for (const [userId, place] of places) expect([userId, await promptOf(userId, 'one')]).toEqual([userId, place]);
  for (const userId of places.keys()) expect(['PROSE', 'VERSE']).not.toContain(await promptOf(userId, 'three'));
});

test('two experiments with one type need users apart; a winner becomes production', async () => {
  const versions = [await save('SHORT'), await save('LONG')];
  const half = (from: number, to: number) => experiment(versions, { namespace: { name: 'default', from, to } });
  const make = async (json: object) => (await call('/api/experiments', { json })).body.id;
  const [first, second, third] = [await make(half(0, 0.5)), await make(half(0.4, 1)), await make(half(0.5, 1))];
  const start = async (id: string) => (await call(`/api/experiments/${id}/start`, { method: 'POST' })).status;
  expect([await start(first), await start(second), await start(third), await start(third)]).toEqual([
    200, 409, 200, 409,
  ]);
  const places = await Promise.all(
    USERS.map(async (userId) => {
      const ids = [first, third].map((id) => call(`/api/experiments/${id}/assignment`, { userId }));
      return (await Promise.all(ids)).filter(({ body }) => body.variant !== null).length;
    }),
  );
  expect(places).toEqual(USERS.map(() => 1));
  expect((await call(`/api/experiments/${first}/stop`, { json: { winner: 'nobody' } })).status).toBe(400);
  await call(`/api/experiments/${first}/stop`, { json: { winner: 'verse' } });
  await call(`/api/experiments/${third}/stop`, { json: {} });
  expect(await promptOf('newcomer', 'one')).toBe('LONG');
  const { body } = await call('/api/prompts/audit?limit=4');
  expect(body.items.map((entry: { action: string }) => entry.action)).toEqual([
    'experiment_stopped',
    'experiment_stopped',
    'label_moved',
    'experiment_started',
  ]);
});

test('what cannot be is refused, with all faults', async () => {
  const bad = {
    ...experiment([1, 1]),
    primary_metric: 'nothing',
    min_users: 1,
    variants: [{ name: 'a', version: 1, weight: 1 }],
  };
  const { status, body } = await call('/api/experiments', { json: bad });
  expect([status, body.errors.length]).toEqual([400, 3]);
  expect((await call('/api/experiments', { json: experiment([1, 999]) })).body.errors).toMatchObject([
    { path: 'variants.1.version' },
  ]);
  const { body: made } = await call('/api/experiments', { json: experiment([1, 2], { allocation: 'adaptive' }) });
  const patch = (json: object) => call(`/api/experiments/${made.id}`, { method: 'PATCH', json });
  expect((await patch({ weights: { control: 1 } })).status).toBe(400);
  expect((await patch({ hypothesis: 'Changed.' })).body).toMatchObject({ hypothesis: 'Changed.', status: 'draft' });
  await call(`/api/experiments/${made.id}/start`, { method: 'POST' });
  expect((await patch({ weights: { control: 1, verse: 1 } })).status).toBe(409);
  await call(`/api/experiments/${made.id}/stop`, { method: 'POST' });
  expect((await patch({ hypothesis: 'Too late.' })).status).toBe(409);
  for (const path of ['', '/results', '/assignment'])
    expect((await call(`/api/experiments/x${path}`)).status).toBe(404);
});

test('before anybody came a verdict says so, and the list has the newest first', async () => {
  const { body } = await call('/api/experiments?limit=1');
  const { body: results } = await call(`/api/experiments/${body.items[0].id}/results`);
  expect(results.verdict).toMatchObject({ code: 'not_enough_data', text: 'Not enough data: 0 of about 40 users.' });
  expect(results.sample_ratio).toMatchObject({ alarm: false, p: 1 });
  expect(body.next_cursor).not.toBe(null);
});

test('what became of the answers is counted, ratings too; a judge and rules apart', async () => {
  const versions = [await save('PLAIN'), await save('KIND')];
  const { body } = await call('/api/experiments', { json: experiment(versions) });
  await call(`/api/experiments/${body.id}/start`, { method: 'POST' });
  const places = await promptsOf(['PLAIN', 'KIND'], 'rated');
  const kind = [...places.values()].filter((place) => place === 'KIND').length;
  const plain = places.size - kind;
  for (const [userId, place] of places) {
    const { body: messages } = await call('/api/ai/chat/sessions/rated/messages', { userId });
    const rating = place === 'KIND' ? 'up' : 'down';
    const path = `/api/ai/chat/messages/${messages.items.at(-1).id}/feedback`;
    expect((await call(path, { method: 'PUT', json: { rating }, userId })).status).toBeLessThan(300);
  }
  const results = async () => (await call(`/api/experiments/${body.id}/results`)).body;
  const figureOf = async (variant: string, metric: string) => {
    const { variants } = await results();
    const { figures } = variants.find((each: { name: string }) => each.name === variant);
    const { users, mean } = figures.find((each: { metric: string }) => each.metric === metric);
    return { users, mean };
  };
  await expect.poll(() => figureOf('verse', 'helpful')).toEqual({ users: kind, mean: 1 });
  await expect.poll(() => figureOf('control', 'helpful')).toEqual({ users: plain, mean: 0 });
  expect(await figureOf('verse', 'success')).toEqual({ users: kind, mean: 1 });
  expect(await figureOf('control', 'confidence_heuristic')).toEqual({ users: plain, mean: 1 });
  expect(await figureOf('control', 'confidence')).toEqual({ users: 0, mean: null });
  expect((await results()).sample_ratio.arms.map(({ users }: { users: number }) => users)).toEqual([plain, kind]);
});
