/** Runs the real command as a process of its own. */
import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';

const BIN = join(import.meta.dirname, '../../bin/tradistry.js');
/** Nothing listens on this port. */
export const NOBODY = 'http://127.0.0.1:9';

interface Finished {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

interface Running {
  readonly child: ChildProcess;
  /** Resolves with stdout so far when it holds `text`; rejects when the process ends without it. */
  shows(text: string): Promise<string>;
  readonly finished: Promise<Finished>;
}

/** Starts `tradistry ARGS` with this environment and nothing of ours but PATH. */
export function startCli(args: readonly string[], env: Record<string, string> = {}): Running {
  const child = spawn(process.execPath, [BIN, ...args], { env: { PATH: process.env['PATH'] ?? '', ...env } });
  const output = { stdout: '', stderr: '' };
  child.stdout.setEncoding('utf8').on('data', (text: string) => (output.stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (output.stderr += text));
  const finished = new Promise<Finished>((resolve) => child.on('close', (code) => resolve({ code, ...output })));
  const shows = (text: string) =>
    new Promise<string>((resolve, reject) => {
      const look = () => output.stdout.includes(text) && resolve(output.stdout);
      child.stdout.on('data', look);
      child.on('close', () => reject(new Error(`ended without "${text}": ${output.stdout}${output.stderr}`)));
      look();
    });
  return { child, shows, finished };
}

export function runCli(args: readonly string[], env: Record<string, string> = {}): Promise<Finished> {
  return startCli(args, env).finished;
}
