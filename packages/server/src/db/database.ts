/** One driver for both databases: a `pg` pool, roles and row-level security, on PostgreSQL or on the embedded PGlite. */
import type { Socket } from 'node:net';
import type { Transaction } from 'kysely';
import pg from 'pg';
import { createSharedReads } from './shared-reads.ts';
import { createStatementNames } from './statement-names.ts';
import type { Tables } from './tables.ts';
import { createTransactions } from './transactions.ts';

/** A transaction under one of the two roles; only this may be awaited inside `asUser` and `asSystem`. */
export type Tx = Transaction<Tables>;

/** What the stores are given. Neither call spans a model call or a socket. */
export interface Database {
  /** Runs `work` in one transaction that sees the rows of `userId` and no others. */
  asUser<T>(userId: string, work: (tx: Tx) => Promise<T>): Promise<T>;
  /** The same, one after the other for each user, over all processes: what it reads was committed by whoever came before. */
  asUserInLine<T>(userId: string, work: (tx: Tx) => Promise<T>): Promise<T>;
  /** The same as `asUser` for work that only reads: what one user reads at once shares one transaction, and with it its round trips. */
  asReader<T>(userId: string, work: (tx: Tx) => Promise<T>): Promise<T>;
  /** As `asReader`, for reads that may take long: those of `asReader` do not wait behind them, and no user holds more than one more connection. */
  asLongReader<T>(userId: string, work: (tx: Tx) => Promise<T>): Promise<T>;
  /** Runs `work` over many users, with the few columns that the system role is granted. */
  asSystem<T>(work: (tx: Tx) => Promise<T>): Promise<T>;
  /** As `asSystem`, for what may take its time: on the connections of the requests, not on those that leases need. */
  asOperator<T>(work: (tx: Tx) => Promise<T>): Promise<T>;
  /** How the pools stand. */
  pools(): PoolCount[];
  /** Answers when the database does; used by readiness. */
  ping(): Promise<void>;
  close(): Promise<void>;
}

/** Connections of a pool, and transactions that wait for one. */
interface PoolCount {
  readonly pool: 'users' | 'system';
  readonly used: number;
  readonly idle: number;
  readonly waiting: number;
}

interface PoolOptions {
  /** `postgresql://...`, or the folder of the embedded database's socket. */
  readonly connection: { url: string } | { socketFolder: string };
  /** 1 on the embedded database: all its sockets share one session (see docs/decisions). */
  readonly poolSize: number;
  /**
   * A statement on PostgreSQL that was not answered for so long breaks its connection: a database that a partition hides says
   * nothing, and its connections would be waited on long after it is back.
   */
  readonly silenceMs?: number;
  /** For migrations: a statement may take as long as it takes. */
  readonly unhurried?: true;
  /** The other way round: so long PostgreSQL keeps a transaction, and all it has locked, whose next statement does not come. */
  readonly idleMs?: number;
}

const CONNECT_TIMEOUT_MS = 10_000;
const STATEMENT_TIMEOUT_MS = 30_000;
/** The server itself ends a statement before. */
const SILENCE_MS = STATEMENT_TIMEOUT_MS + 5_000;
/** Less than a turn's owner is waited for: one that froze amid a checkpoint must not keep the others from its turns. */
const IDLE_MS = 8_000;

/** Opens the pool; nothing is sent before the first query. */
export function openPool(options: PoolOptions): pg.Pool {
  const where =
    'url' in options.connection
      ? {
          connectionString: options.connection.url,
          ...(!options.unhurried && {
            statement_timeout: STATEMENT_TIMEOUT_MS,
            idle_in_transaction_session_timeout: options.idleMs ?? IDLE_MS,
          }),
        }
      : { host: options.connection.socketFolder, user: 'postgres', database: 'postgres' };
  const pool = new pg.Pool({
    ...where,
    max: options.poolSize,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    idleTimeoutMillis: 'url' in options.connection ? 30_000 : 0,
    types: { getTypeParser },
    pipeline: true,
    application_name: 'tradistry',
  });
  // A connection that breaks between two queries, in the pool or amid a transaction, is told by the next query; without a
  // listener it would end the process.
  pool.on('error', ignoreBrokenConnection);
  pool.on('connect', (client) => {
    client.on('error', ignoreBrokenConnection);
    // The one session there may have statements of a connection before.
    if ('socketFolder' in options.connection) client.query('DEALLOCATE ALL').catch(ignoreBrokenConnection);
  });
  if ('url' in options.connection && !options.unhurried) breakSilentOnes(pool, options.silenceMs ?? SILENCE_MS);
  return pool;
}

/** While somebody has a connection, something is to come over it. By its socket, for `pg` would set a timer, and two closures, for each statement. */
function breakSilentOnes(pool: pg.Pool, silenceMs: number): void {
  pool.on('connect', (client) => {
    const socket = socketOf(client);
    socket.on('timeout', () => socket.destroy(new SilentDatabase()));
  });
  pool.on('acquire', (client) => socketOf(client).setTimeout(silenceMs));
  pool.on('release', (_, client) => socketOf(client).setTimeout(0));
}

function socketOf(client: pg.PoolClient): Socket {
  // A pool's clients are of its class, and their streams sockets, where nobody gave it others.
  return (client as unknown as pg.Client).connection.stream as Socket;
}

class SilentDatabase extends Error {
  readonly code = 'ETIMEDOUT';

  constructor() {
    super('The database says nothing.');
  }
}

interface DatabaseOptions {
  /** Connections of their own for work over many users, so that leases are renewed however many requests wait for theirs. */
  readonly system?: pg.Pool;
  /** The embedded database: long reads have no connection of their own. */
  readonly embedded?: boolean;
  /** Statements are parsed each time from now on: a connection's session was not the one that knew them. */
  readonly onNamesGivenUp?: () => void;
}

/** The `Database` of a pool whose migrations have run. */
export function createDatabase(pool: pg.Pool, schema: string, options: DatabaseOptions = {}): Database {
  const { system = pool, embedded = false, onNamesGivenUp } = options;
  const names = createStatementNames(onNamesGivenUp);
  const forUsers = createTransactions<Tables>(pool, names);
  const forSystem = createTransactions<Tables>(system, names);

  function begin(role: string, userId: string | null, more: string[] = []): string {
    const settings = {
      ...{ search_path: schema, role, 'tradistry.user_id': userId ?? '', timezone: 'UTC' },
      // Our statements are small: compiling one took longer (76 ms) than running it a thousand times.
      jit: 'off',
    };
    const calls = Object.entries(settings).map(
      ([name, value]) => `set_config('${name}', ${pg.escapeLiteral(value)}, true)`,
    );
    return `BEGIN; SELECT ${[...calls, ...more].join(', ')}`;
  }

  const asUser: Database['asUser'] = (userId, work) => forUsers.run(begin(appRole(schema), userId), work);
  const asReader = createSharedReads(asUser);
  const asPlanned: Database['asUser'] = (userId, work) =>
    forUsers.run(begin(appRole(schema), userId, [OWN_PLANS]), work);
  return {
    asUser,
    asUserInLine: (userId, work) => forUsers.run(begin(appRole(schema), userId, [lockOf(schema, userId)]), work),
    asReader,
    asLongReader: embedded ? asReader : createSharedReads(asPlanned),
    asSystem: (work) => forSystem.run(begin(systemRole(schema), null), work),
    asOperator: (work) => forUsers.run(begin(systemRole(schema), null), work),
    pools: () => [countOf('users', pool), ...(system === pool ? [] : [countOf('system', system)])],
    ping: async () => void (await pool.query('SELECT 1')),
    async close() {
      await pool.end();
      if (system !== pool) await system.end();
    },
  };
}

/** One plan for all values is made for the average user; a journal of a million trades is read by its own. */
const OWN_PLANS = "set_config('plan_cache_mode', 'force_custom_plan', true)";

/** In the statement that begins the transaction, so it costs no message of its own; it ends with the transaction. */
function lockOf(schema: string, userId: string): string {
  return `pg_advisory_xact_lock(hashtextextended(${pg.escapeLiteral(JSON.stringify([schema, userId]))}, 0))`;
}

function countOf(name: PoolCount['pool'], { totalCount, idleCount, waitingCount }: pg.Pool): PoolCount {
  return { pool: name, used: totalCount - idleCount, idle: idleCount, waiting: waitingCount };
}

/** The role that requests run under. */
export function appRole(schema: string): string {
  return `${schema}_app`;
}

/** The role of work over many users. */
export function systemRole(schema: string): string {
  return `${schema}_system`;
}

// A date stays the calendar day it is: as a JavaScript Date it would move with the process's time zone.
function getTypeParser(oid: number, format?: 'text' | 'binary'): (value: string) => unknown {
  if (oid === pg.types.builtins.DATE) return (value) => value;
  return pg.types.getTypeParser(oid, format as 'text') as (value: string) => unknown;
}

function ignoreBrokenConnection(): undefined {
  return undefined;
}
