/** PostgreSQL and Valkey of a run's own, to be killed: the binaries of `npm run services`, or those of the machine. */
import { execFileSync } from 'node:child_process';
import { existsSync, globSync, mkdtempSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openPool } from '../packages/server/src/db/database.ts';
import { reservePort } from './ports.ts';
import { createVictim, type Victim } from './victim.ts';

const DEBIAN = join(process.env['SERVICES_ROOT'] ?? join(import.meta.dirname, '../.services'), 'debian');
const MISSING = 'is not here: `npm run services` installs it on Debian (as root); elsewhere put it into your PATH.';

export interface Service {
  readonly url: string;
  readonly victim: Victim;
  [Symbol.asyncDispose](): Promise<void>;
}

/** Makes a cluster in a folder of its own and starts it. */
export async function startPostgres(folder: string): Promise<Service> {
  const port = await reservePort();
  const place = findPlace('/usr/lib/postgresql/*/bin/postgres', 'PostgreSQL');
  const data = makeFolder(place, 'postgres');
  const user = place.root || process.getuid?.() === 0 ? 'postgres' : null;
  if (user) execFileSync(...inside(place, null, ['chown', user, data]));
  const initdb = join(place.bin, '..', 'initdb');
  execFileSync(...inside(place, user, [initdb, '-D', join(data, 'db'), '-A', 'trust', '-U', 'postgres', '-N']));
  // A process that dies takes nothing with it that it has handed to the kernel, so `fsync` would only cost time here.
  const settings = ['fsync=off', 'listen_addresses=127.0.0.1', 'unix_socket_directories=', 'max_connections=150'];
  const options = settings.flatMap((setting) => ['-c', setting]);
  const [command, args] = inside(place, user, [place.bin, '-D', join(data, 'db'), '-p', `${port}`, ...options]);
  const url = `postgresql://postgres@127.0.0.1:${port}/postgres`;
  const isUp = () => answers(url);
  const victim = createVictim({ name: 'postgres', command, args, port, logFile: join(folder, 'postgres.log'), isUp });
  await victim.start();
  return { url, victim, [Symbol.asyncDispose]: () => remove(victim, place.root + data) };
}

/** Starts one that keeps nothing on disk. */
export async function startValkey(folder: string): Promise<Service> {
  const port = await reservePort();
  const place = findPlace('/usr/bin/valkey-server', 'Valkey');
  const [command, args] = inside(place, null, [place.bin, '--port', `${port}`, '--bind', '127.0.0.1', '--save', '']);
  const isUp = () => accepts(port);
  const victim = createVictim({ name: 'valkey', command, args, port, logFile: join(folder, 'valkey.log'), isUp });
  await victim.start();
  return { url: `redis://127.0.0.1:${port}`, victim, [Symbol.asyncDispose]: () => victim[Symbol.asyncDispose]() };
}

interface Place {
  /** The Debian below which the binary lives; empty: this machine. */
  readonly root: string;
  readonly bin: string;
}

function findPlace(pattern: string, name: string): Place {
  for (const root of [DEBIAN, '']) {
    const found = globSync(root + pattern)
      .sort()
      .at(-1);
    if (found) return { root, bin: found.slice(root.length) };
  }
  throw new Error(`${name} ${MISSING}`);
}

/** Not below a folder of ours, which the service's own user may not enter. */
function makeFolder({ root }: Place, name: string): string {
  return mkdtempSync(join(root || tmpdir(), root && 'tmp', `tradistry-${name}-`)).slice(root.length);
}

/** A command where the place is: the process itself is the one that is started, so that a signal meets it. */
function inside({ root }: Place, user: string | null, command: readonly string[]): [string, string[]] {
  const [program = '', ...args] = command;
  if (!root && !user) return [program, args];
  return ['chroot', [...(user ? [`--userspec=${user}`] : []), root || '/', program, ...args]];
}

async function remove(victim: Victim, folder: string): Promise<void> {
  await victim[Symbol.asyncDispose]();
  if (existsSync(folder)) rmSync(folder, { recursive: true, force: true });
}

/** PostgreSQL answers a question there. */
async function answers(url: string): Promise<boolean> {
  const pool = openPool({ connection: { url }, poolSize: 1 });
  try {
    await pool.query('SELECT 1');
    return true;
  } finally {
    await pool.end();
  }
}

/** Connects and goes: somebody listens there. */
export function accepts(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}
