/** The benchmark's schema on PostgreSQL, looked after so that a run measures the server and not the database's own work. */
import { openPool } from '../packages/server/src/db/database.ts';

/** What an earlier run may have left; nothing on the embedded database, whose folder is new. Its roles stay: other databases of the server may use them. */
export async function clearSchema(url: string | undefined, schema: string): Promise<void> {
  await withPool(url, (pool) => pool.query(`DROP SCHEMA IF EXISTS "${schema}" CASCADE`));
}

/**
 * Cleans up now what PostgreSQL would clean up each minute. Viewers have their core from it: two seconds of its autovacuum amid a
 * run make them late, which would be counted as the server's.
 */
export async function vacuumSchema(url: string | undefined, schema: string): Promise<void> {
  await withPool(url, async (pool) => {
    const { rows } = await pool.query<{ name: string }>(
      "SELECT format('%I.%I', nspname, relname) AS name FROM pg_class c JOIN pg_namespace n ON n.oid = relnamespace WHERE nspname = $1 AND relkind = 'r'",
      [schema],
    );
    for (const { name } of rows) {
      await pool.query(`ALTER TABLE ${name} SET (autovacuum_enabled = off)`);
      await pool.query(`VACUUM (ANALYZE) ${name}`);
    }
  });
}

async function withPool(
  url: string | undefined,
  work: (pool: ReturnType<typeof openPool>) => Promise<unknown>,
): Promise<void> {
  if (!url) return;
  const pool = openPool({ connection: { url }, poolSize: 1, unhurried: true });
  await work(pool);
  await pool.end();
}
