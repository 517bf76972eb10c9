/** Opens the configured database, brings it up to date, and says whether this process is alone with it. */
import pg from 'pg';
import type { Logger } from 'pino';
import type { Config } from '../config.ts';
import { StorageError } from '../storage-error.ts';
import { createDatabase, type Database, openPool } from './database.ts';
import { openEmbedded } from './embedded.ts';
import { migrate } from './migrate.ts';

const POOL_SIZE = 20;
const SYSTEM_POOL_SIZE = 2;
/** Its statements are short, and leases wait for them. */
const SYSTEM_SILENCE_MS = 10_000;

export interface Storage {
  readonly database: Database;
  /** True on the embedded database: no other process can own a turn or an import. */
  readonly alone: boolean;
  /** SQL as it is, of one statement or several, past every policy: for the job queue, which keeps tables of its own. */
  query(text: string, values?: unknown[]): Promise<{ rows: unknown[] }>;
  /** A connection of its own for what takes long; `null` on the embedded database, which has but one. */
  readonly connect: (() => pg.Client) | null;
  close(): Promise<void>;
}

/** Throws `StorageError` with a sentence for people when the database cannot be used. */
export async function openStorage(config: Config, logger: Logger): Promise<Storage> {
  return config.DATABASE_URL ? openPostgres(config.DATABASE_URL, config, logger) : openFolder(config, logger);
}

async function openPostgres(url: string, config: Config, logger: Logger): Promise<Storage> {
  const migrating = openPool({ connection: { url }, poolSize: 1, unhurried: true });
  try {
    await migrate(migrating, config.DATABASE_SCHEMA);
  } catch (error) {
    if (error instanceof StorageError)
      throw new StorageError(`PostgreSQL at DATABASE_URL cannot be used: ${error.message}.`);
    throw new StorageError(
      `PostgreSQL at DATABASE_URL cannot be used: ${reasonOf(error)}. Check the address, the password and the user's rights (it must be able to create roles and a schema).`,
    );
  } finally {
    await migrating.end();
  }
  const pool = openPool({ connection: { url }, poolSize: POOL_SIZE });
  const system = openPool({ connection: { url }, poolSize: SYSTEM_POOL_SIZE, silenceMs: SYSTEM_SILENCE_MS });
  const onNamesGivenUp = () =>
    logger.warn(
      'a session of PostgreSQL lacked statements that it had been given (a pooler, or a changed table): statements are parsed each time from now on',
    );
  const database = createDatabase(pool, config.DATABASE_SCHEMA, { system, onNamesGivenUp });
  return {
    database,
    alone: false,
    query: createQuery(pool),
    connect: () => new pg.Client({ connectionString: url }),
    close: database.close,
  };
}

async function openFolder(config: Config, logger: Logger): Promise<Storage> {
  const embedded = await openEmbedded(config.DATA_DIR);
  embedded.onCrash((error) => {
    logger.fatal({ err: error }, 'the embedded database stopped; restart the server');
    process.exit(1);
  });
  const pool = openPool({ connection: { socketFolder: embedded.socketFolder }, poolSize: 1 });
  try {
    await migrate(pool, config.DATABASE_SCHEMA);
  } catch (error) {
    await pool.end();
    await embedded.close();
    throw new StorageError(
      `The database in ${config.DATA_DIR} cannot be brought up to date: ${reasonOf(error)}. Nothing was changed.`,
    );
  }
  const database = createDatabase(pool, config.DATABASE_SCHEMA, { embedded: true });
  const close = async () => {
    await database.close();
    await embedded.close();
  };
  return { database, alone: true, query: createQuery(pool), connect: null, close };
}

/** A transaction that failed in the middle of a text is ended before the connection goes back: on the embedded one all share it. */
function createQuery(pool: pg.Pool): Storage['query'] {
  return async (text, values) => {
    const client = await pool.connect();
    try {
      return await client.query(text, values);
    } catch (error) {
      if (!values?.length) await client.query('ROLLBACK').catch(() => undefined);
      throw error;
    } finally {
      client.release();
    }
  };
}

/** The database's own first line; at start it is read by the person who runs the server. */
function reasonOf(error: unknown): string {
  const { code, message } = error as { code?: string; message?: string };
  return (message?.split('\n')[0] || code) ?? 'it does not answer';
}
