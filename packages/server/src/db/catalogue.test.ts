/** Walks the catalogue: a table with user data and no forced policy is a failure, whoever adds it. */
import { expect, test } from 'vitest';
import { describeOnDatabases } from '../testing/test-database.ts';
import { appRole, systemRole } from './database.ts';

/** Tables that hold nothing of a user. */
const NOT_USER_DATA = [
  ...['migrations', 'migrations_lock', 'stream_rollups'],
  ...['prompt_state', 'prompt_versions', 'prompt_labels', 'prompt_strategies', 'prompt_audit'],
  // The job queue's own: ids and times, which no role but the owner's may read.
  ...['bam', 'instance', 'job', 'job_common', 'job_dependency', 'queue', 'queue_stats', 'schedule', 'subscription'],
  ...['version', 'warning'],
  ...['experiments', 'experiment_generations', 'experiment_looks', 'prompt_moments', 'prompt_counter'],
];

describeOnDatabases('the catalogue', (current) => {
  test('has forced row-level security with an owner policy for the application role on every table of user data', async () => {
    const { owner, schema } = current();
    const tables = await owner(`
      SELECT c.relname AS name, c.relrowsecurity AS enabled, c.relforcerowsecurity AS forced,
        EXISTS (SELECT 1 FROM pg_policies p WHERE p.schemaname = '${schema}' AND p.tablename = c.relname
          AND '${appRole(schema)}' = ANY (p.roles) AND p.qual LIKE '%tradistry.user_id%' AND p.with_check LIKE '%tradistry.user_id%') AS owned,
        EXISTS (SELECT 1 FROM information_schema.columns k WHERE k.table_schema = '${schema}' AND k.table_name = c.relname AND k.column_name = 'user_id') AS has_user
      FROM pg_class c WHERE c.relnamespace = '${schema}'::regnamespace AND c.relkind IN ('r', 'p') ORDER BY 1`);
    expect(tables.length).toBeGreaterThan(10);
    for (const table of tables) {
      // One of those a day.
      if (/^queue_stats_\d+$/.test(String(table['name']))) continue;
      if (NOT_USER_DATA.includes(String(table['name']))) continue;
      expect(table).toMatchObject({ enabled: true, forced: true, owned: true, has_user: true });
    }
  });

  test('gives the two roles no ownership, no bypass, and the system role no whole table of words', async () => {
    const { owner, schema } = current();
    const roles = await owner(
      `SELECT rolname, rolsuper, rolbypassrls, rolcanlogin FROM pg_roles WHERE rolname IN ('${appRole(schema)}', '${systemRole(schema)}')`,
    );
    expect(roles.length).toBe(2);
    for (const role of roles) expect(role).toMatchObject({ rolsuper: false, rolbypassrls: false, rolcanlogin: false });
    const owned = await owner(
      `SELECT count(*)::int AS n FROM pg_class c JOIN pg_roles r ON r.oid = c.relowner WHERE r.rolname IN ('${appRole(schema)}', '${systemRole(schema)}')`,
    );
    expect(owned[0]?.['n']).toBe(0);
    const wide = await owner(
      `SELECT table_name, privilege_type FROM information_schema.role_table_grants WHERE grantee = '${systemRole(schema)}' AND table_schema = '${schema}' AND privilege_type <> 'DELETE'`,
    );
    expect(wide).toEqual([]);
    const words = await owner(
      `SELECT table_name, column_name FROM information_schema.column_privileges WHERE grantee = '${systemRole(schema)}' AND table_schema = '${schema}' AND privilege_type = 'SELECT' AND (table_name IN ('notes', 'executions', 'trades', 'accounts') OR (table_name = 'messages' AND column_name = 'content'))`,
    );
    expect(words).toEqual([]);
  });

  test('has no index on what a checkpoint changes: each would grow with each checkpoint of each turn', async () => {
    const { owner, schema } = current();
    const columns = await owner(`
      SELECT DISTINCT a.attname AS name FROM pg_index i JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = ANY (i.indkey)
      WHERE i.indrelid = '"${schema}".turns'::regclass ORDER BY 1`);
    expect(columns.map(({ name }) => name)).toEqual([
      ...['answer_id', 'created_at', 'ended_at', 'instance', 'session_id', 'stream_id', 'user_id'],
    ]);
  });

  test('shows one user nothing of another, in any table', async () => {
    const { owner, schema, database } = current();
    await database.asUser('canary', async (tx) => {
      await tx.insertInto('users').values({ user_id: 'canary', time_zone: null, model: null }).execute();
      await tx.insertInto('sessions').values({ user_id: 'canary', id: 's', title: 'secret' }).execute();
    });
    const tables = await owner(
      `SELECT table_name AS name FROM information_schema.columns WHERE table_schema = '${schema}' AND column_name = 'user_id'`,
    );
    for (const { name } of tables) {
      const seen = await database.asUser('other', (tx) =>
        tx
          .selectFrom(name as 'users')
          .selectAll()
          .execute(),
      );
      expect([name, seen]).toEqual([name, []]);
    }
    await expect(
      database.asUser('other', (tx) =>
        tx.insertInto('sessions').values({ user_id: 'canary', id: 't', title: '' }).execute(),
      ),
    ).rejects.toThrow(/row-level security/);
  });
});
