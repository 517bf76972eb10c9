/** A PostgreSQL that goes away takes no process with it. */
import { expect, inject, test } from 'vitest';
import { isDatabaseAway } from '../storage-error.ts';
import { startBreakableLine } from '../testing/breakable-line.ts';
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

test.runIf(url)(
  'a database that says nothing is given up, and its connection with it: the next one is a new one',
  async () => {
    const target = new URL(url ?? '');
    await using line = await startBreakableLine(Number(target.port || 5432));
    target.host = `127.0.0.1:${line.port}`;
    const pool = openPool({ connection: { url: target.href }, poolSize: 1, silenceMs: 1000 });
    try {
      expect((await pool.query('SELECT 1 AS one')).rows).toEqual([{ one: 1 }]);
      line.fallSilent();
      const error: unknown = await pool.query('SELECT 2').catch((thrown: unknown) => thrown);
      expect(isDatabaseAway(error)).toBe(true);
      line.mend();
      expect((await pool.query('SELECT 3 AS three')).rows).toEqual([{ three: 3 }]);
      expect(line.tried).toBe(2);
    } finally {
      await pool.end();
    }
  },
);
