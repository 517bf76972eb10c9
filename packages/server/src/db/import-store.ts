/** Imports: their progress while they run, and their report for good. */
import { type ImportFormat, ImportReport, type Page, type PageQuery } from '@tradistry/protocol';
import { type Selectable, sql } from 'kysely';
import type { ImportError, ImportOutcome, ImportProgress, ImportStore, NewImport } from '../journal/import-ports.ts';
import type { Database, Tx } from './database.ts';
import { countImported } from './imported-counts.ts';
import { isUuid } from './is-uuid.ts';
import { decodeCursor, encodeCursor, instantText } from './page-cursor.ts';
import type { Tables } from './tables.ts';

const NOTHING: Omit<ImportOutcome, 'unread'> = {
  account: null,
  rows: { read: 0, imported: 0, skipped: 0, review: 0 },
  executions: 0,
  trades: 0,
  pnl: { ours: '0', stated: null, difference: null },
  problems: [],
};

/** `instance` is this process, for people who look into the table. */
export function createImportStore(database: Database, instance: string): ImportStore {
  return {
    createImport: (userId, wish) => database.asUser(userId, (tx) => insertImport(tx, { userId, instance }, wish)),
    noteProgress: (userId, id, progress) => database.asUser(userId, (tx) => noteProgress(tx, { userId, id }, progress)),
    finishImport: (userId, id, outcome) =>
      database.asUser(userId, (tx) => endImport(tx, { userId, id }, { status: 'done', outcome })),
    failImport: (userId, id, error) =>
      database.asUser(userId, (tx) => endImport(tx, { userId, id }, { status: 'failed', error })),
    failRunning: (userId, error) => database.asUser(userId, (tx) => failRunning(tx, userId, error)),
    markUndone: (userId, id) => database.asUser(userId, (tx) => endImport(tx, { userId, id }, { status: 'undone' })),
    getImport: (userId, id) => database.asUser(userId, (tx) => getImport(tx, userId, id)),
    listImports: (userId, page) => database.asUser(userId, (tx) => listImports(tx, userId, page)),
    isImporting: (userId, accountId) => database.asUser(userId, (tx) => isImporting(tx, userId, accountId)),
    listAbandoned: (silentMs) => database.asSystem((tx) => listAbandoned(tx, silentMs)),
    findMadeAccount: (userId, id) => database.asUser(userId, (tx) => findMadeAccount(tx, userId, id)),
    countImported: (userId, importId) => countImported(database, userId, importId),
    getMapping: (userId, headerHash) => database.asUser(userId, (tx) => getMapping(tx, userId, headerHash)),
    keepMapping: (userId, of, mapping) => database.asUser(userId, (tx) => keepMapping(tx, { userId, ...of }, mapping)),
  };
}

async function insertImport(tx: Tx, owner: { userId: string; instance: string }, wish: NewImport): Promise<void> {
  await tx
    .insertInto('imports')
    .values({
      user_id: owner.userId,
      instance: owner.instance,
      id: wish.id,
      file_name: wish.fileName,
      time_zone: wish.timeZone,
      dry_run: wish.dryRun,
      report: JSON.stringify({ ...NOTHING, account: wish.account }),
    })
    .execute();
}

interface Key {
  readonly userId: string;
  readonly id: string;
}

async function noteProgress(tx: Tx, key: Key, progress: ImportProgress): Promise<void> {
  await tx
    .updateTable('imports')
    .set({
      progress: progress.progress,
      updated_at: sql<Date>`clock_timestamp()`,
      ...(progress.accountId && { account_id: progress.accountId }),
      ...(progress.timeZone && { time_zone: progress.timeZone }),
      ...(progress.format && { format: progress.format }),
    })
    .where('user_id', '=', key.userId)
    .where('id', '=', key.id)
    .where('status', '=', 'running')
    .execute();
}

type Ending =
  | { readonly status: 'done'; readonly outcome: ImportOutcome }
  | { readonly status: 'failed'; readonly error: ImportError }
  | { readonly status: 'undone' };

async function endImport(tx: Tx, key: Key, ending: Ending): Promise<void> {
  const { unread, ...report } = ending.status === 'done' ? ending.outcome : { unread: 0 };
  await tx
    .updateTable('imports')
    .set({
      status: ending.status,
      updated_at: sql<Date>`clock_timestamp()`,
      ...(ending.status === 'done' && { progress: 1, unread, report: JSON.stringify(report) }),
      ...(ending.status === 'failed' && { error: JSON.stringify(ending.error) }),
    })
    .where('user_id', '=', key.userId)
    .where('id', '=', key.id)
    // What another instance has ended meanwhile stays ended.
    .where('status', ending.status === 'undone' ? '<>' : '=', ending.status === 'undone' ? 'undone' : 'running')
    .execute();
}

async function failRunning(tx: Tx, userId: string, error: ImportError): Promise<void> {
  await tx
    .updateTable('imports')
    .set({ status: 'failed', error: JSON.stringify(error), updated_at: sql<Date>`clock_timestamp()` })
    .where('user_id', '=', userId)
    .where('status', '=', 'running')
    .execute();
}

async function getImport(tx: Tx, userId: string, id: string): Promise<ImportReport | null> {
  if (!isUuid(id)) return null;
  const row = await reports(tx, userId).where('i.id', '=', id).executeTakeFirst();
  return row ? toReport(row) : null;
}

function reports(tx: Tx, userId: string) {
  return tx
    .selectFrom('imports as i')
    .leftJoin('accounts as a', (join) => join.onRef('a.user_id', '=', 'i.user_id').onRef('a.id', '=', 'i.account_id'))
    .selectAll('i')
    .select(['a.name as account_name', instantText(sql.ref('i.created_at')).as('cursor_time')])
    .where('i.user_id', '=', userId);
}

async function listImports(tx: Tx, userId: string, { cursor, limit }: PageQuery): Promise<Page<ImportReport>> {
  const after = decodeCursor(cursor);
  const rows = await reports(tx, userId)
    .$if(after !== null, (query) =>
      query.where(sql<boolean>`(i.created_at, i.id) < (${after?.[0]}::timestamptz, ${after?.[1]}::uuid)`),
    )
    .orderBy('i.created_at', 'desc')
    .orderBy('i.id', 'desc')
    .limit(limit + 1)
    .execute();
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return {
    items: shown.map(toReport),
    next_cursor: rows.length > limit && last ? encodeCursor([last.cursor_time, last.id]) : null,
  };
}

function toReport(row: Selectable<Tables['imports']> & { account_name: string | null }): ImportReport {
  // What was stored is this server's own, but an older version's: the schema fills in and checks.
  return ImportReport.parse({
    ...NOTHING,
    ...(row.report as object | null),
    id: row.id,
    status: row.status,
    progress: row.progress,
    file_name: row.file_name,
    account_id: row.account_id,
    ...(row.account_name !== null && { account: row.account_name }),
    time_zone: row.time_zone,
    dry_run: row.dry_run,
    created_at: row.created_at.toISOString(),
    format: row.format as ImportFormat | null,
    error: row.error,
  });
}

async function isImporting(tx: Tx, userId: string, accountId: string): Promise<boolean> {
  const row = await tx
    .selectFrom('imports')
    .select('id')
    .where('user_id', '=', userId)
    .where('account_id', '=', accountId)
    .where('status', '=', 'running')
    .executeTakeFirst();
  return row !== undefined;
}

async function listAbandoned(tx: Tx, silentMs: number): Promise<{ userId: string; id: string }[]> {
  const rows = await tx
    .selectFrom('imports')
    .select(['user_id', 'id'])
    .where('status', '=', 'running')
    .where('updated_at', '<=', sql<Date>`clock_timestamp() - make_interval(secs => ${silentMs / 1000})`)
    .execute();
  return rows.map((row) => ({ userId: row.user_id, id: row.id }));
}

async function findMadeAccount(tx: Tx, userId: string, id: string): Promise<string | null> {
  const row = await tx
    .selectFrom('imports as i')
    .innerJoin('accounts as a', (join) => join.onRef('a.user_id', '=', 'i.user_id').onRef('a.id', '=', 'i.account_id'))
    .select('a.id')
    .where('i.user_id', '=', userId)
    .where('i.id', '=', id)
    .whereRef('a.created_at', '>=', 'i.created_at')
    .executeTakeFirst();
  return row?.id ?? null;
}

async function getMapping(tx: Tx, userId: string, headerHash: string): Promise<Record<string, string> | null> {
  const row = await tx
    .selectFrom('column_mappings')
    .select('mapping')
    .where('user_id', '=', userId)
    .where('header_hash', '=', headerHash)
    .executeTakeFirst();
  return row?.mapping ?? null;
}

async function keepMapping(
  tx: Tx,
  of: { userId: string; importId: string; headerHash: string },
  mapping: Record<string, string>,
): Promise<void> {
  await sql`INSERT INTO column_mappings (user_id, header_hash, mapping)
    SELECT user_id, ${of.headerHash}, ${JSON.stringify(mapping)}::jsonb FROM imports
    WHERE user_id = ${of.userId} AND id = ${of.importId} AND status = 'running'
    ON CONFLICT (user_id, header_hash) DO UPDATE SET mapping = EXCLUDED.mapping`.execute(tx);
}
