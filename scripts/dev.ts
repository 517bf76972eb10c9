/** `npm run dev`: the server restarts and the page reloads itself as their sources change. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { watch } from 'node:fs';

const PAGE = 'http://127.0.0.1:5173';
const SERVER_SOURCES = ['cli', 'journal', 'protocol', 'server'].map((name) => `packages/${name}/src`);
// Editors write a file in several steps, and a checkout writes many.
const SETTLE_MS = 200;

const port = process.env['PORT'] || '3000';
const origin = `http://127.0.0.1:${port}`;
const page = startPage();
let server = startServer();
let restart: NodeJS.Timeout | undefined;

// Not `node --watch`: it sends messages of its own through the workers that the server talks to.
for (const folder of SERVER_SOURCES) {
  watch(folder, { recursive: true }, (_event, file) => {
    if (file?.endsWith('.test.ts')) return;
    clearTimeout(restart);
    restart = setTimeout(restartServer, SETTLE_MS);
  });
}
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => void stop(0));
page.on('exit', (code) => void stop(code ?? 1));

/** A server that could not start is started again with the next change. */
async function restartServer(): Promise<void> {
  process.stdout.write('\nSources changed, starting again...\n');
  await end(server);
  server = startServer();
}

function startServer(): ChildProcess {
  const child = spawn(process.execPath, ['packages/cli/bin/tradistry.js', 'serve'], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { SHUTDOWN_GRACE_MS: '500', ...process.env, PORT: port },
  });
  // The address that the server prints, with its one-time key, opens the page that reloads itself instead.
  child.stdout.setEncoding('utf8').on('data', (text: string) => process.stdout.write(text.replaceAll(origin, PAGE)));
  return child;
}

function startPage(): ChildProcess {
  const { hostname, port: pagePort } = new URL(PAGE);
  const listen = ['--host', hostname, '--port', pagePort, '--strictPort'];
  const vite = ['node_modules/vite/bin/vite.js', 'packages/web', '--config', 'packages/web/vite.config.ts'];
  return spawn(process.execPath, [...vite, ...listen, '--logLevel', 'warn'], {
    stdio: ['ignore', 'inherit', 'inherit'],
    env: { ...process.env, TRADISTRY_URL: origin },
  });
}

async function stop(code: number): Promise<void> {
  clearTimeout(restart);
  await Promise.all([end(server), end(page)]);
  process.exit(code);
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = once(child, 'exit');
  child.kill('SIGTERM');
  await exited;
}
