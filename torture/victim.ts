/** A process that may be killed, frozen and started again: a server, PostgreSQL, Valkey, nginx. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

/** How it is started, and how one sees that it is up. */
export interface Program {
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** Port it listens on; where connections are refused when it is down. */
  readonly port: number;
  /** What it says goes here. */
  readonly logFile: string;
  /** Resolves to true once it does its work. */
  readonly isUp: () => Promise<boolean>;
  /** It ended although nobody told it to; it is started again. */
  readonly onCrash?: (why: string) => void;
}

export interface Victim {
  readonly name: string;
  readonly port: number;
  /** False from the signal that ends it until it does its work again. */
  readonly up: boolean;
  start(): Promise<void>;
  /** `kill -9`, it and its children, and waits until it is gone. */
  kill(): Promise<void>;
  /** Stops it politely and waits until it is gone. */
  end(): Promise<void>;
  /** SIGSTOP, and SIGCONT after `ms`. */
  freeze(ms: number): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
}

const START_MS = 60_000;
const LOOK_MS = 25;
/** Between two tries to start. */
const AGAIN_MS = 200;

/** Starts nothing yet. */
export function createVictim(program: Program): Victim {
  let child: ChildProcess | null = null;
  let gone: Promise<unknown> = Promise.resolve();
  let up = false;
  let wanted = false;

  const start = async () => {
    wanted = true;
    for (const until = performance.now() + START_MS; wanted && !up; await sleep(AGAIN_MS)) {
      if (performance.now() > until) throw new Error(`${program.name} did not start:\n${tail(program)}`);
      const started = launch(program);
      child = started;
      gone = once(started, 'close').then(onGone);
      up = await comesUp(program, started);
    }
  };
  const onGone = () => {
    child = null;
    if (up && wanted) {
      program.onCrash?.(`${program.name} ended by itself:\n${tail(program)}`);
      up = false;
      start().catch((error: unknown) => program.onCrash?.(String(error)));
    }
    up = false;
  };
  const send = async (signal: NodeJS.Signals) => {
    wanted = false;
    up = false;
    if (child?.pid) for (const pid of signal === 'SIGKILL' ? family(child.pid) : [child.pid]) kill(pid, signal);
    await gone;
  };

  return {
    name: program.name,
    port: program.port,
    get up() {
      return up;
    },
    start,
    kill: () => send('SIGKILL'),
    end: () => send('SIGTERM'),
    async freeze(ms) {
      const frozen = child?.pid;
      if (!frozen) return;
      kill(frozen, 'SIGSTOP');
      await sleep(ms);
      kill(frozen, 'SIGCONT');
    },
    [Symbol.asyncDispose]: () => send('SIGKILL'),
  };
}

/** False when it ends before: what it needs may be down, and then it is started again, as a supervisor does. */
async function comesUp({ isUp }: Program, child: ChildProcess): Promise<boolean> {
  while (child.exitCode === null && child.signalCode === null) {
    if (await isUp().catch(() => false)) return true;
    await sleep(LOOK_MS);
  }
  return false;
}

function tail({ logFile }: Program): string {
  return readFileSync(logFile, 'utf8').slice(-2000);
}

function launch({ command, args, env, logFile }: Program): ChildProcess {
  const child = spawn(command, args, {
    env: { PATH: process.env['PATH'], HOME: process.env['HOME'], ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const log = createWriteStream(logFile, { flags: 'a' });
  child.stdout.pipe(log, { end: false });
  child.stderr.pipe(log, { end: false });
  child.once('close', () => log.end());
  return child;
}

/** A process and all below it: PostgreSQL's backends are groups of their own. */
function family(pid: number): number[] {
  try {
    const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ').filter(Boolean);
    return [pid, ...children.flatMap((child) => family(Number(child)))];
  } catch {
    return [pid]; // It is gone already, or this is no Linux.
  }
}

function kill(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}
