/** A real HAProxy in front of two servers, configured by `deploy/haproxy.cfg`. */
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { findProgram } from './find-program.ts';
import { reservePort } from './ports.ts';
import { accepts } from './services.ts';
import { createVictim, type Victim } from './victim.ts';

const CONFIG = join(import.meta.dirname, '../deploy/haproxy.cfg');

/** Starts one, for HTTP/1.1 and, by prior knowledge, HTTP/2 on one port. Throws when HAProxy is not installed. */
export async function startHaproxy(folder: string, servers: readonly { port: number }[]): Promise<Victim> {
  const port = await reservePort();
  const home = mkdtempSync(join(folder, 'haproxy-'));
  const file = join(home, 'haproxy.cfg');
  const [one, two = one] = servers;
  const config = readFileSync(CONFIG, 'utf8')
    .replace('bind :80', `bind 127.0.0.1:${port}`)
    .replace('127.0.0.1:3000', `127.0.0.1:${one?.port}`)
    .replace('127.0.0.1:3001', `127.0.0.1:${two?.port}`);
  writeFileSync(file, config);
  const haproxy = createVictim({
    name: 'haproxy',
    command: findProgram('haproxy'),
    args: ['-db', '-f', file],
    port,
    logFile: join(folder, 'haproxy.log'),
    isUp: () => accepts(port),
  });
  await haproxy.start();
  return haproxy;
}
