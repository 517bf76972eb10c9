/** An experiment over HTTP with 10,000 users: how they are shared out, that nobody moves, what is found, and what alarms. */
import { randomBytes } from 'node:crypto';
import type { ExperimentResults } from '@tradistry/protocol';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { openPool } from '../db/database.ts';
import { startTestServer, type TestServer } from '../testing/start-server.ts';
import { dropSchema } from '../testing/test-database.ts';

const USERS = 10_000;
/** Enough to find what is large. */
const FEWER = 2_000;
const AT_ONCE = 16;
const url = inject('databaseUrl');
const schema = `t_${randomBytes(6).toString('hex')}`;

describe.runIf(url)('an experiment with 10,000 users', { timeout: 600_000 }, () => {
  const pool = openPool({ connection: { url: url ?? '' }, poolSize: 2 });
  let server: TestServer;
  let versions: number[];
  beforeAll(async () => {
    server = await startTestServer({ DATABASE_URL: url ?? '', DATABASE_SCHEMA: schema });
    versions = [await save('ONE'), await save('TWO')];
  });
  afterAll(async () => {
    await server.close();
    await dropSchema(pool, schema);
    await pool.end();
  });

  async function call(path: string, init: { json?: unknown; method?: string } = {}) {
    const authorization = `Bearer ${await server.token('olga', { scope: 'chat prompts:read prompts:write' })}`;
    return (await server.call(path, { ...init, headers: { authorization } })).json();
  }

  async function save(words: string): Promise<number> {
    const template = `${words} {{now}}{{leftOut}}<journal>{{#allTime}}{{.}}{{/allTime}}{{#figures}}{{title}}{{/figures}}{{#notes}}{{n}}{{/notes}}</journal>`;
    return (await call('/api/prompts/chat/versions', { json: { template } })).version;
  }

  async function start(more: object = {}): Promise<string> {
    const { id } = await call('/api/experiments', {
      json: {
        ...{ name: 'Ten thousand', hypothesis: 'TWO succeeds more often.', primary_metric: 'success', min_users: 450 },
        variants: [
          { name: 'control', version: versions[0], weight: 1 },
          { name: 'candidate', version: versions[1], weight: 1 },
        ],
        ...more,
      },
    });
    await call(`/api/experiments/${id}/start`, { method: 'POST' });
    return id;
  }

  /** Each user asks for their own place. */
  async function placesOf(id: string, count = USERS): Promise<(string | null)[]> {
    const places: (string | null)[] = [];
    let next = 0;
    const worker = async () => {
      while (next < count) {
        const user = next++;
        const response = await server.call(`/api/experiments/${id}/assignment`, { userId: `user-${user}` });
        places[user] = ((await response.json()) as { variant: string | null }).variant;
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, worker));
    return places;
  }

  interface Answers {
    /** SQL: of user number `u` in `variant`, from 0 to 1 by chance `luck`. */
    readonly succeeds: string;
    readonly firstTokenMs?: string;
    readonly exposed?: string;
    readonly each?: number;
  }

  /** Answers of the users who are in it, with their records: as the end of a turn writes them, but all at once. */
  async function answer(id: string, { succeeds, firstTokenMs = '300', exposed = 'true', each = 2 }: Answers) {
    await pool.query(`SELECT setseed(0.42);
      SET search_path TO "${schema}";
      CREATE TEMP TABLE made AS SELECT a.user_id, a.variant, a.generation, gen_random_uuid() AS stream_id,
        (hashtext(a.user_id) & 1023) / 1024.0 AS u, random() AS luck, g AS answer
        FROM prompt_assignments a, generate_series(1, ${each}) AS g WHERE a.experiment_id = '${id}';
      INSERT INTO stream_records (stream_id, user_id, user_key, session_id, answer_id, instance, streaming, started_at,
        ended_at, outcome, layer, fallback_used, attempts, chunk_count, first_token_ms, processing_time_ms)
        SELECT stream_id, user_id, user_id, 's', gen_random_uuid(), 'i', true, now(), now(),
          CASE WHEN ${succeeds} THEN 'completed' ELSE 'failed' END, 'streaming', false, 1, 10, ${firstTokenMs}, 1500
        FROM made;
      INSERT INTO prompt_executions (user_id, stream_id, answer_id, version, strategy, experiment_id, variant, generation,
        exposed, warnings)
        SELECT user_id, stream_id, gen_random_uuid(), 1, 'A_B_TEST', '${id}', variant, generation, ${exposed}, 0 FROM made;
      DROP TABLE made`);
  }

  /** Once all of it is counted. */
  async function resultsAfter(id: string, answers: number): Promise<ExperimentResults> {
    await expect
      .poll(async () => {
        const { variants }: ExperimentResults = await call(`/api/experiments/${id}/results`);
        return variants.reduce((sum, variant) => sum + variant.answers, 0);
      })
      .toBe(answers);
    return call(`/api/experiments/${id}/results`);
  }

  test('shares them out within the binomial interval, moves nobody when weights change, and finds what was planted', async () => {
    const id = await start({ guardrails: [{ metric: 'first_token', tolerance: 50 }] });
    const places = await placesOf(id);
    const candidates = places.filter((place) => place === 'candidate').length;
    expect(places.filter((place) => place === null)).toEqual([]);
    // Five standard deviations.
    expect(Math.abs(candidates - USERS / 2)).toBeLessThan(5 * Math.sqrt(USERS / 4));

    await call(`/api/experiments/${id}`, { method: 'PATCH', json: { weights: { control: 1, candidate: 9 } } });
    expect(await placesOf(id)).toEqual(places);

    // A user's answers are alike: two of them prove no more than one.
    await answer(id, { succeeds: "u < CASE variant WHEN 'candidate' THEN 0.90 ELSE 0.80 END" });
    const results = await resultsAfter(id, 2 * USERS);
    const [primary, guarded] = results.comparisons;
    expect(results.verdict).toMatchObject({ code: 'winner', winner: 'candidate', users: USERS });
    expect([(primary?.lower ?? 1) < 0.1, (primary?.upper ?? 0) > 0.1]).toEqual([true, true]);
    expect([guarded?.found, results.sample_ratio.alarm]).toEqual(['nothing', false]);
    await call(`/api/experiments/${id}/stop`, { json: { winner: 'candidate' } });
    expect((await call('/api/prompts/chat/versions/production')).version).toBe(versions[1]);
  });

  test('rolls a planted regression back by itself, and says so', async () => {
    const id = await start({ guardrails: [{ metric: 'first_token', tolerance: 50 }] });
    await placesOf(id, FEWER);
    await answer(id, {
      succeeds: 'true',
      firstTokenMs: "CASE variant WHEN 'candidate' THEN 600 ELSE 300 END + (40 * luck)::int",
    });
    await expect.poll(async () => (await call(`/api/experiments/${id}`)).status).toBe('rolled_back');
    const { verdict, experiment }: ExperimentResults = await call(`/api/experiments/${id}/results`);
    expect(verdict.code).toBe('guardrail_broken');
    expect(experiment.reason).toContain('The guardrail first_token broke: candidate less control lies between');
    const { items } = await call('/api/prompts/audit?limit=1');
    expect(items).toMatchObject([{ who: 'tradistry', action: 'experiment_rolled_back', subject: id }]);
    const response = await server.call(`/api/experiments/${id}/assignment`, { userId: 'user-1' });
    expect(await response.json()).toMatchObject({ variant: null });
  });

  test('alarms when a variant loses its exposures', async () => {
    const id = await start();
    await placesOf(id, FEWER);
    await answer(id, { succeeds: 'luck < 0.8', exposed: "variant = 'control' OR u < 0.6", each: 1 });
    const { verdict, sample_ratio } = await resultsAfter(id, FEWER);
    expect([verdict.code, sample_ratio.alarm]).toEqual(['lost_users', true]);
    await call(`/api/experiments/${id}/stop`, { method: 'POST' });
  });
});
