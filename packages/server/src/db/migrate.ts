/** Forward-only SQL migrations, run at start under a lock, each in the order of its name. */
import { readdirSync, readFileSync } from 'node:fs';
import { Kysely, PostgresDialect, sql } from 'kysely';
import { type Migration, Migrator } from 'kysely/migration';
import type pg from 'pg';
import { appRole, systemRole } from './database.ts';

const FOLDER = new URL('./migrations/', import.meta.url);

/** Brings `schema` up to date. Safe to run from several instances at once: Kysely's migrator holds an advisory lock. */
export async function migrate(pool: pg.Pool, schema: string): Promise<void> {
  await makeRolesAndSchema(pool, schema);
  const kysely = new Kysely<unknown>({ dialect: new PostgresDialect({ pool }) });
  const migrator = new Migrator({
    db: kysely,
    provider: { getMigrations: async () => readMigrations(schema) },
    migrationTableSchema: schema,
    migrationTableName: 'migrations',
    migrationLockTableName: 'migrations_lock',
  });
  const { error } = await migrator.migrateToLatest();
  if (error) throw error;
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

function readMigrations(schema: string): Record<string, Migration> {
  const files = readdirSync(FOLDER)
    .filter((name) => name.endsWith('.sql'))
    .sort();
  return Object.fromEntries(files.map((name) => [name.replace('.sql', ''), toMigration(name, schema)]));
}

function toMigration(name: string, schema: string): Migration {
  const text = readFileSync(new URL(name, FOLDER), 'utf8')
    .replaceAll('{{app}}', `"${appRole(schema)}"`)
    .replaceAll('{{system}}', `"${systemRole(schema)}"`);
  return {
    up: async (db) => {
      await sql`SELECT set_config('search_path', ${schema}, true)`.execute(db);
      await sql.raw(text).execute(db);
    },
  };
}
