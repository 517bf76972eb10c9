/** An experiment over HTTP with 10,000 users: how they are shared out, that nobody moves, what is found, and what alarms. */
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ExperimentResults } from '@tradistry/protocol';
import { SignJWT } from 'jose';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { openPool } from '../db/database.ts';
import type { Script } from '../testing/play-script.ts';
import { type ServerProcess, spawnServer } from '../testing/spawn-server.ts';
import { TEST_SECRET } from '../testing/start-server.ts';
import { dropSchema } from '../testing/test-database.ts';
import { answer, startUpstream, type Upstream, type UpstreamCall } from '../testing/upstream.ts';

const USERS = 10_000;
/** So many come under the first weights, the others under the second. */
const EARLIER = 8_000;
/** Who ask in another conversation, under the second weights. */
const AGAIN = 500;
/** Enough to find what is large. */
const FEWER = 1_200;
const AT_ONCE = 32;
/** Standard deviations: no chance. */
const SURELY = 5;
const SLOW_MS = 400;
const OPERATOR = { name: 'olga', scope: 'chat prompts:read prompts:write' };
const url = inject('databaseUrl');
const schema = `t_${randomBytes(6).toString('hex')}`;
const folder = mkdtempSync(join(tmpdir(), 'tradistry-users-'));

type Word = 'PLAIN' | 'CLEAR' | 'QUICK' | 'SLOW';

describe.runIf(url)('an experiment with 10,000 users', { timeout: 900_000 }, () => {
  const pool = openPool({ connection: { url: url ?? '' }, poolSize: 1 });
  let upstream: Upstream;
  let server: ServerProcess;
  /** The word of the version that each user's last question was asked with, as the model saw it. */
  const seen = new Map<string, string>();
  const versions = new Map<Word, number>();

  beforeAll(async () => {
    upstream = await startUpstream();
    upstream.script(reply);
    // A process of its own: clients and model take as much of a core as it does.
    server = await spawnServer({
      ...{ PORT: '0', DATA_DIR: folder, DATABASE_URL: url ?? '', DATABASE_SCHEMA: schema, JWT_SECRET: TEST_SECRET },
      ...{ OPENROUTER_BASE_URL: upstream.url, OPENROUTER_API_KEY: 'k', LLM_MODELS: 'a/one' },
    });
    for (const word of ['PLAIN', 'CLEAR', 'QUICK', 'SLOW'] as const) versions.set(word, await save(word));
  });
  afterAll(async () => {
    await server.end('SIGTERM');
    await upstream.close();
    await dropSchema(pool, schema);
    await pool.end();
    rmSync(folder, { recursive: true, force: true });
  });

  /** What the model does is decided by the words of the prompt that it is asked with. */
  function reply({ body }: UpstreamCall): Script {
    upstream.calls.length = 0;
    const word = /^[A-Z]+/.exec(body.messages[0]?.content ?? '')?.[0] ?? '';
    seen.set(body.messages.at(-1)?.content.split(' ').at(-1) ?? '', word);
    return word === 'SLOW' ? [{ pauseMs: SLOW_MS }, ...asSteps(word)] : asSteps(word);
  }

  async function call(path: string, init: { json?: unknown; method?: string; as?: typeof OPERATOR } = {}) {
    const { json, method = json === undefined ? 'GET' : 'POST', as = OPERATOR } = init;
    const headers = { authorization: `Bearer ${await tokenOf(as)}` };
    const sent = json !== undefined && {
      body: JSON.stringify(json),
      headers: { ...headers, 'content-type': 'application/json' },
    };
    const response = await fetch(server.url + path, { method, headers, ...sent });
    if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
    return response.status === 204 ? null : response.json();
  }

  async function save(word: Word): Promise<number> {
    const template = `${word} {{now}}{{leftOut}}<journal>{{#allTime}}{{.}}{{/allTime}}{{#figures}}{{title}}{{/figures}}{{#notes}}{{n}}{{/notes}}</journal>`;
    return (await call('/api/prompts/chat/versions', { json: { template } })).version;
  }

  async function start([control, candidate]: [Word, Word], more: object): Promise<string> {
    const variants = Object.entries({ control, candidate }).map(([name, word]) => ({
      ...{ name, weight: 1, version: versions.get(word) },
    }));
    const json = { name: 'Ten thousand', hypothesis: `${candidate} is better.`, min_users: 450, variants, ...more };
    const { id } = await call('/api/experiments', { json });
    await call(`/api/experiments/${id}/start`, { method: 'POST' });
    return id;
  }

  /** A user's question in a conversation; some say of its answer what they think of it. */
  async function ask(user: string, session: string, likes?: (response: string) => boolean): Promise<void> {
    const as = { name: user, scope: 'chat' };
    const json = { message: `How am I doing? ${user}`, session_id: session };
    const { response, message_id } = await call('/api/ai/chat', { json, as });
    if (!likes) return;
    const rating = likes(response) ? 'up' : 'down';
    await call(`/api/ai/chat/messages/${message_id}/feedback`, { method: 'PUT', json: { rating }, as });
  }

  const seenBy = (users: readonly string[]) => users.map((user) => seen.get(user));
  const placeOf = async (id: string, user: string) =>
    (await call(`/api/experiments/${id}/assignment`, { as: { name: user, scope: 'chat' } })).variant;
  const resultsOf = (id: string): Promise<ExperimentResults> => call(`/api/experiments/${id}/results`);
  const answersOf = async (id: string) => (await resultsOf(id)).variants.reduce((sum, { answers }) => sum + answers, 0);

  test('shares them out within the binomial interval, moves nobody when weights change, and finds what was planted', async () => {
    const users = usersOf('user', USERS);
    const [earlier, later] = [users.slice(0, EARLIER), users.slice(EARLIER)];
    const id = await start(['PLAIN', 'CLEAR'], {
      ...{ primary_metric: 'helpful', guardrails: [{ metric: 'error', tolerance: 0.02 }] },
    });
    await atOnce(earlier, (user, n) => ask(user, 'one', likesOf(n)));
    expectShare(seenBy(earlier), 0.5);
    await call(`/api/experiments/${id}`, { method: 'PATCH', json: { weights: { control: 1, candidate: 9 } } });
    await atOnce(later, (user, n) => ask(user, 'one', likesOf(n)));
    expectShare(seenBy(later), 0.9);

    const places = seenBy(users);
    const again = users.slice(0, AGAIN);
    await atOnce(again, (user) => ask(user, 'two'));
    expect(seenBy(users)).toEqual(places);
    const told: string[] = [];
    await atOnce(users, async (user, n) => {
      told[n] = (await placeOf(id, user)) === 'candidate' ? 'CLEAR' : 'PLAIN';
    });
    expect(told).toEqual(places);

    await expect.poll(() => answersOf(id)).toBe(USERS + AGAIN);
    await expect.poll(async () => rated(await resultsOf(id))).toBe(USERS / SILENT);
    const { verdict, comparisons, sample_ratio } = await resultsOf(id);
    const [primary, guarded] = comparisons;
    expect(verdict).toMatchObject({ code: 'winner', winner: 'candidate', users: USERS });
    const planted = LIKED.CLEAR - LIKED.PLAIN;
    expect([(primary?.lower ?? 1) < planted, (primary?.upper ?? 0) > planted]).toEqual([true, true]);
    expect([guarded?.found, sample_ratio.alarm]).toEqual(['nothing', false]);
    await call(`/api/experiments/${id}/stop`, { json: { winner: 'candidate' } });
    await ask('newcomer', 'one');
    expect(seen.get('newcomer')).toBe('CLEAR');
  });

  test('rolls a planted regression back by itself, and says so; nobody is given it any more', async () => {
    const guardrails = [{ metric: 'first_token', tolerance: 50 }];
    const id = await start(['QUICK', 'SLOW'], { primary_metric: 'success', guardrails });
    const users = usersOf('guarded', FEWER);
    await atOnce(users, (user) => ask(user, 'one'));
    await expect.poll(async () => (await call(`/api/experiments/${id}`)).status).toBe('rolled_back');
    const { verdict, experiment } = await resultsOf(id);
    expect(verdict.code).toBe('guardrail_broken');
    expect(experiment.reason).toContain('The guardrail first_token broke: candidate less control lies between');
    const { items } = await call('/api/prompts/audit?limit=1');
    expect(items).toMatchObject([{ who: 'tradistry', action: 'experiment_rolled_back', subject: id }]);
    const slowed = users.filter((user) => seen.get(user) === 'SLOW').slice(0, 20);
    await atOnce(slowed, (user) => ask(user, 'one'));
    expect(new Set(seenBy(slowed))).toEqual(new Set(['CLEAR']));
  });

  test('alarms when a variant loses its exposures', async () => {
    await pool.query(LOSE_EXPOSURES);
    const id = await start(['PLAIN', 'QUICK'], { primary_metric: 'success' });
    await atOnce(usersOf('lost', FEWER), (user) => ask(user, 'one'));
    await expect.poll(async () => (await resultsOf(id)).verdict.code).toBe('lost_users');
    const { sample_ratio } = await resultsOf(id);
    expect([sample_ratio.alarm, sample_ratio.p < 0.001]).toEqual([true, true]);
  });
});

/** Of one variant's users every other is not written down. */
const LOSE_EXPOSURES = `SET search_path TO "${schema}";
  CREATE FUNCTION lose_exposure() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NULL; END $$;
  CREATE TRIGGER lose_exposure BEFORE INSERT ON prompt_executions FOR EACH ROW
    WHEN (NEW.variant = 'candidate' AND hashtext(NEW.user_id) & 1 = 0) EXECUTE FUNCTION lose_exposure();
  RESET search_path`;

/** The part of the users who like what each version says. */
const LIKED = { PLAIN: 0.6, CLEAR: 0.75 } as const;

/** One of so many users says what they think. */
const SILENT = 4;

function likesOf(n: number): ((response: string) => boolean) | undefined {
  if (n % SILENT !== 0) return undefined;
  // Spread evenly, and by nothing that decides who is where.
  const mood = ((n / SILENT) * 0.618_033_988_75) % 1;
  return (response) => mood < (response.includes('CLEAR') ? LIKED.CLEAR : LIKED.PLAIN);
}

function asSteps(word: string) {
  // A script of steps, as `answer` makes them.
  return answer(`This is a ${word} answer.`) as Extract<Script, readonly unknown[]>;
}

function usersOf(name: string, count: number): string[] {
  return Array.from({ length: count }, (_, n) => `${name}-${n}`);
}

function expectShare(words: readonly (string | undefined)[], share: number): void {
  const candidates = words.filter((word) => word === 'CLEAR').length;
  expect(words.filter((word) => word !== 'CLEAR' && word !== 'PLAIN')).toEqual([]);
  const deviation = Math.sqrt(words.length * share * (1 - share));
  expect(Math.abs(candidates - words.length * share)).toBeLessThan(SURELY * deviation);
}

function rated({ variants }: ExperimentResults): number {
  return variants.reduce(
    (sum, { figures }) => sum + (figures.find(({ metric }) => metric === 'helpful')?.answers ?? 0),
    0,
  );
}

async function atOnce<T>(all: readonly T[], work: (each: T, n: number) => Promise<void>): Promise<void> {
  let next = 0;
  const worker = async () => {
    for (let n = next++; n < all.length; n = next++) await work(all[n] as T, n);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
}

function tokenOf({ name, scope }: typeof OPERATOR): Promise<string> {
  return new SignJWT({ scope })
    .setProtectedHeader({ alg: 'HS256' })
    .setSubject(name)
    .setIssuedAt()
    .setExpirationTime('1h')
    .sign(new TextEncoder().encode(TEST_SECRET));
}
