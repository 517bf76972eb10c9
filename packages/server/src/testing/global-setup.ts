/** Makes one migrated embedded database before the tests; each test file that needs one copies the folder. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pino from 'pino';
import type { TestProject } from 'vitest/node';
import { openPool } from '../db/database.ts';
import { openEmbedded } from '../db/embedded.ts';
import { migrate } from '../db/migrate.ts';
import { startBossJobs } from '../jobs/boss-jobs.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    /** A data folder with a migrated, empty database, closed. */
    templateFolder: string;
    /** A PostgreSQL to run the database suites on too, or `null`. */
    databaseUrl: string | null;
    /** A Valkey for the suites of several instances, or `null`. */
    redisUrl: string | null;
  }
}

export default async function setup(project: TestProject): Promise<() => void> {
  const folder = mkdtempSync(join(tmpdir(), 'tradistry-template-'));
  const embedded = await openEmbedded(folder);
  const pool = openPool({ connection: { socketFolder: embedded.socketFolder }, poolSize: 1 });
  await migrate(pool, 'tradistry');
  const jobs = await startBossJobs({
    query: (text, values) => pool.query(text, values),
    schema: 'tradistry',
    alone: true,
    logger: pino({ level: 'silent' }),
  });
  await jobs.close();
  await pool.end();
  await embedded.close();
  const databaseUrl = process.env['TEST_DATABASE_URL'] ?? null;
  const redisUrl = process.env['TEST_REDIS_URL'] ?? null;
  project.provide('templateFolder', folder);
  project.provide('databaseUrl', databaseUrl);
  project.provide('redisUrl', redisUrl);
  process.stdout.write(
    databaseUrl
      ? 'Database suites: PGlite and PostgreSQL.\n'
      : 'Database suites: PGlite only. PostgreSQL NOT run (npm run services, then TEST_DATABASE_URL).\n',
  );
  if (!redisUrl) process.stdout.write('Valkey suites NOT run (npm run services, then TEST_REDIS_URL).\n');
  return () => rmSync(folder, { recursive: true, force: true });
}
