/** `tradistry export`: everything you have, in one file. */
import { createWriteStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { ChatError } from '@tradistry/client';
import { type Command, CommandError, UsageError } from './command.ts';
import { connect } from './connect.ts';

export const exportData: Command = {
  summary: 'download everything you have as one ZIP archive',
  help: `Usage: tradistry export FILE

Conversations, trades, executions, notes, settings: the archive's README.txt says what is in it. FILE is written when
all of it is there, and replaced if there is one already. Its executions can be imported again with tradistry import.
`,
  options: {},
  async run({ positionals }, shell) {
    const [file] = positionals;
    if (file === undefined || positionals.length > 1) throw new UsageError('Name one file: tradistry export FILE');
    const client = await connect(shell.env);
    const part = `${file}.part`;
    const out = createWriteStream(part);
    try {
      await pipeline(client.exportData(), out);
      await rename(part, file);
    } catch (error) {
      await rm(part, { force: true });
      throw error instanceof ChatError ? error : cannotWrite(file, error);
    }
    shell.stdout.write(`${file}: ${out.bytesWritten.toLocaleString('en-US')} bytes\n`);
    return 0;
  },
};

function cannotWrite(file: string, error: unknown): unknown {
  if (!(error instanceof Error && 'syscall' in error && 'code' in error)) return error;
  return new CommandError(`The file ${file} cannot be written: ${String(error.code)}.`);
}
