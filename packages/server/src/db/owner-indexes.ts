/** Indexes of vectors for owners who have too many to compare each: one HNSW index an owner, and of nobody else's rows. */
import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import type pg from 'pg';
import type { OwnerIndexes, OwnerVectors } from '../rag/passage-ports.ts';
import type { Database } from './database.ts';

/** Building one takes minutes, beside the traffic; it waits for nobody's transaction but those that were there before it. */
const SETTINGS = `SET statement_timeout = 0; SET lock_timeout = 0; SET maintenance_work_mem = '512MB'; SET tradistry.user_id = ''`;

/** Of 200,000 planted vectors with near twins, 16 links and 96 looks missed twice as many of the nearest, and searched no faster. */
const LINKS = 'm = 24, ef_construction = 160';

interface Options {
  readonly database: Database;
  readonly schema: string;
  /** A connection of its own, for statements that may take long and belong to no transaction. */
  readonly connect: () => pg.Client;
}

/** On PostgreSQL; the embedded database compares all, which is as fast there. */
export function createOwnerIndexes({ database, schema, connect }: Options): OwnerIndexes {
  async function run(work: (client: pg.Client) => Promise<unknown>): Promise<void> {
    const client = connect();
    await client.connect();
    try {
      await client.query(SETTINGS);
      await work(client);
    } finally {
      await client.end();
    }
  }

  const dropStatement = (name: string) => `DROP INDEX CONCURRENTLY IF EXISTS "${schema}"."${name}"`;
  const drop = (name: string) => run((client) => client.query(dropStatement(name)));
  return {
    list: () => database.asSystem(async (tx) => (await LIST.execute(tx)).rows),
    countOwners: (model, least) =>
      database.asSystem(async (tx) => {
        const { rows } = await sql<{
          userId: string;
          passages: number;
        }>`SELECT user_id AS "userId", count(*)::int AS passages
          FROM passages WHERE model = ${model} GROUP BY user_id HAVING count(*) >= ${least}`.execute(tx);
        return rows;
      }),
    async build(owner) {
      const name = nameOf(owner);
      // One that was cut off half-way is there, and not valid.
      await drop(name);
      await run(async (client) => {
        const vectors = await findVectors(client);
        const type = `"${vectors}".halfvec(${owner.dimensions})`;
        await client.query(`CREATE INDEX CONCURRENTLY "${name}" ON "${schema}".passage_vectors
          USING hnsw ((vector::${type}) "${vectors}".halfvec_ip_ops) WITH (${LINKS})
          WHERE user_id = ${literal(owner.userId)} AND model = ${literal(owner.model)}`);
      });
      await database.asSystem(async (tx) => {
        await sql`INSERT INTO passage_indexes (user_id, model, dimensions, name)
          VALUES (${owner.userId}, ${owner.model}, ${owner.dimensions}, ${name}) ON CONFLICT DO NOTHING`.execute(tx);
      });
    },
    async remove(owner) {
      await database.asSystem(async (tx) => {
        await sql`DELETE FROM passage_indexes WHERE user_id = ${owner.userId} AND model = ${owner.model}`.execute(tx);
      });
      await drop(nameOf(owner));
    },
    // Of owners who are gone: their row went with all they had.
    removeStrays: () =>
      run(async (client) => {
        const { rows } = await client.query<{ name: string }>(
          `SELECT indexname AS name FROM pg_indexes WHERE schemaname = $1 AND indexname LIKE 'passage\\_vectors\\_of\\_%'
             AND indexname NOT IN (SELECT name FROM "${schema}".passage_indexes)`,
          [schema],
        );
        for (const { name } of rows) await client.query(dropStatement(name));
      }),
  };
}

/** The schema that pgvector lives in. */
async function findVectors(client: pg.Client): Promise<string> {
  const { rows } = await client.query<{ schema: string }>(
    `SELECT n.nspname AS schema FROM pg_extension e JOIN pg_namespace n ON n.oid = e.extnamespace WHERE e.extname = 'vector'`,
  );
  return rows[0]?.schema ?? 'public';
}

const LIST = sql<OwnerVectors>`SELECT user_id AS "userId", model, dimensions FROM passage_indexes`;

function nameOf({ userId, model }: OwnerVectors): string {
  const digest = createHash('sha256')
    .update(JSON.stringify([userId, model]))
    .digest('hex');
  return `passage_vectors_of_${digest.slice(0, 24)}`;
}

/** A name that a token gave, as text in SQL: an index's condition takes no parameters. */
function literal(text: string): string {
  const quoted = `'${text.replaceAll("'", "''")}'`;
  return text.includes('\\') ? ` E${quoted.replaceAll('\\', '\\\\')}` : quoted;
}
