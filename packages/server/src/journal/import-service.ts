/** Imports as the API knows them: begun, followed, undone, and ended cleanly whatever happens to them. */
import { randomUUID } from 'node:crypto';
import { mkdir, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { ImportReport, Page, PageQuery } from '@tradistry/protocol';
import { notFound, Refusal } from '../refusal.ts';
import { describeImportError, INTERRUPTED } from './import-error.ts';
import type { ImportProgress } from './import-ports.ts';
import { matchBooks } from './match-books.ts';
import { type ImportStores, runImport, type Upload } from './run-import.ts';
import { createUserQueue, type UserQueue } from './user-queue.ts';

export interface ImportService {
  /** Takes over the file: it is gone when the import has ended. Answers the import's id. */
  startImport(userId: string, upload: Upload): Promise<string>;
  getImport(userId: string, id: string): Promise<ImportReport>;
  listImports(userId: string, page: PageQuery): Promise<Page<ImportReport>>;
  /** Takes an import's executions out again. Refuses with `conflict` while it is running. */
  undoImport(userId: string, id: string): Promise<ImportReport>;
  /** Tells the user's running imports to end, those of other processes too; here they have when the user's queue comes to what follows. */
  endImports(userId: string): Promise<void>;
  /** Ends what a dead process left running, matches what it left unmatched. To be called at start. */
  recover(): Promise<void>;
  /** Ends running imports as interrupted and waits for that. */
  close(): Promise<void>;
}

export interface ImportDeps extends ImportStores {
  /** Shared with everything else that changes a journal. */
  readonly queue: UserQueue;
  /** Where uploads are; what a dead process left there is removed by `recover`. */
  readonly folder: string;
  /** A running import without a sign of life for so long is dead. 0 where this is the only process. */
  readonly deadAfterMs: number;
  /** Told of errors that are ours. */
  readonly onError: (error: unknown, what: { importId: string }) => void;
}

const HEARTBEAT_MS = 10_000;
/** Files read at once in this process, whoever imports: each may take much memory. */
const FILES_AT_ONCE = 2;
const MAX_FILES_WAITING = 100;
const OLD_UPLOAD_MS = 3_600_000;

export function createImportService(deps: ImportDeps): ImportService {
  const { imports } = deps;
  const ending = new AbortController();
  const readers = createUserQueue(MAX_FILES_WAITING);
  const files = { started: 0 };
  const running = new Map<AbortController, string>();

  async function startImport(userId: string, upload: Upload): Promise<string> {
    const id = randomUUID();
    const reader = `reader ${files.started % FILES_AT_ONCE}`;
    deps.queue.checkRoom(userId);
    readers.checkRoom(reader);
    files.started += 1;
    const { fields, fileName } = upload;
    const timeZone = fields.time_zone ?? (await deps.settings.getSettings(userId)).time_zone;
    await imports.createImport(userId, {
      id,
      fileName,
      timeZone,
      dryRun: fields.dry_run,
      account: fields.account ?? null,
    });
    const own = new AbortController();
    running.set(own, userId);
    const run = () => endWell(deps, { userId, id, upload, signal: AbortSignal.any([ending.signal, own.signal]) });
    void deps.queue
      .run(userId, () => readers.run(reader, run))
      .catch((error: unknown) => giveUp(deps, { userId, id, upload }, error))
      .finally(() => running.delete(own));
    return id;
  }

  async function getImport(userId: string, id: string): Promise<ImportReport> {
    const report = await imports.getImport(userId, id);
    if (!report) throw notFound('import');
    return report;
  }

  return {
    startImport,
    getImport,
    listImports: (userId, page) => imports.listImports(userId, page),
    async undoImport(userId, id) {
      const report = await getImport(userId, id);
      if (report.status === 'running') throw stillRunning();
      await deps.queue.run(userId, async () => {
        await takeBack(deps, userId, id);
        await imports.markUndone(userId, id);
      });
      return getImport(userId, id);
    },
    async endImports(userId) {
      for (const [own, owner] of running) if (owner === userId) own.abort();
      await imports.failRunning(userId, INTERRUPTED);
    },
    recover: () => recover(deps),
    async close() {
      ending.abort();
      await deps.queue.idle();
    },
  };
}

interface Job {
  readonly userId: string;
  readonly id: string;
  readonly upload: Upload;
}

/** Runs one import to one of its ends; throws only where the database would not even take the failure. */
async function endWell(deps: ImportDeps, job: Job & { signal: AbortSignal }): Promise<void> {
  const { userId, id } = job;
  const madeAccounts: string[] = [];
  let known: ImportProgress = { progress: 0 };
  const note = (progress: ImportProgress) => {
    known = { ...known, ...progress };
    return deps.imports.noteProgress(userId, id, progress);
  };
  // A long read or match must not look like death to another instance.
  const heartbeat = setInterval(() => void note({ progress: known.progress }).catch(() => undefined), HEARTBEAT_MS);
  try {
    job.signal.throwIfAborted();
    const onAccountMade = (account: { id: string }) => void madeAccounts.push(account.id);
    const outcome = await runImport(deps, { ...job, note, onAccountMade });
    await deps.imports.finishImport(userId, id, outcome);
  } catch (error) {
    const { told, ours } = describeImportError(error);
    if (ours) deps.onError(error, { importId: id });
    await rm(job.upload.path, { force: true });
    await takeBack(deps, userId, id);
    await deps.imports.failImport(userId, id, told);
    for (const accountId of madeAccounts) await deps.accounts.removeIfEmpty(userId, accountId);
  } finally {
    clearInterval(heartbeat);
    await rm(job.upload.path, { force: true });
  }
}

/** The import could not be ended: the next start does it. Its file goes in any case. */
async function giveUp(deps: ImportDeps, job: Job, error: unknown): Promise<void> {
  deps.onError(error, { importId: job.id });
  await rm(job.upload.path, { force: true });
  const failed = deps.imports.failImport(job.userId, job.id, describeImportError(error).told);
  await failed.catch((failure: unknown) => deps.onError(failure, { importId: job.id }));
}

async function takeBack(deps: ImportDeps, userId: string, importId: string): Promise<void> {
  for (const accountId of await deps.executions.removeImported(userId, importId)) {
    await matchBooks(deps, { userId, accountId });
  }
}

async function recover(deps: ImportDeps): Promise<void> {
  await removeOldUploads(deps);
  for (const { userId, id } of await deps.imports.listAbandoned(deps.deadAfterMs)) {
    await deps.queue.run(userId, async () => {
      // First the end, so that a writer that is not dead after all stops; then what it left.
      await deps.imports.failImport(userId, id, INTERRUPTED);
      await deps.executions.removeImported(userId, id);
      const madeAccount = await deps.imports.findMadeAccount(userId, id);
      if (madeAccount) await deps.accounts.removeIfEmpty(userId, madeAccount);
    });
  }
  for (const { userId, accountId } of await deps.books.listUnmatchedAccounts()) {
    await deps.queue.run(userId, () => matchBooks(deps, { userId, accountId }));
  }
  await deps.books.refreshStatistics();
}

async function removeOldUploads({ folder, deadAfterMs }: ImportDeps): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const oldest = Date.now() - (deadAfterMs === 0 ? 0 : OLD_UPLOAD_MS);
  for (const name of await readdir(folder)) {
    const path = join(folder, name);
    if ((await stat(path)).mtimeMs < oldest) await rm(path, { force: true });
  }
}

function stillRunning(): Refusal {
  return new Refusal('conflict', 'The import is still running. Undo it when it has ended.');
}
