/** A real nginx in front of two servers, configured by `deploy/nginx.conf`. */
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { findProgram } from './find-program.ts';
import { reservePort } from './ports.ts';
import { accepts } from './services.ts';
import { createVictim, type Victim } from './victim.ts';

const CONFIG = join(import.meta.dirname, '../deploy/nginx.conf');

/**
 * Starts one for HTTP/1.1; also for HTTP/2 by prior knowledge on `http2Port`, as it cannot tell the two apart on one port.
 * Throws when nginx is not installed.
 */
export async function startNginx(
  folder: string,
  servers: readonly { port: number }[],
  http2Port?: number,
): Promise<Victim> {
  const port = await reservePort();
  const home = mkdtempSync(join(folder, 'nginx-'));
  const file = join(home, 'nginx.conf');
  const listen = `listen 127.0.0.1:${port};${http2Port ? ` listen 127.0.0.1:${http2Port} http2;` : ''}`;
  const site = readFileSync(CONFIG, 'utf8').replace('listen 80;', listen);
  writeFileSync(file, toConfig(home, site, servers));
  const nginx = createVictim({
    name: 'nginx',
    command: findProgram('nginx'),
    args: ['-p', home, '-c', file, '-e', join(home, 'error.log')],
    port,
    logFile: join(folder, 'nginx.log'),
    isUp: () => accepts(port),
  });
  await nginx.start();
  return nginx;
}

/** The example with the ports of this run, in a frame that keeps all of nginx's files in `home`. */
function toConfig(home: string, example: string, [one, two = one]: readonly { port: number }[]): string {
  const site = example
    .replace('127.0.0.1:3000', `127.0.0.1:${one?.port}`)
    .replace('127.0.0.1:3001', `127.0.0.1:${two?.port}`);
  const paths = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
    (name) => `${name}_temp_path ${home}/${name};`,
  );
  return `daemon off; ${process.getuid?.() === 0 ? 'user root;' : ''} worker_processes 1; pid ${home}/nginx.pid;
events { worker_connections 4096; }
http { access_log off; ${paths.join(' ')}
${site} }`;
}
