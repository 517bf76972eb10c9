/** Forward-only SQL migrations, run at start under a lock, each in the order of its name. */
import { readdirSync, readFileSync } from 'node:fs';
import { Kysely, PostgresDialect, PostgresIntrospector, sql, type TableMetadata } from 'kysely';
import { type Migration, Migrator } from 'kysely/migration';
import type pg from 'pg';
import { StorageError } from '../storage-error.ts';
import { appRole, systemRole } from './database.ts';

const FOLDER = new URL('./migrations/', import.meta.url);

/** Brings `schema` up to date. Safe to run from several instances at once: Kysely's migrator holds an advisory lock. */
export async function migrate(pool: pg.Pool, schema: string): Promise<void> {
  await makeRolesAndSchema(pool, schema);
  const vectorSchema = await ensureVectors(pool);
  const kysely = new Kysely<unknown>({ dialect: new SchemaDialect(pool, schema) });
  const migrator = new Migrator({
    db: kysely,
    provider: { getMigrations: async () => readMigrations(schema, vectorSchema) },
    migrationTableSchema: schema,
    migrationTableName: 'migrations',
    migrationLockTableName: 'migrations_lock',
  });
  const { error } = await migrator.migrateToLatest();
  if (error) throw error;
}

/**
 * Kysely's migrator asks for the tables there are. Its own introspector looks at those of every schema, and fails where one of
 * them is dropped meanwhile.
 */
class SchemaDialect extends PostgresDialect {
  readonly #schema: string;

  constructor(pool: pg.Pool, schema: string) {
    super({ pool });
    this.#schema = schema;
  }

  override createIntrospector(db: Kysely<unknown>): PostgresIntrospector {
    return new SchemaIntrospector(db, this.#schema);
  }
}

class SchemaIntrospector extends PostgresIntrospector {
  readonly #kysely: Kysely<unknown>;
  readonly #schema: string;

  constructor(db: Kysely<unknown>, schema: string) {
    super(db);
    this.#kysely = db;
    this.#schema = schema;
  }

  /** Their names alone: more is not asked for. */
  override async getTables(): Promise<TableMetadata[]> {
    const { rows } = await sql<{ name: string }>`
      SELECT tablename AS name FROM pg_tables WHERE schemaname = ${this.#schema}`.execute(this.#kysely);
    return rows.map(({ name }) => ({ name, schema: this.#schema, isView: false, isForeign: false, columns: [] }));
  }
}

async function makeRolesAndSchema(pool: pg.Pool, schema: string): Promise<void> {
  for (const role of [appRole(schema), systemRole(schema)]) {
    // Two instances may make the same role at once: the loser's error is the wished state.
    await pool.query(`DO $$ BEGIN CREATE ROLE "${role}" NOLOGIN NOBYPASSRLS;
      EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END $$`);
    await pool.query(
      `DO $$ BEGIN IF NOT pg_has_role(current_user, '${role}', 'MEMBER') THEN GRANT "${role}" TO CURRENT_USER; END IF; END $$`,
    );
  }
  await pool.query(`DO $$ BEGIN CREATE SCHEMA IF NOT EXISTS "${schema}";
    EXCEPTION WHEN duplicate_schema OR unique_violation THEN NULL; END $$`);
  await pool.query(`GRANT USAGE ON SCHEMA "${schema}" TO "${appRole(schema)}", "${systemRole(schema)}"`);
}

/** The schema that pgvector lives in, which may serve others too; it is made where it may be. */
async function ensureVectors(pool: pg.Pool): Promise<string> {
  const found = await findVectors(pool);
  if (found) return found;
  // Two instances may make it at once: the loser finds it made.
  const failure = await pool.query('CREATE EXTENSION vector SCHEMA public').then(
    () => null,
    (error: unknown) => error,
  );
  const made = await findVectors(pool);
  if (made) return made;
  throw new StorageError(
    `the extension pgvector is missing (${failure instanceof Error ? failure.message : 'unknown reason'}). Install its package on the database's machine (Debian: postgresql-17-pgvector) and have an administrator run CREATE EXTENSION vector in this database`,
  );
}

/** Vectors of half precision and searches that go on until enough are found came with 0.8. */
const OLDEST_VECTORS = [0, 8];

async function findVectors(pool: pg.Pool): Promise<string | undefined> {
  const { rows } = await pool.query<{ schema: string; version: string }>(
    `SELECT n.nspname AS schema, e.extversion AS version FROM pg_extension e
     JOIN pg_namespace n ON n.oid = e.extnamespace WHERE e.extname = 'vector'`,
  );
  const [found] = rows;
  if (!found) return undefined;
  const [major = 0, minor = 0] = found.version.split('.').map(Number);
  const [oldestMajor = 0, oldestMinor = 0] = OLDEST_VECTORS;
  if (major < oldestMajor || (major === oldestMajor && minor < oldestMinor)) {
    throw new StorageError(
      `the extension pgvector is ${found.version}, and 0.8 or newer is needed (ALTER EXTENSION vector UPDATE)`,
    );
  }
  return found.schema;
}

function readMigrations(schema: string, vectorSchema: string): Record<string, Migration> {
  const files = readdirSync(FOLDER)
    .filter((name) => name.endsWith('.sql'))
    .sort();
  return Object.fromEntries(files.map((name) => [name.replace('.sql', ''), toMigration(name, schema, vectorSchema)]));
}

function toMigration(name: string, schema: string, vectorSchema: string): Migration {
  const text = readFileSync(new URL(name, FOLDER), 'utf8')
    .replaceAll('{{schema}}', `"${schema}"`)
    .replaceAll('{{vector}}', `"${vectorSchema}"`)
    .replaceAll('{{app}}', `"${appRole(schema)}"`)
    .replaceAll('{{system}}', `"${systemRole(schema)}"`);
  return {
    up: async (db) => {
      await sql`SELECT set_config('search_path', ${schema}, true)`.execute(db);
      await sql.raw(text).execute(db);
    },
  };
}
