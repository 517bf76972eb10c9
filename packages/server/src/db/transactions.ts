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

export interface Transactions<Tables> {
  /** `begin` is sent before any statement of `work`: SQL text that begins with BEGIN. Commits what `work` resolves, else rolls back. */
  run<T>(begin: string, work: (tx: Transaction<Tables>) => Promise<T>): Promise<T>;
}

/** What a statement is kept under by its connection, so that it is parsed and planned but once; `undefined`: it is not. */
type NameOf = (text: string) => string | undefined;

/** The pool's connections send in order, whether or not they wait between two statements (`pipeline`). */
export function createTransactions<Tables>(pool: pg.Pool, nameOf: NameOf): Transactions<Tables> {
  // Only to make statements: what runs them is the connection below.
  const dialect = {
    createAdapter: () => new PostgresAdapter(),
    createDriver: () => new DummyDriver(),
    createIntrospector: (db: Kysely<unknown>) => new PostgresIntrospector(db),
    createQueryCompiler: () => new PostgresQueryCompiler(),
  };
  const maker = new Kysely<Tables>({ dialect });

  function transactionOn(client: pg.PoolClient): Transaction<Tables> {
    const connection = new Connection(client, nameOf);
    const executor = maker
      .getExecutor()
      .withConnectionProvider({ provideConnection: (consumer) => consumer(connection) });
    return new Transaction<Tables>({ config: { dialect }, dialect, driver: new DummyDriver(), executor });
  }

  return {
    async run(begin, work) {
      const client = await pool.connect();
      try {
        // Not awaited before the work begins: the connection keeps the order, and after a BEGIN that failed nothing runs.
        const begun = client.query(begin);
        const [result] = await Promise.all([work(transactionOn(client)), begun]);
        const { command } = await client.query('COMMIT');
        if (command !== 'COMMIT') throw new Error('the transaction was rolled back: a statement in it had failed');
        return result;
      } catch (error) {
        await client.query('ROLLBACK').catch(ignoreBroken);
        throw error;
      } finally {
        client.release();
      }
    },
  };
}

class Connection implements DatabaseConnection {
  readonly #client: pg.PoolClient;
  readonly #nameOf: NameOf;

  constructor(client: pg.PoolClient, nameOf: NameOf) {
    this.#client = client;
    this.#nameOf = nameOf;
  }

  async executeQuery<R>({ sql, parameters }: CompiledQuery): Promise<QueryResult<R>> {
    // Kysely's statements know their rows' type; the driver does not.
    const { rows, rowCount, command } = await this.#client.query({
      text: sql,
      values: [...parameters],
      name: this.#nameOf(sql),
    });
    const changes = ['INSERT', 'UPDATE', 'DELETE', 'MERGE'].includes(command);
    return { rows: rows as R[], ...(changes && { numAffectedRows: BigInt(rowCount ?? 0) }) };
  }

  streamQuery(): AsyncIterableIterator<never> {
    throw new Error('rows are not streamed');
  }
}

/** The pool drops a connection that broke; the first error says why. */
function ignoreBroken(): undefined {
  return undefined;
}
