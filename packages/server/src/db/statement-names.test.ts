/** Statements that come often stay parsed; what they answer is what they would without. */
import { sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import { describeOnDatabases } from '../testing/test-database.ts';
import type { Tx } from './database.ts';
import { createStatementNames } from './statement-names.ts';

describe('names of statements', () => {
  test('are given from the third time on, one for each text', () => {
    const names = createStatementNames();
    expect([names.of('a'), names.of('b'), names.of('a')]).toEqual([undefined, undefined, undefined]);
    const name = names.of('a');
    expect(name).toBeDefined();
    expect(names.of('a')).toBe(name);
    expect([names.of('b'), names.of('b')]).not.toContain(name);
  });

  test('are the same for the same text in every process, whatever else came before', () => {
    const [one, other] = [createStatementNames(), createStatementNames()];
    const name = ['a', 'b', 'a', 'b', 'a', 'b'].map((text) => one.of(text)).at(-1);
    expect(name).toBe(['b', 'b', 'b'].map((text) => other.of(text)).at(-1));
  });

  test('are bounded, and so is what is remembered of the others', () => {
    const names = createStatementNames();
    const often = Array.from({ length: 300 }, (_, n) => [1, 2, 3].map(() => names.of(`${n}`)).at(-1));
    expect(often.filter((name) => name !== undefined)).toHaveLength(100);
    expect(names.of('0')).toBe(often[0]);
    const rare = createStatementNames();
    for (let n = 0; n < 2_000; n += 1)
      expect([rare.of(`once ${n}`), rare.of(`now and then ${n % 700}`)]).toEqual([undefined, undefined]);
  });

  test('are no more once they were given up', () => {
    let told = 0;
    const names = createStatementNames(() => (told += 1));
    for (let n = 0; n < 4; n += 1) names.of('a');
    names.giveUp();
    names.giveUp();
    expect(told).toBe(1);
    expect(Array.from({ length: 5 }, () => [names.of('a'), names.of('b')]).flat()).toEqual(Array(10).fill(undefined));
  });
});

describeOnDatabases('a statement that comes often', (current) => {
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

  test('is kept by its connection', async () => {
    for (let n = 0; n < 4; n += 1) await ask(n);
    expect(await kept(current())).toHaveLength(1);
  });
});

describeOnDatabases('what may read a long journal', (current, kind) => {
  test('is planned for its own values on PostgreSQL', async () => {
    const mode = (tx: Tx) =>
      sql<{ mode: string }>`SELECT current_setting('plan_cache_mode') AS mode`
        .execute(tx)
        .then(({ rows }) => rows[0]?.mode);
    const { database } = current();
    expect(await database.asLongReader('ann', mode)).toBe(kind === 'PGlite' ? 'auto' : 'force_custom_plan');
    expect(await database.asReader('ann', mode)).toBe('auto');
  });
});

describeOnDatabases('a session without the statements that its connection had given it', (current) => {
  const me = (tx: Tx) =>
    sql<{ me: string }>`SELECT current_setting('tradistry.user_id') || ' + 1 AS n' AS me`
      .execute(tx)
      .then(({ rows }) => rows[0]?.me);

  test('is noticed: what was asked is answered all the same, and nothing has a name any more', async () => {
    const { database, owner } = current();
    for (let n = 0; n < 4; n += 1) await database.asUser('ann', me);
    expect(await kept(current())).toHaveLength(1);
    // What a pooler does that gives a connection another session for each transaction.
    await owner('DEALLOCATE ALL');
    const reads = Array.from({ length: 6 }, () => database.asReader('ann', me));
    const failing = database.asReader('ann', (tx) => sql`SELECT 1 / 0`.execute(tx)).catch((error) => String(error));
    expect(await database.asUser('eve', me)).toBe('eve + 1 AS n');
    expect(await Promise.all(reads)).toEqual(reads.map(() => 'ann + 1 AS n'));
    expect(await failing).toContain('division by zero');
    for (let n = 0; n < 4; n += 1)
      expect(await database.asUser('ann', (tx) => sql`SELECT 41 + 2 AS n`.execute(tx))).toMatchObject({
        rows: [{ n: 43 }],
      });
    expect(await kept(current(), '%41 + 2 AS n%')).toEqual([]);
  });
});

describeOnDatabases('a table that a newer process changes', (current) => {
  test('is read on by one that knows its columns from before', async () => {
    const { database, owner, schema } = current();
    await owner(`CREATE TABLE ${schema}.things (a int); INSERT INTO ${schema}.things VALUES (1)`);
    await owner(`GRANT SELECT ON ${schema}.things TO ${schema}_app`);
    const read = () => database.asUser('ann', async (tx) => (await sql`SELECT * FROM things`.execute(tx)).rows);
    for (let n = 0; n < 4; n += 1) expect(await read()).toEqual([{ a: 1 }]);
    await owner(`ALTER TABLE ${schema}.things ADD COLUMN b int NOT NULL DEFAULT 2`);
    expect(await read()).toEqual([{ a: 1, b: 2 }]);
  });
});

/** The statements like `pattern` that the session has which was used last. */
function kept({ owner }: { owner(sql: string): Promise<unknown[]> }, pattern = '%+ 1 AS n%'): Promise<unknown[]> {
  return owner(`SELECT statement FROM pg_prepared_statements WHERE statement LIKE '${pattern}'`);
}
