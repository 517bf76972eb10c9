/** `tradistry import`: uploads broker files and ends when the server has read them. */
import { openAsBlob } from 'node:fs';
import { basename } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { Client } from '@tradistry/client';
import type { ImportReport } from '@tradistry/protocol';
import { type Arguments, type Command, CommandError, type Shell, textOption, UsageError } from './command.ts';
import { connect } from './connect.ts';
import { describeImport } from './describe-import.ts';

const POLL_MS = 200;
const FIELDS = { zone: 'time_zone', account: 'account', format: 'format' } as const;

export const importFiles: Command = {
  summary: 'import broker files and print what became of every row',
  help: `Usage: tradistry import FILE... [--zone ZONE] [--account NAME] [--format FORMAT] [--dry-run]

  --zone ZONE      the time zone of the file's times, such as Europe/Berlin; without it the account's own,
                   else the one of your settings
  --account NAME   which account the file is of
  --format FORMAT  tradovate_performance, tastytrade, tradistry or generic; found by the file's header when absent
  --dry-run        read and report, store nothing

The same file twice adds nothing. Exit code 1 when a file could not be imported.
`,
  options: {
    zone: { type: 'string' },
    account: { type: 'string' },
    format: { type: 'string' },
    'dry-run': { type: 'boolean' },
  },
  async run(args, shell) {
    if (args.positionals.length === 0) throw new UsageError('Name a file: tradistry import FILE --zone Europe/Berlin');
    const files = await openAll(args.positionals);
    const client = await connect(shell.env);
    let failed = false;
    for (const file of files) {
      const report = await importFile(client, formOf(file, args), shell);
      shell.stdout.write(describeImport(report));
      failed ||= report.status !== 'done';
    }
    return Number(failed);
  },
};

/** Before anything is sent: a wrong name among several must not leave half of them imported. */
function openAll(paths: readonly string[]): Promise<File[]> {
  return Promise.all(
    paths.map(async (path) => {
      try {
        return new File([await openAsBlob(path)], basename(path));
      } catch {
        throw new CommandError(`The file ${path} cannot be read.`);
      }
    }),
  );
}

function formOf(file: File, args: Arguments): FormData {
  const form = new FormData();
  for (const [option, field] of Object.entries(FIELDS)) {
    const value = textOption(args, option);
    if (value !== undefined) form.set(field, value);
  }
  if (args.values['dry-run'] === true) form.set('dry_run', 'true');
  // Last: the server reads a form as it comes, and the file needs the fields.
  form.set('file', file);
  return form;
}

async function importFile(client: Client, body: FormData, shell: Shell): Promise<ImportReport> {
  const { import_id } = await client.request<{ import_id: string }>({ method: 'POST', path: '/api/imports', body });
  const progress = createProgress(shell);
  try {
    for (;;) {
      const report = await client.request<ImportReport>({ method: 'GET', path: `/api/imports/${import_id}` });
      if (report.status !== 'running') return report;
      progress.show(report);
      await wait(POLL_MS);
    }
  } finally {
    progress.clear();
  }
}

/** A line that is written over, on terminals only. */
function createProgress(shell: Shell) {
  const write = (text: string) => shell.stderr.isTTY && shell.stderr.write(text);
  return {
    show: ({ progress }: ImportReport) => write(`\rReading... ${Math.floor(progress * 100)} %`),
    clear: () => write('\r\x1b[K'),
  };
}
