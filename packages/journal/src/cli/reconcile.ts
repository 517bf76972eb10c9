/** `npm run reconcile -- FILE...`: the reconciliation of broker files, with no server. */
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { matchExecutions } from '../matching/match-executions.ts';
import { parseFile } from '../parse-file.ts';
import { isReconciled, reconcile } from '../reconcile.ts';
import { UnreadableFile } from '../unreadable-file.ts';
import { type ReconcileArguments, reconcileArguments, USAGE } from './reconcile-arguments.ts';
import { reconcileReport } from './reconcile-report.ts';

process.exitCode = main(process.argv.slice(2));

function main(args: readonly string[]): number {
  if (args.includes('--help') || args.includes('-h')) {
    process.stdout.write(USAGE);
    return 0;
  }
  const given = reconcileArguments(args);
  if (typeof given === 'string') {
    process.stderr.write(`${given}\n\n${USAGE}`);
    return 1;
  }
  // Every file gets its report, also behind one that does not reconcile.
  return given.files.map((path) => reconcileOne(path, given)).every((good) => good) ? 0 : 1;
}

function reconcileOne(path: string, { options, zoneGiven, method }: ReconcileArguments): boolean {
  try {
    const file = parseFile(readFileSync(path), options);
    const executions = file.executions.map((execution) => ({ ...execution, id: execution.dedupeKey }));
    const account = reconcile(file, matchExecutions(executions, { method }));
    const name = basename(path);
    process.stdout.write(`${reconcileReport(file, account, { name, timeZone: options.timeZone, zoneGiven })}\n`);
    return isReconciled(account);
  } catch (error) {
    process.stderr.write(`${path}: ${reasonOf(error)}\n`);
    return false;
  }
}

/** Why the file could not be read; what is no fault of the file's is thrown on. */
function reasonOf(error: unknown): string {
  if (error instanceof UnreadableFile) return error.message + columnsOf(error);
  if (!(error instanceof Error && 'code' in error)) throw error;
  const reasons: Record<string, string> = {
    ENOENT: 'There is no such file.',
    EISDIR: 'This is a folder, not a file.',
    EACCES: 'The file may not be read by this user.',
    ERR_FS_FILE_TOO_LARGE: 'The file is larger than 256 MiB.',
  };
  return reasons[String(error.code)] ?? error.message;
}

function columnsOf({ mappingNeeded }: UnreadableFile): string {
  if (!mappingNeeded) return '';
  const fields = mappingNeeded.fields.map(({ name }) => name).join(', ');
  return `\n  Its columns: ${mappingNeeded.header.join(', ')}\n  Our fields: ${fields}\n  Say it with --map FIELD=COLUMN.`;
}
