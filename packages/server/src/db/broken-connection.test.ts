/** A PostgreSQL that goes away takes no process with it. */
import { expect, inject, test } from 'vitest';
import { openPool } from './database.ts';

const url = inject('databaseUrl');

test.runIf(url)('a connection that breaks amid a transaction fails the next query and nothing else', async () => {
  const pool = openPool({ connection: { url: url ?? '' }, poolSize: 2 });
  try {
    const client = await pool.connect();
    const { rows } = await client.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
    await client.query('BEGIN');
    const broken = new Promise((resolve) => client.once('error', resolve));
    await pool.query('SELECT pg_terminate_backend($1)', [rows[0]?.pid]);
    await broken;
    await expect(client.query('SELECT 1')).rejects.toThrow(/not queryable/);
    client.release(true);
    expect((await pool.query('SELECT 2 AS two')).rows).toEqual([{ two: 2 }]);
  } finally {
    await pool.end();
  }
});
