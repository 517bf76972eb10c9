/** Statements that come often are kept by the embedded database; what they answer is what they would without. */
import { sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import { describeOnDatabases } from '../testing/test-database.ts';
import { createStatementNames } from './statement-names.ts';

describe('names of statements', () => {
  test('are given from the third time on, one for each text', () => {
    const nameOf = createStatementNames();
    expect([nameOf('a'), nameOf('b'), nameOf('a')]).toEqual([undefined, undefined, undefined]);
    const name = nameOf('a');
    expect(name).toBeDefined();
    expect(nameOf('a')).toBe(name);
    expect([nameOf('b'), nameOf('b')]).not.toContain(name);
  });

  test('are bounded, and so is what is remembered of the others', () => {
    const nameOf = createStatementNames();
    const often = Array.from({ length: 300 }, (_, n) => [nameOf(`${n}`), nameOf(`${n}`), nameOf(`${n}`)].at(-1));
    expect(often.filter((name) => name !== undefined)).toHaveLength(100);
    expect(nameOf('0')).toBe(often[0]);
    const rare = createStatementNames();
    for (let n = 0; n < 2_000; n += 1)
      expect([rare(`once ${n}`), rare(`now and then ${n % 700}`)]).toEqual([undefined, undefined]);
  });
});

describeOnDatabases('a statement that comes often', (current, kind) => {
  const ask = (n: number) =>
    current().database.asUser(
      'often',
      async (tx) => (await sql<{ n: number }>`SELECT ${n}::int + 1 AS n`.execute(tx)).rows[0]?.n,
    );

  test('answers each time what it is asked, one after the other and at once', async () => {
    for (let n = 0; n < 8; n += 1) expect(await ask(n)).toBe(n + 1);
    expect(await Promise.all([20, 21, 22].map(ask))).toEqual([21, 22, 23]);
  });

  test('is seen by its own user only, whoever asked it before', async () => {
    const { database } = current();
    const notes = (user: string) =>
      database.asUser(
        user,
        async (tx) => (await sql<{ user_id: string }>`SELECT user_id FROM accounts`.execute(tx)).rows,
      );
    for (const user of ['first', 'second'])
      await database.asUser(user, (tx) =>
        sql`INSERT INTO accounts (user_id, id, name) VALUES (${user}, gen_random_uuid(), 'Main')`.execute(tx),
      );
    for (let n = 0; n < 8; n += 1) {
      expect(await notes('first')).toEqual([{ user_id: 'first' }]);
      expect(await notes('second')).toEqual([{ user_id: 'second' }]);
    }
    const users = await database.asSystem(
      async (tx) => (await sql`SELECT count(*)::int AS n FROM summed_journals`.execute(tx)).rows,
    );
    expect(users).toEqual([{ n: 0 }]);
  });

  test('that failed is well the next time', async () => {
    const divide = (by: number) =>
      current().database.asUser(
        'often',
        async (tx) => (await sql<{ n: number }>`SELECT 10 / ${by}::int AS n`.execute(tx)).rows[0]?.n,
      );
    for (const by of [1, 2, 5, 0, 10, 0, 1, 0, 2]) {
      if (by === 0) await expect(divide(by)).rejects.toThrow('division by zero');
      else expect(await divide(by)).toBe(10 / by);
    }
  });

  test('is kept by the embedded database, and by PostgreSQL not', async () => {
    for (let n = 0; n < 4; n += 1) await ask(n);
    const kept = await current().owner(
      "SELECT statement FROM pg_prepared_statements WHERE statement LIKE '%+ 1 AS n%'",
    );
    expect(kept).toHaveLength(kind === 'PGlite' ? 1 : 0);
  });
});
