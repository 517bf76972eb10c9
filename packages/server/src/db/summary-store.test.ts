/** A summary that was being written while its chat, or its user, was erased. */
import { randomUUID } from 'node:crypto';
import { ChatRequest } from '@tradistry/protocol';
import { expect, test } from 'vitest';
import type { NewSummary } from '../chat/summary-ports.ts';
import { describeOnDatabases } from '../testing/test-database.ts';
import { createEraseStore } from './erase-store.ts';
import { createSummaryStore } from './summary-store.ts';
import { createTurnStore } from './turn-store.ts';
import { USER_TABLES } from './user-tables.ts';

describeOnDatabases('a summary', (current) => {
  /** Of somebody's only answer. */
  async function aSummary(userId: string): Promise<NewSummary> {
    const [sessionId, messageId] = [randomUUID(), randomUUID()];
    await createTurnStore(current().database).startTurn({
      ...{ userId, sessionId, title: 'T', streaming: true, idempotency: null, gate: null, instance: 'i' },
      ...{ streamId: randomUUID(), questionId: randomUUID(), answerId: messageId },
      request: ChatRequest.parse({ message: 'Q' }),
    });
    return {
      ...{ messageId, sessionId, covers: 2, upTo: new Date(), by: 'model', model: 'a/one', text: '- asked' },
      asked: { usage: { prompt_tokens: 90, completion_tokens: 10, total_tokens: 100, cost_usd: 0.5 } },
    };
  }

  const rowsOf = async (userId: string, table: string) => {
    const { query, schema } = current();
    return (await query(`SELECT * FROM "${schema}"."${table}" WHERE user_id = $1`, [userId])).rows;
  };

  test('counts against the day of its user, together with its text', async () => {
    await createSummaryStore(current().database).saveSummary('u', await aSummary('u'));
    expect(await rowsOf('u', 'chat_summaries')).toMatchObject([{ text: '- asked' }]);
    expect(await rowsOf('u', 'usage_days')).toMatchObject([{ tokens: '100', attempts: 1 }]);
  });

  test('of a chat that was deleted meanwhile has still cost what it did', async () => {
    const summary = await aSummary('v');
    await createSummaryStore(current().database).saveSummary('v', { ...summary, messageId: randomUUID() });
    expect(await rowsOf('v', 'chat_summaries')).toEqual([]);
    expect(await rowsOf('v', 'usage_days')).toMatchObject([{ tokens: '100' }]);
  });

  test('leaves no trace of a user who was erased while a model wrote it', async () => {
    const summary = await aSummary('gone');
    await createEraseStore(current().database).eraseRows('gone');
    await createSummaryStore(current().database).saveSummary('gone', summary);
    for (const table of Object.keys(USER_TABLES)) expect([table, await rowsOf('gone', table)]).toEqual([table, []]);
  });
});
