/** Finds the command that the arguments name, runs it, and turns what it throws into a sentence and an exit code. */
import { parseArgs } from 'node:util';
import { ChatError } from '@tradistry/client';
import { ConfigError } from '@tradistry/server/config';
import { ask } from './ask.ts';
import { type Arguments, type Command, CommandError, type Shell, UsageError } from './command.ts';
import { exportData } from './export-data.ts';
import { importFiles } from './import-files.ts';
import { prompts } from './prompts.ts';
import { serve } from './serve.ts';
import { smoke } from './smoke.ts';
import { token } from './token.ts';

const COMMANDS: Readonly<Record<string, Command>> = {
  serve,
  ask,
  import: importFiles,
  export: exportData,
  prompts,
  token,
  smoke,
};

/** The process's exit code: 0 done, 1 failed, 2 asked wrongly, 130 interrupted. */
export async function runCommand(argv: readonly string[], shell: Shell): Promise<number> {
  const [name, ...rest] = argv;
  if (name === undefined || name === '--help' || name === '-h' || name === 'help') {
    (name === undefined ? shell.stderr : shell.stdout).write(overview());
    return name === undefined ? 2 : 0;
  }
  const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  try {
    if (!command) throw new UsageError(`There is no command "${name}". See: tradistry --help`);
    const args = parse(name, command, rest);
    if (args.values['help'] !== true) return await command.run(args, shell);
    shell.stdout.write(command.help);
    return 0;
  } catch (error) {
    const { text, code } = explain(error);
    shell.stderr.write(`${text}\n`);
    return code;
  }
}

function overview(): string {
  const lines = Object.entries(COMMANDS).map(([name, { summary }]) => `  ${name.padEnd(8)} ${summary}\n`);
  return `Usage: tradistry COMMAND [ARGUMENTS]\n\n${lines.join('')}
Commands but serve and token speak to a running server: TRADISTRY_URL, else the one on this machine at PORT (3000).
They sign in with TRADISTRY_TOKEN, else as the local user. More: tradistry COMMAND --help\n`;
}

function parse(name: string, command: Command, args: string[]): Arguments {
  const options = { ...command.options, help: { type: 'boolean', short: 'h' } } as const;
  try {
    const { values, positionals } = parseArgs({ args, options, allowPositionals: true });
    // No option is declared `multiple`, so no value is a list.
    return { values: values as Arguments['values'], positionals };
  } catch (error) {
    const [reason] = String(error instanceof Error ? error.message : error).split('. ');
    throw new UsageError(`${reason}. See: tradistry ${name} --help`);
  }
}

function explain(error: unknown): { text: string; code: number } {
  if (error instanceof UsageError || error instanceof ConfigError) return { text: error.message, code: 2 };
  if (error instanceof CommandError) return { text: error.message, code: 1 };
  if (error instanceof ChatError) return { text: explainRefusal(error), code: 1 };
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return { text: `Unexpected: ${text}`, code: 1 };
}

function explainRefusal(error: ChatError): string {
  const faults = error.errors.map(({ path, message }) => `\n  ${path}: ${message}`);
  return `${error.detail}${faults.join('')}`;
}
