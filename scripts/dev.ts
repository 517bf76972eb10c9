/** `npm run dev`: the server restarts and the page reloads itself as their sources change. */
import { type ChildProcess, spawn } from 'node:child_process';

const PAGE = 'http://127.0.0.1:5173';
const port = process.env['PORT'] || '3000';
const server = `http://127.0.0.1:${port}`;

const children = [startServer(), startPage()];
// Ctrl-C reaches the children by itself; when one of them ends, so does the other.
process.on('SIGINT', () => undefined);
process.on('SIGTERM', stopAll);
for (const child of children) {
  child.on('exit', (code) => {
    process.exitCode ||= code ?? 0;
    stopAll();
  });
}

function startServer(): ChildProcess {
  const args = [
    '--watch',
    '--watch-preserve-output',
    '--disable-warning=ExperimentalWarning',
    'packages/cli/bin/tradistry.js',
    'serve',
  ];
  const child = spawn(process.execPath, args, {
    stdio: ['inherit', 'pipe', 'inherit'],
    env: { ...process.env, PORT: port },
  });
  // The address that the server prints, with its one-time key, opens the page that reloads itself instead.
  child.stdout
    .setEncoding('utf8')
    .on('data', (text: string) => process.stdout.write(text.replaceAll(`${server}/#`, `${PAGE}/#`)));
  return child;
}

function startPage(): ChildProcess {
  const { hostname, port: pagePort } = new URL(PAGE);
  const args = [
    'node_modules/vite/bin/vite.js',
    'packages/web',
    '--host',
    hostname,
    '--port',
    pagePort,
    '--strictPort',
  ];
  return spawn(process.execPath, [...args, '--config', 'packages/web/vite.config.ts', '--logLevel', 'warn'], {
    stdio: ['ignore', 'inherit', 'inherit'],
    env: { ...process.env, TRADISTRY_URL: server },
  });
}

function stopAll(): void {
  for (const child of children) child.kill('SIGTERM');
}
