/** What a command is, and the errors that end one. */
import type { ParseArgsOptionsConfig } from 'node:util';

export type Environment = Readonly<Record<string, string | undefined>>;

interface Output {
  write(text: string): unknown;
  /** True on a terminal, false in a pipe or file. */
  readonly isTTY?: boolean;
}

/** The shell that a command runs in. */
export interface Shell {
  readonly env: Environment;
  /** The result, and nothing else. */
  readonly stdout: Output;
  /** Progress, warnings, errors. */
  readonly stderr: Output;
  /** Calls `listener` for each Ctrl-C, instead of ending the process; returns what undoes that. */
  onInterrupt(listener: () => void): () => void;
}

/** Arguments as `parseArgs` reads them. */
export interface Arguments {
  readonly values: Readonly<Record<string, string | boolean | undefined>>;
  readonly positionals: readonly string[];
}

export interface Command {
  /** One line for the list of commands. */
  readonly summary: string;
  /** What `--help` prints. */
  readonly help: string;
  readonly options: ParseArgsOptionsConfig;
  /** The exit code. Throws `CommandError`, `UsageError`, `ChatError` or `ConfigError` with a text for people. */
  run(args: Arguments, shell: Shell): Promise<number>;
}

/** The command could not do what it was asked to: exit code 1. */
export class CommandError extends Error {
  override readonly name = 'CommandError';
}

/** The command was not asked rightly: exit code 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** An option's text, or undefined where it was not given. */
export function textOption(args: Arguments, name: string): string | undefined {
  const value = args.values[name];
  return typeof value === 'string' ? value : undefined;
}
