/** Accounts: what an import goes into, and what balance the user gave. */
import { randomUUID } from 'node:crypto';
import type { Account, AccountPatch, NewAccount } from '@tradistry/protocol';
import { isStorable } from '@tradistry/protocol';
import { type Selectable, sql } from 'kysely';
import type { AccountStore, AccountWish } from '../journal/account-ports.ts';
import { notFound } from '../refusal.ts';
import type { Database, Tx } from './database.ts';
import { isUuid } from './is-uuid.ts';
import type { Tables } from './tables.ts';
import { refuseDuplicate } from './unique-violation.ts';

const DELETE_BATCH = 500;
const NAME_TAKEN = 'There already is an account of that name. Choose another name.';

export function createAccountStore(database: Database): AccountStore {
  return {
    listAccounts: (userId) =>
      database.asUser(userId, async (tx) => {
        const rows = await accounts(tx, userId).orderBy('created_at').orderBy('id').execute();
        return rows.map(toAccount);
      }),
    findAccount: (userId, nameOrId) =>
      database.asUser(userId, async (tx) => {
        if (!isStorable(nameOrId)) return null;
        const byName = await accounts(tx, userId).where('name', '=', nameOrId).executeTakeFirst();
        if (byName || !isUuid(nameOrId)) return byName ? toAccount(byName) : null;
        const byId = await accounts(tx, userId).where('id', '=', nameOrId).executeTakeFirst();
        return byId ? toAccount(byId) : null;
      }),
    createAccount: (userId, account) =>
      refuseDuplicate(NAME_TAKEN, () => database.asUser(userId, (tx) => insertAccount(tx, userId, account))),
    ensureAccount: (userId, wish) => database.asUser(userId, (tx) => ensureAccount(tx, userId, wish)),
    patchAccount: (userId, id, patch) =>
      refuseDuplicate(NAME_TAKEN, () => database.asUser(userId, (tx) => patchAccount(tx, { userId, id }, patch))),
    deleteAccount: (userId, id) => deleteInBatches(database, userId, id),
    removeIfEmpty: (userId, id) => database.asUser(userId, (tx) => removeIfEmpty(tx, userId, id)),
  };
}

function accounts(tx: Tx, userId: string) {
  return tx.selectFrom('accounts').selectAll().where('user_id', '=', userId);
}

async function insertAccount(tx: Tx, userId: string, account: NewAccount): Promise<Account> {
  const row = await tx
    .insertInto('accounts')
    .values({
      ...account,
      user_id: userId,
      id: randomUUID(),
      broker: account.broker ?? null,
      time_zone: account.time_zone ?? null,
      balance: account.balance ?? null,
      deposits: JSON.stringify(account.deposits),
    })
    .returningAll()
    .executeTakeFirstOrThrow();
  return toAccount(row);
}

async function ensureAccount(tx: Tx, userId: string, wish: AccountWish): Promise<{ account: Account; made: boolean }> {
  const id = randomUUID();
  // An account that is there keeps what it has; only a time zone it lacks is taken.
  const row = await tx
    .insertInto('accounts')
    .values({ ...wish, user_id: userId, id })
    .onConflict((conflict) =>
      conflict
        .columns(['user_id', 'name'])
        .doUpdateSet({ time_zone: sql<string | null>`coalesce(accounts.time_zone, excluded.time_zone)` }),
    )
    .returningAll()
    .executeTakeFirstOrThrow();
  return { account: toAccount(row), made: row.id === id };
}

async function patchAccount(tx: Tx, key: { userId: string; id: string }, patch: AccountPatch): Promise<Account> {
  if (!isUuid(key.id)) throw notFound('account');
  const { deposits, ...rest } = patch;
  const changes = { ...rest, ...(deposits ? { deposits: JSON.stringify(deposits) } : {}) };
  const row = Object.keys(changes).length
    ? await tx
        .updateTable('accounts')
        .set(changes)
        .where('user_id', '=', key.userId)
        .where('id', '=', key.id)
        .returningAll()
        .executeTakeFirst()
    : await accounts(tx, key.userId).where('id', '=', key.id).executeTakeFirst();
  if (!row) throw notFound('account');
  return toAccount(row);
}

/** One cascade over a large account would hold the embedded database's only connection too long. */
async function deleteInBatches(database: Database, userId: string, id: string): Promise<void> {
  if (!isUuid(id)) throw notFound('account');
  const found = await database.asUser(userId, (tx) => accounts(tx, userId).where('id', '=', id).executeTakeFirst());
  if (!found) throw notFound('account');
  for (const table of ['trades', 'executions'] as const) {
    let deleted = DELETE_BATCH;
    while (deleted === DELETE_BATCH) {
      deleted = await database.asUser(userId, (tx) => deleteSome(tx, table, { userId, accountId: id }));
    }
  }
  await database.asUser(userId, (tx) =>
    tx.deleteFrom('accounts').where('user_id', '=', userId).where('id', '=', id).execute(),
  );
}

async function removeIfEmpty(tx: Tx, userId: string, id: string): Promise<void> {
  const isUsed = sql<boolean>`EXISTS (SELECT 1 FROM executions e WHERE e.user_id = ${userId} AND e.account_id = ${id})`;
  // The failed import's row stays, without its account.
  await tx
    .updateTable('imports')
    .set({ account_id: null })
    .where('user_id', '=', userId)
    .where('account_id', '=', id)
    .where(sql<boolean>`NOT ${isUsed}`)
    .execute();
  await tx
    .deleteFrom('accounts')
    .where('user_id', '=', userId)
    .where('id', '=', id)
    .where(sql<boolean>`NOT ${isUsed}`)
    .execute();
}

async function deleteSome(
  tx: Tx,
  table: 'trades' | 'executions',
  key: { userId: string; accountId: string },
): Promise<number> {
  const result = await sql`DELETE FROM ${sql.table(table)} WHERE user_id = ${key.userId} AND id IN (
    SELECT id FROM ${sql.table(table)} WHERE user_id = ${key.userId} AND account_id = ${key.accountId}
    LIMIT ${sql.lit(DELETE_BATCH)})`.execute(tx);
  return Number(result.numAffectedRows ?? 0n);
}

function toAccount(row: Selectable<Tables['accounts']>): Account {
  const { id, name, broker, time_zone, currency, demo, balance, deposits } = row;
  return { id, name, broker, time_zone, currency, demo, balance, deposits };
}
