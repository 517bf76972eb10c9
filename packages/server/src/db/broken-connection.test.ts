/** A PostgreSQL that goes away takes no process with it. */
import { randomUUID } from 'node:crypto';
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

test.runIf(url)('what a silent process has locked is let go: it amid a transaction holds nobody else up', async () => {
  const target = new URL(url ?? '');
  await using line = await startBreakableLine(Number(target.port || 5432));
  target.host = `127.0.0.1:${line.port}`;
  const frozen = openPool({ connection: { url: target.href }, poolSize: 1, idleMs: 500 });
  const other = openPool({ connection: { url: url ?? '' }, poolSize: 1 });
  const table = `t_${randomUUID().replaceAll('-', '')}`;
  try {
    await other.query(`CREATE TABLE ${table} AS SELECT 1 AS value`);
    const client = await frozen.connect();
    await client.query('BEGIN');
    await client.query(`UPDATE ${table} SET value = 2`);
    line.fallSilent();
    await other.query(`UPDATE ${table} SET value = value + 10`);
    line.mend();
    const error: unknown = await client.query('COMMIT').catch((thrown: unknown) => thrown);
    client.release(true);
    expect(isDatabaseAway(error)).toBe(true);
    expect((await other.query(`SELECT value FROM ${table}`)).rows).toEqual([{ value: 11 }]);
  } finally {
    await other.query(`DROP TABLE ${table}`);
    await Promise.all([frozen.end(), other.end()]);
  }
});
