/** A user's settings: the row of `users`, with the server's defaults for what is not set. */
import type { Settings, SettingsPatch } from '@tradistry/protocol';
import { sql } from 'kysely';
import type { SettingsStore } from '../journal/account-ports.ts';
import type { Database, Tx } from './database.ts';

/** `timeZone` is that of the server, for users who set none. */
export function createSettingsStore(database: Database, defaults: { timeZone: string }): SettingsStore {
  const read = (tx: Tx, userId: string) => readSettings(tx, userId, defaults.timeZone);
  return {
    getSettings: (userId) => database.asReader(userId, (tx) => read(tx, userId)),
    patchSettings: (userId, patch) =>
      database.asUser(userId, async (tx) => {
        await writeSettings(tx, userId, patch);
        if (patch.matching) await markAllBooks(tx, userId);
        return fetchSettings(tx, userId, defaults.timeZone);
      }),
    proposeTimeZone: (userId, timeZone) => database.asUser(userId, (tx) => proposeTimeZone(tx, userId, timeZone)),
  };
}

/** Of each transaction, read once: a turn's context asks for them from several sides. */
const known = new WeakMap<Tx, Promise<Settings>>();

/** For stores that need the settings inside a transaction of their own, which must not have changed them before. */
export function readSettings(tx: Tx, userId: string, timeZone: string): Promise<Settings> {
  const reading = known.get(tx) ?? fetchSettings(tx, userId, timeZone);
  known.set(tx, reading);
  return reading;
}

async function fetchSettings(tx: Tx, userId: string, timeZone: string): Promise<Settings> {
  const row = await tx
    .selectFrom('users')
    .select(['time_zone', 'currency', 'fee_basis', 'unit', 'matching', 'model'])
    .where('user_id', '=', userId)
    .executeTakeFirst();
  if (!row)
    return { time_zone: timeZone, currency: 'USD', fee_basis: 'net', unit: 'trade', matching: 'fifo', model: null };
  return { ...row, time_zone: row.time_zone ?? timeZone };
}

async function writeSettings(tx: Tx, userId: string, patch: SettingsPatch): Promise<void> {
  await tx
    .insertInto('users')
    .values({ user_id: userId })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  if (Object.keys(patch).length === 0) return;
  await tx.updateTable('users').set(patch).where('user_id', '=', userId).execute();
}

async function proposeTimeZone(tx: Tx, userId: string, timeZone: string): Promise<void> {
  await sql`INSERT INTO users (user_id, time_zone) VALUES (${userId}, ${timeZone})
    ON CONFLICT (user_id) DO UPDATE SET time_zone = EXCLUDED.time_zone WHERE users.time_zone IS NULL`.execute(tx);
}

async function markAllBooks(tx: Tx, userId: string): Promise<void> {
  await sql`INSERT INTO unmatched_books (user_id, account_id, underlying, stamp)
    SELECT user_id, account_id, underlying, gen_random_uuid()
    FROM (SELECT DISTINCT user_id, account_id, underlying FROM executions WHERE user_id = ${userId}) AS books
    ON CONFLICT (user_id, account_id, underlying) DO UPDATE SET stamp = EXCLUDED.stamp`.execute(tx);
}
