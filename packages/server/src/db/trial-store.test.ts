/** Trials' places on both databases: counted while they are renewed, given back with what was used up, or gone with their user. */
import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import type { AttemptRecord } from '../chat/model-ports.ts';
import type { TurnGate } from '../chat/turn-start-ports.ts';
import { describeOnDatabases } from '../testing/test-database.ts';
import { createEraseStore } from './erase-store.ts';
import { createTrialStore } from './trial-store.ts';

const CUT: AttemptRecord = {
  ...{ n: 1, layer: 'streaming', model: 'a/one', outcome: 'cancelled', startedMs: 0, firstTokenMs: 1, durationMs: 2 },
  ...{ usage: null, characters: 400, provider: null, generation: 'gen-1', skippedEvents: 0 },
};
const USAGE = { prompt_tokens: 900, completion_tokens: 99, total_tokens: 999, cost_usd: 0.5 };

describeOnDatabases('the trial store', (current) => {
  const store = () => createTrialStore(current().database);
  const setUp = () => {
    const userId = randomUUID();
    const seen: number[] = [];
    const gate: TurnGate = { asksSpending: true, check: ({ running }) => void seen.push(running) };
    const start = async (instance = 'i1') => {
      const streamId = randomUUID();
      await store().startTrial({ userId, streamId, instance, gate });
      return streamId;
    };
    const usage = async () => {
      const { query, schema } = current();
      return (await query(`SELECT * FROM "${schema}"."usage_days" WHERE user_id = $1`, [userId])).rows;
    };
    return { userId, seen, start, usage };
  };

  test('counts what its user tries on any instance, and no place that nobody renews', async () => {
    const { userId, seen, start } = setUp();
    const [one, other] = [await start(), await start('i2')];
    const { query, schema } = current();
    const silent = `UPDATE "${schema}"."trials" SET heartbeat_at = now() - interval '11 seconds' WHERE user_id = $1`;
    await query(silent, [userId]);
    await start('i3');
    expect(await store().renewTrials('i1')).toContain(one);
    expect(await store().renewTrials('i2')).toContain(other);
    await start('i3');
    expect(seen).toEqual([0, 1, 0, 3]);
  });

  test('takes no place where the gate refuses', async () => {
    const { userId, seen, start } = setUp();
    const check = () => {
      throw new Error('too many');
    };
    const refused = { userId, streamId: randomUUID(), instance: 'i1', gate: { asksSpending: false, check } };
    await expect(store().startTrial(refused)).rejects.toThrow('too many');
    await start();
    expect(seen).toEqual([0]);
  });

  test('gives the place back for what was used up, once; a bill takes the place of the estimate', async () => {
    const { userId, seen, start, usage } = setUp();
    const streamId = await start();
    const day = await store().endTrial({ userId, streamId, attempts: [CUT] });
    expect(await store().endTrial({ userId, streamId, attempts: [CUT] })).toBe(null);
    expect(await usage()).toMatchObject([{ tokens: '0', estimated_tokens: '100', attempts: 1, unpriced_attempts: 1 }]);
    const bill = { userId, sessionId: streamId, streamId, attempt: CUT, usage: USAGE };
    expect(await store().addBill(bill, day ?? '')).toBe(true);
    expect(await usage()).toMatchObject([{ tokens: '999', estimated_tokens: '0', attempts: 1, unpriced_attempts: 0 }]);
    await start();
    expect(seen).toEqual([0, 0]);
  });

  test('writes nothing of a user who was erased meanwhile', async () => {
    const { userId, start, usage } = setUp();
    const streamId = await start();
    await createEraseStore(current().database).eraseRows(userId);
    expect(await store().renewTrials('i1')).not.toContain(streamId);
    expect(await store().endTrial({ userId, streamId, attempts: [CUT] })).toBe(null);
    const bill = { userId, sessionId: streamId, streamId, attempt: CUT, usage: USAGE };
    expect(await store().addBill(bill, '2026-11-26')).toBe(false);
    expect(await usage()).toEqual([]);
  });
});
