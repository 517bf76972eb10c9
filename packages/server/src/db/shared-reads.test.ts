/** Reads of one user share a transaction, and nothing else. */
import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { describeOnDatabases } from '../testing/test-database.ts';
import type { Tx } from './database.ts';

const transaction = (tx: Tx) =>
  sql<{
    id: string;
    me: string;
  }>`SELECT now()::text || pg_current_xact_id() AS id, current_setting('tradistry.user_id') AS me`
    .execute(tx)
    .then(({ rows }) => rows[0]);

describeOnDatabases('reads that share a transaction', (current) => {
  test('what one user reads at once is one transaction, another user has another, and later comes a new one', async () => {
    const { database } = current();
    const [one, two, other] = await Promise.all([
      database.asReader('ann', transaction),
      database.asReader('ann', transaction),
      database.asReader("o'bob\\", transaction),
    ]);
    expect(one).toEqual(two);
    expect(one?.me).toBe('ann');
    expect(other?.me).toBe("o'bob\\");
    expect(other?.id).not.toBe(one?.id);
    await new Promise(setImmediate);
    expect((await database.asReader('ann', transaction))?.id).not.toBe(one?.id);
  });

  test('a read that another one led to is in the same transaction', async () => {
    const { database } = current();
    const first = await database.asReader('ann', transaction);
    expect((await database.asReader('ann', transaction))?.id).toBe(first?.id);
  });

  test('a read that fails takes no other with it', async () => {
    const { database } = current();
    const failing = database.asReader('ann', (tx) => sql`SELECT 1 / 0`.execute(tx));
    const others = Array.from({ length: 40 }, () => database.asReader('ann', transaction));
    await expect(failing).rejects.toThrow('division by zero');
    expect((await Promise.all(others)).map((row) => row?.me)).toEqual(others.map(() => 'ann'));
  });

  test('a read that goes on while others end still has its transaction', async () => {
    const { database } = current();
    const [long] = await Promise.all([
      database.asReader('ann', async (tx) => [await transaction(tx), await transaction(tx), await transaction(tx)]),
      database.asReader('ann', async () => 1),
    ]);
    expect(new Set(long.map((row) => row?.id)).size).toBe(1);
  });
});
