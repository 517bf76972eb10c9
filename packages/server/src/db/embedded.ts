/** Opens the embedded database of a data folder: one process at a time, PGlite in a worker, a socket for the `pg` pool. */
import { accessSync, constants, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { Worker } from 'node:worker_threads';
import { StorageError } from '../storage-error.ts';

export interface EmbeddedDatabase {
  /** The folder to give to `pg` as its host. */
  readonly socketFolder: string;
  /** Called once if the database dies under the running server. */
  onCrash(listener: (error: Error) => void): void;
  close(): Promise<void>;
}

// The major version of PostgreSQL inside the pinned PGlite; a folder of another one cannot be opened.
const POSTGRES_MAJOR = '18';
const OPEN_TIMEOUT_MS = 60_000;
const CLOSE_TIMEOUT_MS = 60_000;

/**
 * Opens (or makes) the database in `dataDir`, within `patienceMs`. Throws `StorageError` with nothing changed when the folder
 * cannot be used.
 */
export async function openEmbedded(dataDir: string, patienceMs = OPEN_TIMEOUT_MS): Promise<EmbeddedDatabase> {
  makeFolder(dataDir);
  const lock = lockFolder(dataDir);
  const socketFolder = mkdtempSync(join(tmpdir(), 'tradistry-'));
  try {
    const folder = join(dataDir, 'db');
    checkFolder(folder);
    const worker = await startWorker({ folder, socketPath: join(socketFolder, '.s.PGSQL.5432') }, patienceMs);
    return handle(worker, socketFolder, lock);
  } catch (error) {
    rmSync(socketFolder, { recursive: true, force: true });
    lock.close();
    throw error;
  }
}

function handle(worker: Worker, socketFolder: string, lock: DatabaseSync): EmbeddedDatabase {
  let closing = false;
  return {
    socketFolder,
    onCrash: (listener) => {
      worker.once('error', listener);
      worker.once('exit', () => closing || listener(new Error('The embedded database stopped.')));
    },
    close: async () => {
      closing = true;
      const closed = heard(worker, 'closed', CLOSE_TIMEOUT_MS);
      worker.postMessage('close');
      // A database that does not close in time is as safe as after a kill.
      await closed.catch(() => undefined);
      await worker.terminate();
      rmSync(socketFolder, { recursive: true, force: true });
      lock.close();
    },
  };
}

function makeFolder(dataDir: string): void {
  try {
    mkdirSync(dataDir, { recursive: true, mode: 0o700 });
    accessSync(dataDir, constants.R_OK | constants.W_OK | constants.X_OK);
  } catch {
    throw new StorageError(
      `The data folder ${dataDir} cannot be read and written. Give this user access to it, or set DATA_DIR to another folder.`,
    );
  }
}

/** SQLite's file lock is the kernel's: it is gone the moment the process dies, however it dies, on every system. */
function lockFolder(dataDir: string): DatabaseSync {
  let lock: DatabaseSync | undefined;
  try {
    lock = new DatabaseSync(join(dataDir, 'lock'));
    lock.exec(
      'PRAGMA busy_timeout = 0; PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE',
    );
    return lock;
  } catch (error) {
    lock?.close();
    if (/locked|busy/i.test(String(error))) {
      throw new StorageError(
        `The data folder ${dataDir} is in use by another Tradistry process. Stop that one first, or set DATA_DIR to another folder.`,
      );
    }
    throw new StorageError(
      `The data folder ${dataDir} cannot be locked: its file "lock" is not usable. Nothing was changed. Check the folder's permissions and free disk space.`,
    );
  }
}

function checkFolder(folder: string): void {
  if (!existsSync(folder)) return;
  const version = readVersion(folder);
  if (version === POSTGRES_MAJOR) return;
  if (version && /^\d+$/.test(version)) {
    throw new StorageError(
      `The database in ${folder} was written by another version (PostgreSQL ${version}, this one reads ${POSTGRES_MAJOR}). None of its data was changed. Start the version of Tradistry that wrote it and export your data.`,
    );
  }
  throw corrupt(folder);
}

function readVersion(folder: string): string | undefined {
  try {
    return readdirSync(folder).includes('PG_VERSION')
      ? readFileSync(join(folder, 'PG_VERSION'), 'utf8').trim()
      : undefined;
  } catch {
    throw new StorageError(`The database folder ${folder} cannot be read. Check its permissions. Nothing was changed.`);
  }
}

function corrupt(folder: string): StorageError {
  return new StorageError(
    `The database in ${folder} is damaged and cannot be opened. None of its data was changed. Restore the folder from a backup, or set DATA_DIR to a new folder.`,
  );
}

function slow(folder: string, patienceMs: number): StorageError {
  return new StorageError(
    `The database in ${folder} did not open within ${patienceMs / 1000} s. None of its data was changed. The machine or its disk may be very busy: start again when it is calmer.`,
  );
}

async function startWorker(workerData: { folder: string; socketPath: string }, patienceMs: number): Promise<Worker> {
  const { folder } = workerData;
  // PGlite prints what PostgreSQL says of a damaged folder; people get our sentence instead.
  const worker = new Worker(new URL('./embedded-worker.ts', import.meta.url), {
    workerData,
    stdout: true,
    stderr: true,
  });
  try {
    await heard(worker, 'ready', patienceMs);
    return worker;
  } catch (error) {
    await worker.terminate();
    throw error instanceof TimedOut ? slow(folder, patienceMs) : corrupt(folder);
  }
}

class TimedOut extends Error {}

/** Waits until the worker says `word`; a runtime that watches files sends messages of its own. Rejects when the worker ends. */
function heard(worker: Worker, word: 'ready' | 'closed', patienceMs: number): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const deadline = setTimeout(() => reject(new TimedOut()), patienceMs);
  worker.on('message', (said) => said === word && resolve());
  worker.once('error', reject);
  worker.once('exit', () => reject(new Error('exited')));
  return promise.finally(() => clearTimeout(deadline));
}
