/** The benchmark's processes: each of its own, on a core of its own where the system can pin one, its use of CPU and memory readable. */
import { type ChildProcess, execFileSync, fork } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { availableParallelism, setPriority } from 'node:os';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import packageFile from '../package.json' with { type: 'json' };
import type { Job, Outcome } from './load-generator.ts';
import type { Usage } from './report-usage.ts';

/** The measured server has the first core, model and viewers the second. */
const MEASURED_CORE = 0;
const OTHERS_CORE = 1;

const LOOK_MS = 500;
/** In one look; a server that only looks for work takes 4 to 20 ms of it. */
const QUIET_US = 25_000;
/** Five seconds: work is looked for each two, and taken up within two more. */
const QUIET_LOOKS = 10;
const MOST_LOOKS = 120;

export interface Process extends AsyncDisposable {
  readonly child: ChildProcess;
  readonly port: number;
}

/** The bare pipe, to `modelUrl`. */
export function startPipe(modelUrl: string): Promise<Process> {
  return startProgram('./pipe-server.ts', { core: MEASURED_CORE, args: [modelUrl], execArgv: flags() });
}

/**
 * Model and viewers. What makes them late would be taken for the server's doing, so their heaps are left to grow. A database on
 * their core does: Linux shares a core among sessions before it looks at priorities within one, and each process of PostgreSQL is
 * one. `isBusy`: they need most of their core, so each has a session of its own, which goes before PostgreSQL's. Otherwise PostgreSQL
 * would be late for it, and first tokens with it.
 */
export async function startOther(file: string, { isBusy = false } = {}): Promise<Process> {
  const execArgv = [...flags(), '--initial-old-space-size=2000', '--max-old-space-size=4000'];
  const program = await startProgram(file, { core: OTHERS_CORE, args: [], execArgv, ownSession: isBusy });
  const { pid = 0 } = program.child;
  const session = `/proc/${pid}/autogroup`;
  try {
    setPriority(pid, -10);
    if (isBusy && existsSync(session)) writeFileSync(session, '-8');
  } catch {
    process.stderr.write(
      'Only root may put model and viewers before others: run alone, or gaps look longer than they are.\n',
    );
  }
  return program;
}

interface Program {
  readonly core: number;
  readonly args: readonly string[];
  readonly execArgv: string[];
  readonly ownSession?: boolean;
}

/** The benchmark's own programs say when they are ready, and end when the benchmark does. */
async function startProgram(file: string, { core, args, execArgv, ownSession = false }: Program): Promise<Process> {
  const port = await findPort();
  const program = fileURLToPath(new URL(file, import.meta.url));
  const child = fork(program, [String(port), ...args], { execArgv, detached: ownSession });
  await once(child, 'message');
  pin(child, core);
  return toProcess(child, port);
}

/** The project's server, with everything on; `env` as in docs/configuration.md. */
export async function startServer(env: Record<string, string>): Promise<Process> {
  const port = await findPort();
  const main = fileURLToPath(new URL('../packages/server/src/main.ts', import.meta.url));
  const child = fork(main, [], {
    execArgv: flags(),
    env: { ...process.env, ...env, PORT: String(port), LOG_LEVEL: 'warn' },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const deadline = performance.now() + 60_000;
  while (!(await answers(`http://127.0.0.1:${port}/healthz`))) {
    if (child.exitCode !== null || performance.now() > deadline) throw new Error('The server did not start.');
    await wait(100);
  }
  pin(child, MEASURED_CORE);
  return toProcess(child, port);
}

/**
 * What the process has used since it began, once it has nothing more to do: passages are cut and garbage is collected some seconds
 * after the answers, and would be counted with those that come next. Throws where that is not so within a minute.
 */
export async function readUsage({ child }: Process): Promise<Usage> {
  let before = await askUsage(child);
  let quiet = 0;
  for (let looks = 0; looks < MOST_LOOKS && quiet < QUIET_LOOKS; looks += 1) {
    await wait(LOOK_MS);
    const now = await askUsage(child);
    quiet = now.cpu - before.cpu < QUIET_US ? quiet + 1 : 0;
    before = now;
  }
  if (quiet < QUIET_LOOKS)
    throw new Error('The process did not come to rest, and what it does would be counted with its answers.');
  return before;
}

/** What it has used up to now, busy or not. */
export async function askUsage(child: ChildProcess): Promise<Usage> {
  child.send('usage');
  // Only report-usage.ts sends messages from these processes.
  return ((await once(child, 'message')) as [Usage])[0];
}

/** Has the viewers do `job`. */
export async function runJob(viewers: Process, job: Job): Promise<Outcome> {
  viewers.child.send(job);
  // The load generator answers each job with its outcome.
  const [outcome] = (await once(viewers.child, 'message')) as [Outcome];
  if (outcome.faults.length > 0)
    throw new Error(`${outcome.faults.length} streams failed, first: ${outcome.faults[0]}`);
  return outcome;
}

function toProcess(child: ChildProcess, port: number): Process {
  return {
    child,
    port,
    async [Symbol.asyncDispose]() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const exited = once(child, 'exit');
      child.kill('SIGTERM');
      const late = setTimeout(() => child.kill('SIGKILL'), 10_000);
      await exited;
      clearTimeout(late);
    },
  };
}

/** All are run with the flags that `npm start` runs the server with. */
function flags(): string[] {
  const start = packageFile.scripts.start.split(' ').filter((part) => part.startsWith('--'));
  return [...start, '--import', new URL('./report-usage.ts', import.meta.url).href];
}

function pin({ pid }: ChildProcess, core: number): void {
  if (process.platform !== 'linux' || availableParallelism() < 2) return;
  const pinAll = () => execFileSync('taskset', ['-acp', String(core), String(pid)], { stdio: 'ignore' });
  try {
    pinAll();
  } catch {
    // A thread may have ended between being listed and being pinned.
    pinAll();
  }
}

async function findPort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  // A TCP server's address is an object.
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

async function answers(url: string): Promise<boolean> {
  return fetch(url).then(
    (response) => response.ok,
    () => false,
  );
}
