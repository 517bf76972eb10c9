/** One import from file to report: read, resolve the account, store in batches, match, reconcile. */
import type { Account, ImportFields, ImportFormat, ImportProblem } from '@tradistry/protocol';
import type { AccountStore, SettingsStore } from './account-ports.ts';
import { withIds } from './execution-id.ts';
import { type FileSummary, listProblems, MAX_PROBLEMS } from './file-summary.ts';
import type { ImportOutcome, ImportProgress, ImportStore } from './import-ports.ts';
import { matchBooks } from './match-books.ts';
import type { BookStore, ExecutionStore } from './matching-ports.ts';
import { type OpenFile, openFile } from './open-file.ts';

export interface ImportStores {
  readonly imports: ImportStore;
  readonly accounts: AccountStore;
  readonly executions: ExecutionStore;
  readonly books: BookStore;
  readonly settings: SettingsStore;
}

/** A received file and what was said of it. */
export interface Upload {
  /** Where the bytes are. */
  readonly path: string;
  readonly fileName: string;
  readonly fields: ImportFields;
  /** The parsed `mapping` field. */
  readonly mapping: Record<string, string> | null;
}

export interface ImportRun {
  readonly userId: string;
  readonly id: string;
  readonly upload: Upload;
  readonly signal: AbortSignal;
  /** Also a sign of life, and told what is known so far. */
  readonly note: (progress: ImportProgress) => Promise<void>;
  /** Told of an account that this import makes, so that it can be taken back. */
  readonly onAccountMade: (account: Account) => void;
}

/** About 100 ms on the embedded database. */
const BATCH = 500;
/** How far an import is when its file is read, and when all of it is stored. */
const PARSED = 0.3;
const STORED = 0.7;
/** The brokers whose formats are theirs alone. */
const BROKERS = {
  tradovate_performance: 'Tradovate',
  tastytrade: 'tastytrade',
  tradistry: null,
  generic: null,
} as const;
const MAX_NAME = 128;

/** Throws whatever goes wrong, with what was stored so far still there: the caller takes it back. */
export async function runImport(stores: ImportStores, run: ImportRun): Promise<ImportOutcome> {
  await using file = await openFile(run.upload.path, run.signal);
  const read = await readFile(stores, run, file);
  await run.note({ progress: PARSED, timeZone: read.timeZone, format: read.summary.format });
  if (run.upload.fields.dry_run) return dryOutcome(read);
  const { account, made } = await stores.accounts.ensureAccount(run.userId, {
    name: read.accountName,
    broker: BROKERS[read.summary.format],
    time_zone: read.timeZone,
    currency: read.summary.currency,
    demo: false,
  });
  if (made) run.onAccountMade(account);
  await run.note({ progress: PARSED, accountId: account.id });
  const stored = await storeAll(stores, run, { file, account, total: read.summary.executions });
  const onProgress = (part: number) => void run.note({ progress: STORED + (1 - STORED) * part }).catch(() => undefined);
  await matchBooks(stores, { userId: run.userId, accountId: account.id, onProgress });
  // Who says where a file's times are from lives there, as far as anybody knows: answers count hours in that zone.
  const { time_zone: stated } = run.upload.fields;
  if (stated) await stores.settings.proposeTimeZone(run.userId, stated);
  return wetOutcome(read, stored, await stores.imports.countImported(run.userId, run.id));
}

interface Read {
  readonly summary: FileSummary;
  readonly timeZone: string;
  readonly accountName: string;
}

async function readFile(stores: ImportStores, run: ImportRun, file: OpenFile): Promise<Read> {
  const { userId, upload } = run;
  const { fields } = upload;
  const { time_zone, matching } = await stores.settings.getSettings(userId);
  const mapping = upload.mapping ?? (await stores.imports.getMapping(userId, file.headerHash));
  const given = fields.account ? await stores.accounts.findAccount(userId, fields.account) : null;
  const parse = (timeZone: string) =>
    file.parse({ timeZone, ...(fields.format && { format: fields.format }), ...(mapping && { mapping }) }, matching);

  let timeZone = fields.time_zone ?? given?.time_zone ?? time_zone;
  let summary = await parse(timeZone);
  const of = { importId: run.id, headerHash: file.headerHash };
  if (upload.mapping) await stores.imports.keepMapping(userId, of, upload.mapping);
  const accountName = given?.name ?? fields.account ?? usualName(summary.format, upload.fileName);
  // Only the format tells which account is meant when none is named, and the account which zone its times are in.
  const kept = fields.account ? null : await stores.accounts.findAccount(userId, accountName);
  if (!fields.time_zone && kept?.time_zone && kept.time_zone !== timeZone) {
    timeZone = kept.time_zone;
    summary = await parse(timeZone);
  }
  return { summary, timeZone, accountName };
}

/** What an account is called when nobody says. Our own export has a file an account, which bears its name. */
function usualName(format: ImportFormat, fileName: string): string {
  const ownName =
    format === 'tradistry'
      ? fileName
          .replace(/\.csv$/i, '')
          .slice(0, MAX_NAME)
          .trim()
      : '';
  return (BROKERS[format] ?? ownName.toWellFormed()) || 'Imported';
}

interface Stored {
  readonly added: number;
  /** Rows all of whose executions were there before. */
  readonly knownRows: readonly number[];
}

async function storeAll(
  stores: ImportStores,
  run: ImportRun,
  { file, account, total }: { file: OpenFile; account: Account; total: number },
): Promise<Stored> {
  const known = new Set<number>();
  const fresh = new Set<number>();
  let added = 0;
  for (let done = 0; ; ) {
    const batch = await file.take(BATCH);
    if (batch.length === 0) break;
    const target = { accountId: account.id, importId: run.id };
    const keys = await stores.executions.addExecutions(run.userId, target, withIds(account.id, batch));
    for (const { row, dedupeKey } of batch) (keys.has(dedupeKey) ? fresh : known).add(row);
    added += keys.size;
    done += batch.length;
    await run.note({ progress: PARSED + ((STORED - PARSED) * done) / Math.max(1, total) });
    run.signal.throwIfAborted();
  }
  return { added, knownRows: [...known.difference(fresh)].sort((a, b) => a - b) };
}

function dryOutcome({ summary, accountName }: Read): ImportOutcome {
  const { review, differing, skipped } = summary.remarks;
  return {
    account: accountName,
    rows: summary.rows,
    executions: summary.executions,
    trades: summary.trades,
    pnl: summary.pnl,
    problems: listProblems(review, summary.unplaced, differing, skipped),
    unread: summary.counts.review,
  };
}

function wetOutcome(
  { summary, accountName }: Read,
  { added, knownRows }: Stored,
  placed: Awaited<ReturnType<ImportStore['countImported']>>,
): ImportOutcome {
  const { review, differing, skipped } = summary.remarks;
  const { counts } = summary;
  return {
    account: accountName,
    rows: {
      read: counts.read,
      imported: counts.imported - placed.review.length - knownRows.length,
      skipped: counts.skipped + knownRows.length,
      review: counts.review + placed.review.length,
    },
    executions: added,
    trades: placed.trades,
    pnl: summary.pnl.stated === null ? { ours: placed.pnl, stated: null, difference: null } : summary.pnl,
    problems: listProblems(review, placed.review, differing, knownRows.slice(0, MAX_PROBLEMS).map(toKnown), skipped),
    unread: counts.review,
  };
}

function toKnown(row: number): ImportProblem {
  return { row, code: 'already_imported', message: 'This row is in the journal already.' };
}
