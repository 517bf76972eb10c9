/** Whoever adds a table with rows of users has to say whether they are taken along, and is held to erasing them. */
import { expect, test } from 'vitest';
import { describeOnDatabases } from '../testing/test-database.ts';
import { appRole } from './database.ts';
import { USER_TABLES } from './user-tables.ts';

describeOnDatabases('the list of tables with rows of users', (current) => {
  test('has every table of the catalogue with a user_id, and no other', async () => {
    const { owner, schema } = current();
    const rows = await owner(`SELECT k.table_name AS name FROM information_schema.columns k
      JOIN information_schema.tables t USING (table_schema, table_name)
      WHERE k.table_schema = '${schema}' AND k.column_name = 'user_id' AND t.table_type = 'BASE TABLE'`);
    // Missing here: say in db/user-tables.ts which file of the export it is, or why it is in none.
    expect(Object.keys(USER_TABLES).sort()).toEqual(rows.map(({ name }) => String(name)).sort());
  });

  test('can be erased by the application role, all of it', async () => {
    const { owner, schema } = current();
    for (const table of Object.keys(USER_TABLES)) {
      const [may] = await owner(
        `SELECT has_table_privilege('${appRole(schema)}', '"${schema}"."${table}"', 'DELETE') AS may`,
      );
      expect([table, may]).toEqual([table, { may: true }]);
    }
  });

  test('reads each file in the order of an index, by columns that are there', async () => {
    const { owner, schema } = current();
    for (const [table, definition] of Object.entries(USER_TABLES)) {
      if (!('key' in definition)) continue;
      const columns = await owner(
        `SELECT column_name AS name FROM information_schema.columns WHERE table_schema = '${schema}' AND table_name = '${table}'`,
      );
      const names = columns.map(({ name }) => String(name));
      expect(names).toEqual(expect.arrayContaining([...Object.keys(definition.key), ...(definition.without ?? [])]));
      const indexes = await owner(
        `SELECT indexdef FROM pg_indexes WHERE schemaname = '${schema}' AND tablename = '${table}'`,
      );
      // Of an account's executions the file is one account.
      const before = { users: [], executions: ['user_id', 'account_id', 'symbol', 'time'] }[table];
      const begin = before ?? ['user_id', ...Object.keys(definition.key).slice(0, 1)];
      const columnsOf = ({ indexdef }: Record<string, unknown>) => String(indexdef).replaceAll('"', '');
      expect([table, indexes.some((index) => columnsOf(index).includes(`(${begin.join(', ')}`))]).toEqual([
        table,
        true,
      ]);
    }
  });
});
