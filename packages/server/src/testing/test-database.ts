/** Real databases for tests: a fresh PGlite folder, and a fresh schema on PostgreSQL where one is given. */
import { randomBytes } from 'node:crypto';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Pool } from 'pg';
import { afterAll, beforeAll, describe, inject } from 'vitest';
import { appRole, createDatabase, type Database, openPool, systemRole } from '../db/database.ts';
import { openEmbedded } from '../db/embedded.ts';
import { migrate } from '../db/migrate.ts';

interface TestDatabase {
  readonly database: Database;
  /** Sends SQL as the owner, past row-level security where the owner may. */
  readonly owner: (sql: string) => Promise<Record<string, unknown>[]>;
  readonly schema: string;
  /** SQL with its values, as the owner. */
  readonly query: (sql: string, values?: unknown[]) => Promise<{ rows: unknown[] }>;
  /** The embedded one. */
  readonly alone: boolean;
  close(): Promise<void>;
}

type Kind = 'PGlite' | 'PostgreSQL';

/** Runs one suite on every database there is. `current()` is the open database, from `beforeAll` on. */
export function describeOnDatabases(name: string, suite: (current: () => TestDatabase, kind: Kind) => void): void {
  const url = inject('databaseUrl');
  const kinds: [Kind, () => Promise<TestDatabase>][] = [['PGlite', openEmbeddedTest]];
  if (url) kinds.push(['PostgreSQL', () => openPostgresTest(url)]);
  describe.each(kinds)(`${name} on %s`, (kind, open) => {
    let opened: TestDatabase | undefined;
    beforeAll(async () => {
      opened = await open();
    });
    afterAll(() => opened?.close());
    suite(() => {
      if (!opened) throw new Error('the database opens in beforeAll');
      return opened;
    }, kind);
  });
}

/** A copy of the migrated template folder, to be given as `DATA_DIR`. Remove it when done. */
export function copyTemplateFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'tradistry-test-'));
  cpSync(inject('templateFolder'), folder, { recursive: true });
  return folder;
}

async function openEmbeddedTest(): Promise<TestDatabase> {
  const folder = copyTemplateFolder();
  const embedded = await openEmbedded(folder);
  const pool = openPool({ connection: { socketFolder: embedded.socketFolder }, poolSize: 1 });
  const database = createDatabase(pool, 'tradistry', { embedded: true });
  return {
    database,
    schema: 'tradistry',
    alone: true,
    query: (sql, values) => pool.query(sql, values),
    owner: async (sql) => (await pool.query(sql)).rows,
    close: async () => {
      await database.close();
      await embedded.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function openPostgresTest(url: string): Promise<TestDatabase> {
  const schema = `t_${randomBytes(6).toString('hex')}`;
  const pool = openPool({ connection: { url }, poolSize: 5 });
  await migrate(pool, schema);
  const database = createDatabase(pool, schema);
  return {
    database,
    schema,
    alone: false,
    query: (sql, values) => pool.query(sql, values),
    owner: async (sql) => (await pool.query(sql)).rows,
    close: async () => {
      await dropSchema(pool, schema);
      await database.close();
    },
  };
}

/** The schema of a test on PostgreSQL, with its roles. */
export async function dropSchema(pool: Pick<Pool, 'query'>, schema: string): Promise<void> {
  await pool.query(`DROP SCHEMA IF EXISTS "${schema}" CASCADE`);
  await pool.query(`DROP ROLE IF EXISTS "${appRole(schema)}", "${systemRole(schema)}"`);
}
