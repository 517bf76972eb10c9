/** What operators read over all users: figures added up right however they are kept, streams in pages, usage, and no words. */
import { randomUUID } from 'node:crypto';
import { ChatRequest, type StreamRecord, StreamsQuery } from '@tradistry/protocol';
import fc from 'fast-check';
import { beforeEach, expect, test } from 'vitest';
import type { AttemptRecord } from '../chat/model-ports.ts';
import type { TurnEnd } from '../chat/turn-end-ports.ts';
import type { SummaryPlan, SummedTurns } from '../ops/ports.ts';
import { timesOf } from '../ops/times-of.ts';
import { anEnd } from '../testing/an-end.ts';
import { describeOnDatabases } from '../testing/test-database.ts';
import { createOpsStore, createReadingStore } from './ops-store.ts';
import { createTurnStore } from './turn-store.ts';

const DAY_MS = 86_400_000;
const ATTEMPT: Omit<AttemptRecord, 'usage'> = {
  ...{ n: 1, layer: 'streaming', model: 'a/one', outcome: 'completed', startedMs: 12, firstTokenMs: 80 },
  ...{ durationMs: 900, characters: 6, provider: null, generation: null, skippedEvents: 0 },
};

/** A record by SQL, so that it may be old. */
interface Made {
  readonly at: string;
  readonly ms?: number;
  readonly outcome?: string;
  readonly model?: string;
  readonly instance?: string;
  readonly fallback?: boolean;
  readonly user?: string;
}

function insertOf(made: readonly Made[]): string {
  const rows = made.map(
    ({ at, ms = 100, outcome = 'completed', model = 'a/one', instance = 'i1', fallback = false, user = 'u' }) => {
      const values = [randomUUID(), user, user, 's', randomUUID(), instance, true, at, at, outcome, 'streaming', model];
      const quoted = [...values, fallback, 1, 2, ms, ms * 2, ms, 10, 20, 30, '0.001'].map((value) => `'${value}'`);
      return `(${quoted.join(', ')})`;
    },
  );
  return `INSERT INTO {{schema}}.stream_records (stream_id, user_id, user_key, session_id, answer_id, instance, streaming, started_at, ended_at,
    outcome, layer, model_used, fallback_used, attempts, chunk_count, first_token_ms, processing_time_ms, longest_gap_ms,
    prompt_tokens, completion_tokens, total_tokens, cost_usd) VALUES ${rows.join(', ')}`;
}

const plan = (with_: Partial<SummaryPlan> = {}): SummaryPlan => ({
  ...{ from: new Date('2026-03-01T00:00:00Z'), to: new Date('2026-03-08T00:00:00Z'), every: null, by: [], only: {} },
  ...with_,
});

describeOnDatabases("the operators' store", (current) => {
  const store = () => createOpsStore(current().database);
  const insert = (...made: Made[]) => current().owner(insertOf(made).replace('{{schema}}', current().schema));
  beforeEach(async () => {
    const { owner, schema } = current();
    await owner(`DELETE FROM ${schema}.stream_records`);
    await owner(`DELETE FROM ${schema}.stream_rollups`);
  });

  /** One finished turn through the turns' own store. */
  async function finish(userId: string, with_: Partial<TurnEnd> = {}): Promise<{ streamId: string; answerId: string }> {
    const turns = createTurnStore(current().database);
    const ids = { streamId: randomUUID(), answerId: randomUUID(), sessionId: randomUUID() };
    await turns.startTurn({
      ...{ userId, ...ids, questionId: randomUUID(), title: 'T', request: ChatRequest.parse({ message: 'SECRET' }) },
      ...{ instance: 'i', streaming: true, idempotency: null, gate: null },
    });
    expect(await turns.finishTurn(anEnd({ userId, userKey: userId, ...ids, ...with_ }))).toBe(true);
    return ids;
  }

  test('adds up the same whether turns are records, hours or days', async () => {
    const made: Made[] = [];
    for (let hour = 0; hour < 60; hour += 1) {
      const at = new Date(Date.parse('2026-03-02T05:10:00Z') + hour * 3_600_000).toISOString();
      made.push({ at, ms: 10 + hour * 7 }, { at, ms: 5000, model: 'b/two', outcome: 'degraded', fallback: true });
      if (hour % 3 === 0) made.push({ at, outcome: 'stopped', instance: 'i2', fallback: true });
    }
    await insert(...made);
    const plans = [
      plan(),
      plan({ every: 'hour' }),
      plan({ every: 'day', by: ['model'] }),
      plan({ by: ['instance', 'streaming', 'prompt_version'], only: { model: 'a/one', streaming: true } }),
      plan({ from: new Date('2026-03-02T09:00:00Z'), to: new Date('2026-03-04T03:00:00Z') }),
    ];
    const before = await Promise.all(plans.map((each) => store().summarize(each)));
    expect(before[0]?.[0]).toMatchObject({
      ...{ total: true, completed: 60, degraded: 60, stopped: 20, failed: 0, fallbacks: 60 },
      ...{ promptTokens: 1400, completionTokens: 2800, costUsd: '0.140' },
    });
    expect([before[1]?.length, before[2]?.length, before[4]?.length]).toEqual([61, 7, 1]);
    for (const until of ['2026-03-03T12:00:00Z', '2026-03-20T00:00:00Z', '2026-03-20T00:00:00Z']) {
      await store().addUp(new Date(until));
      expect(await Promise.all(plans.map((each) => store().summarize(each)))).toEqual(before);
    }
    await store().prune({ records: new Date('2026-03-21T00:00:00Z'), hours: new Date('2026-03-03T00:00:00Z') });
    expect(await store().summarize(plan({ every: 'day', by: ['model'] }))).toEqual(before[2]);
  });

  test('what comes after hours were added up is counted once', async () => {
    await insert({ at: '2026-03-02T05:10:00Z' });
    await store().addUp(new Date('2026-03-02T06:00:00Z'));
    await insert({ at: '2026-03-02T06:00:00Z' }, { at: '2026-03-05T00:00:00Z' });
    const completed = async () => (await store().summarize(plan()))[0]?.completed;
    expect(await completed()).toBe(3);
    await Promise.all([1, 2, 3].map(() => store().addUp(new Date('2026-03-07T00:00:00Z'))));
    expect(await completed()).toBe(3);
    await store().prune({ records: new Date('2026-03-30T00:00:00Z'), hours: new Date('2026-01-01T00:00:00Z') });
    expect(await completed()).toBe(3);
  });

  test('a record that is not added up is not forgotten', async () => {
    await insert({ at: '2026-03-02T05:10:00Z' });
    await store().prune({ records: new Date(), hours: new Date() });
    expect((await store().listEnded({ query: StreamsQuery.parse({}), userKeys: null })).items.length).toBe(1);
  });

  test('times are counted in the buckets that the percentiles are read from', async () => {
    await insert(...[1, 2, 8, 9, 1000].map((ms) => ({ at: '2026-03-02T05:00:00Z', ms })));
    const [total] = await store().summarize(plan());
    const bucket = (ms: number) => String(ms <= 1 ? 0 : Math.ceil(8 * (Math.log(ms) / Math.log(2))));
    const expected = Object.fromEntries([1, 2, 8, 9, 1000].map((ms) => [bucket(ms), 1]));
    expect(total?.firstToken).toEqual({ sum: 1020, buckets: expected });
    expect((total as SummedTurns).reading).toEqual({ sum: 0, buckets: {} });
  });

  test('percentiles over hours, models and instances are those of all the times, added up by then or not', async () => {
    const times = fc.sample(
      fc.double({ min: 1, max: 17, noNaN: true }).map((power) => Math.round(2 ** power)),
      { numRuns: 1500, seed: 7 },
    );
    await insert(
      ...times.map((ms, n) => ({
        ...{ ms, model: n % 3 ? 'a/one' : 'b/two', instance: `i${n % 4}` },
        at: new Date(Date.parse('2026-03-01T00:00:00Z') + ((n * 7919) % 10_000) * 60_000).toISOString(),
      })),
    );
    const sorted = times.toSorted((a, b) => a - b);
    const exact = (share: number) => sorted[Math.ceil(share * sorted.length) - 1] ?? 0;
    for (const until of ['2026-03-01T00:00:00Z', '2026-03-04T12:00:00Z', '2026-03-20T00:00:00Z']) {
      await store().addUp(new Date(until));
      const [total] = await store().summarize(plan());
      const { n, avg, p50, p95, p99 } = timesOf((total as SummedTurns).firstToken);
      expect([n, avg]).toEqual([1500, Math.round((times.reduce((a, b) => a + b) / 1500) * 10) / 10]);
      for (const [given, share] of [[p50, 0.5] as const, [p95, 0.95] as const, [p99, 0.99] as const])
        expect(Math.abs((given ?? 0) / exact(share) - 1)).toBeLessThan(0.045);
    }
  });

  test('streams that ended come in pages, the last first, each once, and as they were chosen', async () => {
    const at = (n: number) => new Date(Date.parse('2026-03-02T00:00:00Z') + Math.floor(n / 3) * 1000).toISOString();
    await insert(
      ...Array.from({ length: 20 }, (_, n) => ({
        at: at(n),
        user: n % 2 ? 'odd' : 'even',
        model: n % 4 ? 'a/one' : 'b/two',
      })),
    );
    const seen: StreamRecord[] = [];
    let cursor: string | undefined;
    do {
      const query = StreamsQuery.parse({ limit: 7, ...(cursor && { cursor }) });
      const page = await store().listEnded({ query, userKeys: null });
      seen.push(...page.items);
      cursor = page.next_cursor ?? undefined;
    } while (cursor);
    expect(new Set(seen.map(({ stream_id }) => stream_id)).size).toBe(20);
    expect(seen.map(({ ended_at }) => ended_at)).toEqual(
      seen
        .map(({ ended_at }) => ended_at)
        .toSorted()
        .toReversed(),
    );
    const count = async (choice: object, userKeys: string[] | null = null) =>
      (await store().listEnded({ query: StreamsQuery.parse(choice), userKeys })).items.length;
    expect(await count({}, ['odd'])).toBe(10);
    expect(await count({ model: 'b/two' })).toBe(5);
    expect(await count({ from: at(18) })).toBe(2);
    expect(await count({ fallback: 'true' })).toBe(0);
    await expect(count({ cursor: 'nonsense' })).rejects.toMatchObject({ code: 'invalid_request' });
  });

  test('a turn leaves a record with its end: its times, its attempts, its gaps, and none of its words', async () => {
    const usage = { prompt_tokens: 7, completion_tokens: 3, total_tokens: 10, cost_usd: 0.00021 };
    const end = anEnd({ usage, attempts: [{ ...ATTEMPT, usage }], attemptsBegun: 1 });
    for (const ms of [100, 150, 1150]) end.pace.onTokens(ms, 1);
    const { streamId } = await finish('owner', {
      ...{ usage, attempts: end.attempts, attemptsBegun: 1, pace: end.pace, modelUsed: 'a/one', layer: 'streaming' },
      ...{ log: { answer: 'SECRET', marks: [] }, errorCode: null, promptVersion: 'chat@3', overheadMs: 4.5 },
      steps: [{ name: 'context', started_ms: 1, duration_ms: 9 }],
    });
    const life = await store().findEnded(streamId);
    expect(life).toMatchObject({
      ...{ state: 'ended', user_id: 'owner', outcome: 'completed', success: true, model_used: 'a/one', attempts: 1 },
      ...{ longest_gap_ms: 1000, prompt_version: 'chat@3', total_tokens: 10, cost_usd: '0.00021', reading_ms: null },
      attempt_list: [
        { n: 1, model: 'a/one', outcome: 'completed', started_ms: 12, first_token_ms: 80, duration_ms: 900 },
      ],
      steps: [{ name: 'context', started_ms: 1, duration_ms: 9 }],
      gaps: [{ started_ms: 150, duration_ms: 1000 }],
    });
    expect(JSON.stringify(life)).not.toContain('SECRET');
    expect(await store().findEnded(randomUUID())).toBeUndefined();
    expect(await store().findRunning(streamId)).toBeUndefined();
  });

  test('reading counts the longest, for its own user, and only for an answer that ended lately', async () => {
    const reading = createReadingStore(current().database);
    const { streamId, answerId } = await finish('reader');
    const read = async () => (await store().findEnded(streamId))?.reading_ms;
    expect(await reading.saveReading('reader', answerId, 4000)).toBe(true);
    expect(await reading.saveReading('reader', answerId, 3000)).toBe(true);
    expect(await read()).toBe(4000);
    expect(await reading.saveReading('somebody else', answerId, 9000)).toBe(false);
    expect(await reading.saveReading('reader', 'no id', 9000)).toBe(false);
    await current().owner(`UPDATE ${current().schema}.stream_records SET ended_at = now() - interval '2 hours'`);
    expect(await reading.saveReading('reader', answerId, 9000)).toBe(true);
    expect(await read()).toBe(4000);
  });

  test('usage comes by day and user, in pages, and by the id of a user or their key', async () => {
    const usage = { prompt_tokens: 7, completion_tokens: 3, total_tokens: 10 };
    for (const userId of ['usage-a', 'usage-b', 'usage-c']) {
      const attempts = [{ ...ATTEMPT, usage }];
      await finish(userId, { userKey: `key of ${userId}`, attempts, usage });
    }
    const today = new Date().toISOString().slice(0, 10);
    const list = (user: string | null, cursor?: string) =>
      store().listUsage({ from: '2020-01-01', to: today, limit: 2, cursor, user });
    const first = await list(null);
    expect(first.items.map(({ user_id, tokens }) => [user_id, tokens])).toContainEqual(['usage-a', 10]);
    const second = await list(null, first.next_cursor ?? '');
    expect(new Set([...first.items, ...second.items].map(({ user_id }) => user_id)).size).toBeGreaterThan(2);
    expect((await list('usage-b')).items.map(({ user_id }) => user_id)).toEqual(['usage-b']);
    expect((await list('key of usage-b')).items.map(({ user_id }) => user_id)).toEqual(['usage-b']);
    expect((await list('nobody')).items).toEqual([]);
    const yesterday = new Date(Date.now() - DAY_MS).toISOString().slice(0, 10);
    const past = { from: '2020-01-01', to: yesterday, limit: 9, cursor: undefined, user: null };
    expect((await store().listUsage(past)).items).toEqual([]);
  });
});
