/** Reads all that a user has, table by table, page by page. */
import { TRADISTRY_COLUMNS } from '@tradistry/journal';
import { type RawBuilder, sql } from 'kysely';
import type { ExportFile, ExportRow, ExportStore } from '../user-data/ports.ts';
import type { Database } from './database.ts';
import { type ExportedTable, USER_TABLES } from './user-tables.ts';

/** About 10 ms on the embedded database, and less than that of the event loop. */
const PAGE = 500;

/** Where a page is read from, and what of it goes into the file. */
interface Reading {
  readonly userId: string;
  readonly table: string;
  readonly definition: ExportedTable;
  /** Narrows the table. */
  readonly where: RawBuilder<unknown>;
  readonly toRow: (row: Record<string, unknown>) => ExportRow;
}

/** `ExportStore` on either database. */
export function createExportStore(database: Database): ExportStore {
  return {
    async listFiles(userId) {
      const accounts = await listAccounts(database, userId);
      return Object.entries(USER_TABLES).flatMap(([table, definition]) => {
        if (!('file' in definition)) return [];
        if (table === 'executions') return accounts.map((account) => executionFile(database, userId, account));
        return [tableFile(database, userId, { table, definition })];
      });
    },
  };
}

interface ListedAccount {
  readonly id: string;
  readonly name: string;
  /** Its name as a file's, another for each account. */
  readonly file: string;
}

async function listAccounts(database: Database, userId: string): Promise<ListedAccount[]> {
  const rows = await database.asUser(userId, (tx) =>
    tx.selectFrom('accounts').select(['id', 'name']).where('user_id', '=', userId).orderBy('created_at').execute(),
  );
  const taken = new Set<string>();
  return rows.map(({ id, name }) => {
    const plain = toFileName(name);
    const isFree = !taken.has(plain.toLowerCase());
    taken.add(plain.toLowerCase());
    return { id, name, file: isFree ? plain : `${plain} ${id}` };
  });
}

/** Without what some file system does not take. */
function toFileName(name: string): string {
  const plain = name.replace(/[\p{Cc}<>:"/\\|?*]/gu, '-').replace(/^[. ]+|[. ]+$/g, '');
  return plain.slice(0, 100).toWellFormed() || 'account';
}

function tableFile(
  database: Database,
  userId: string,
  { table, definition }: { table: string; definition: ExportedTable },
): ExportFile {
  const without = new Set(['user_id', ...(definition.without ?? [])]);
  const toRow = (row: Record<string, unknown>) =>
    Object.fromEntries(Object.entries(row).filter(([column]) => !without.has(column)));
  return {
    name: definition.file,
    about: definition.about,
    pages: () => readPages(database, { userId, table, definition, where: sql`true`, toRow }),
  };
}

function executionFile(database: Database, userId: string, account: ListedAccount): ExportFile {
  // The list's own type: it is one of the tables that are files.
  const definition = USER_TABLES.executions as ExportedTable;
  return {
    name: `${definition.file}/${account.file}.csv`,
    about: definition.about.replace('*', () => account.name),
    pages: () =>
      readPages(database, {
        ...{ userId, definition, table: 'executions', toRow: toExecution },
        where: sql`account_id = ${account.id}`,
      }),
  };
}

/** The columns that can be imported again, then what else there is to know. */
function toExecution(row: Record<string, unknown>): ExportRow {
  const named: Record<string, unknown> = { ...row, tradistry_execution: row['id'], right: row['option_right'] };
  const { import_id, file_row, review_code, review } = row;
  const columns = TRADISTRY_COLUMNS.map((column) => [column, named[column]]);
  return { ...Object.fromEntries(columns), import_id, file_row, review_code, review };
}

async function* readPages(database: Database, reading: Reading): AsyncGenerator<readonly ExportRow[]> {
  const limit = reading.definition.page ?? PAGE;
  let after: readonly string[] | null = null;
  for (let more = true; more; ) {
    const page: Page = await readPage(database, reading, { after, limit });
    after = page.last;
    more = page.rows.length === limit;
    if (page.rows.length > 0) yield page.rows.map(reading.toRow);
  }
}

interface Page {
  readonly rows: readonly Record<string, unknown>[];
  /** The key of the last row, as texts. */
  readonly last: readonly string[] | null;
}

async function readPage(
  database: Database,
  { userId, table, definition, where }: Reading,
  { after, limit }: { after: readonly string[] | null; limit: number },
): Promise<Page> {
  const columns = Object.keys(definition.key);
  const key = sql.join(columns.map((column) => sql.ref(column)));
  const isAfter = after ? sql`(${key}) > (${typed(definition, after)})` : sql`true`;
  // As texts: a Date has no microseconds, and a page that began a little too early would repeat a row.
  const place = sql.join(columns.map((column) => sql`${sql.ref(column)}::text`));
  const { rows } = await database.asUser(userId, (tx) =>
    sql<Record<string, unknown> & { export_key: string[] }>`
      SELECT *, ARRAY[${place}] AS export_key FROM ${sql.table(table)}
      WHERE user_id = ${userId} AND ${where} AND ${isAfter} ORDER BY ${key} LIMIT ${limit}`.execute(tx),
  );
  return { rows: rows.map(({ export_key: _, ...row }) => row), last: rows.at(-1)?.export_key ?? null };
}

function typed({ key }: ExportedTable, values: readonly string[]): RawBuilder<unknown> {
  return sql.join(Object.values(key).map((type, at) => sql`${values[at]}::${sql.raw(type)}`));
}
