/**
 * Transactions of a `pg` pool for Kysely. Kysely's own wait for each statement's answer before the next is sent; here they go out
 * as they come, BEGIN with the first of them, so that reads that are asked for at once cost one round trip together.
 */
import {
  type CompiledQuery,
  type DatabaseConnection,
  DummyDriver,
  Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  type QueryResult,
  Transaction,
} from 'kysely';
import type pg from 'pg';
import { isNameFault, type StatementNames } from './statement-names.ts';

export interface Transactions<Tables> {
  /**
   * `begin` is sent before any statement of `work`: SQL text that begins with BEGIN. Commits what `work` resolves, else rolls back.
   * Where a statement failed for its name, `work` is run a second time, without names.
   */
  run<T>(begin: string, work: (tx: Transaction<Tables>) => Promise<T>): Promise<T>;
}

/** The pool's connections send in order, whether or not they wait between two statements (`pipeline`). */
export function createTransactions<Tables>(pool: pg.Pool, names: StatementNames): Transactions<Tables> {
  // Only to make statements: what runs them is the connection below.
  const dialect = {
    createAdapter: () => new PostgresAdapter(),
    createDriver: () => new DummyDriver(),
    createIntrospector: (db: Kysely<unknown>) => new PostgresIntrospector(db),
    createQueryCompiler: () => new PostgresQueryCompiler(),
  };
  const maker = new Kysely<Tables>({ dialect });

  function transactionOn(client: pg.PoolClient): Transaction<Tables> {
    const connection = new Connection(client, names);
    const executor = maker
      .getExecutor()
      .withConnectionProvider({ provideConnection: (consumer) => consumer(connection) });
    return new Transaction<Tables>({ config: { dialect }, dialect, driver: new DummyDriver(), executor });
  }

  async function runOnce<T>(begin: string, work: (tx: Transaction<Tables>) => Promise<T>): Promise<T> {
    const client = await pool.connect();
    try {
      // Not awaited before the work begins: the connection keeps the order, and after a BEGIN that failed nothing runs.
      const begun = send(client, begin);
      const [result] = await Promise.all([work(transactionOn(client)), begun]);
      const { command } = await send(client, 'COMMIT');
      if (command !== 'COMMIT') throw new Error('the transaction was rolled back: a statement in it had failed');
      return result;
    } catch (error) {
      await send(client, 'ROLLBACK').catch(ignoreBroken);
      throw error;
    } finally {
      client.release();
    }
  }

  return {
    async run(begin, work) {
      try {
        return await runOnce(begin, work);
      } catch (error) {
        if (!isNameFault(error)) throw error;
        return runOnce(begin, work);
      }
    },
  };
}

/** A connection while one transaction has it. */
class Connection implements DatabaseConnection {
  readonly #client: pg.PoolClient;
  readonly #names: StatementNames;
  #failed = false;

  constructor(client: pg.PoolClient, names: StatementNames) {
    this.#client = client;
    this.#names = names;
  }

  async executeQuery<R>({ sql, parameters }: CompiledQuery): Promise<QueryResult<R>> {
    try {
      const query = { text: sql, values: [...parameters], name: this.#names.of(sql) };
      // Kysely's statements know their rows' type; the driver does not.
      const { rows, rowCount, command } = await send(this.#client, query);
      const changes = ['INSERT', 'UPDATE', 'DELETE', 'MERGE'].includes(command);
      return { rows: rows as R[], ...(changes && { numAffectedRows: BigInt(rowCount ?? 0) }) };
    } catch (error) {
      // After a statement that failed no other gets its name, which says nothing about names.
      if (!this.#failed && isNameFault(error)) this.#names.giveUp();
      this.#failed = true;
      throw error;
    }
  }

  streamQuery(): AsyncIterableIterator<never> {
    throw new Error('rows are not streamed');
  }
}

/**
 * With a callback that is handed over: for a promise, `pg` assigns one to a property of the statement, and V8 makes such a function in the
 * old heap, where it keeps the statement and its rows until all of the heap is collected (docs/decisions/0040).
 */
function send(client: pg.PoolClient, query: string | pg.QueryConfig): Promise<pg.QueryResult> {
  return new Promise((resolve, reject) => {
    const done = (error: Error | null, result: pg.QueryResult) => (error ? reject(error) : resolve(result));
    // A query of `pg` by its types takes either; nothing is promised where it has a callback.
    void client.query(query as pg.QueryConfig, done);
  });
}

/** The pool drops a connection that broke; the first error says why. */
function ignoreBroken(): undefined {
  return undefined;
}
