/** Erasing all of a user's rows, and being cut off on the way. */
import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { describeOnDatabases } from '../testing/test-database.ts';
import type { Database } from './database.ts';
import { createEraseStore } from './erase-store.ts';
import { USER_TABLES } from './user-tables.ts';

/** More than a batch, and each message below the one before. */
const MESSAGES = 2200;

async function fill(database: Database, userId: string): Promise<void> {
  const ids = Array.from({ length: MESSAGES }, () => randomUUID());
  await database.asUser(userId, async (tx) => {
    await tx.insertInto('users').values({ user_id: userId, time_zone: null, model: null }).execute();
    await tx.insertInto('sessions').values({ user_id: userId, id: 's', title: '' }).execute();
    await tx
      .insertInto('messages')
      .values(
        ids.map((id, at) => ({
          ...{ user_id: userId, id, session_id: 's', parent_id: ids[at - 1] ?? null, content: 'x' },
          ...{ role: 'user' as const, status: 'complete' as const },
        })),
      )
      .execute();
    await tx.insertInto('accounts').values({ user_id: userId, id: randomUUID(), name: 'A' }).execute();
    const text = { user_id: userId, text: 'n', date: '2025-01-01' };
    await tx
      .insertInto('notes')
      .values({ ...text, id: randomUUID() })
      .execute();
  });
}

describeOnDatabases('erasing a user', (current) => {
  const count = async (userId: string) => {
    const { owner, schema } = current();
    const counts = Object.keys(USER_TABLES).map(
      (table) => `SELECT count(*)::int AS n FROM "${schema}"."${table}" WHERE user_id = '${userId}'`,
    );
    const [row] = await owner(`SELECT sum(n)::int AS n FROM (${counts.join(' UNION ALL ')}) AS counts`);
    return row?.['n'];
  };

  test('leaves nothing of the user in any table, and everything of the others', async () => {
    const { database } = current();
    await fill(database, 'goes');
    await fill(database, 'stays');
    const before = await count('stays');
    const store = createEraseStore(database);
    expect(await store.eraseRows('goes')).toBeGreaterThanOrEqual(Number(before));
    expect([await count('goes'), await count('stays')]).toEqual([0, before]);
    expect(await store.eraseRows('goes')).toBe(0);
  });

  test.each([1, 2, 4, 7])('cut off after %i steps, the next call erases the rest', async (steps) => {
    const { database } = current();
    const userId = `cut ${steps}`;
    await fill(database, userId);
    let left = steps;
    const asUser: Database['asUser'] = (user, work) => {
      if (left-- === 0) throw new Error('killed');
      return database.asUser(user, work);
    };
    await expect(createEraseStore({ ...database, asUser }).eraseRows(userId)).rejects.toThrow('killed');
    expect(await count(userId)).toBeGreaterThan(0);
    await createEraseStore(database).eraseRows(userId);
    expect(await count(userId)).toBe(0);
  });
});
