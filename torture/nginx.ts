/** A real nginx in front of two servers, configured by `deploy/nginx.conf`. */
import { globSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { reservePort } from './ports.ts';
import { accepts } from './services.ts';
import { createVictim, type Victim } from './victim.ts';

const CONFIG = join(import.meta.dirname, '../deploy/nginx.conf');

/** Starts one. Throws when nginx is not installed. */
export async function startNginx(folder: string, servers: readonly { port: number }[]): Promise<Victim> {
  const port = await reservePort();
  const home = mkdtempSync(join(folder, 'nginx-'));
  const file = join(home, 'nginx.conf');
  writeFileSync(file, toConfig(home, readFileSync(CONFIG, 'utf8'), [port, ...servers.map((server) => server.port)]));
  const nginx = createVictim({
    name: 'nginx',
    command: findNginx(),
    args: ['-p', home, '-c', file, '-e', join(home, 'error.log')],
    port,
    logFile: join(folder, 'nginx.log'),
    isUp: () => accepts(port),
  });
  await nginx.start();
  return nginx;
}

/** The example with the ports of this run, in a frame that keeps all of nginx's files in `home`. */
function toConfig(home: string, example: string, [port, one, two = one]: readonly (number | undefined)[]): string {
  const site = example
    .replace('listen 80;', `listen 127.0.0.1:${port};`)
    .replace('127.0.0.1:3000', `127.0.0.1:${one}`)
    .replace('127.0.0.1:3001', `127.0.0.1:${two}`);
  const paths = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
    (name) => `${name}_temp_path ${home}/${name};`,
  );
  return `daemon off; ${process.getuid?.() === 0 ? 'user root;' : ''} worker_processes 1; pid ${home}/nginx.pid;
events { worker_connections 4096; }
http { access_log off; ${paths.join(' ')}
${site} }`;
}

function findNginx(): string {
  const [found] = ['/usr/sbin/nginx', '/usr/local/sbin/nginx', '/usr/bin/nginx', '/opt/homebrew/bin/nginx'].flatMap(
    (path) => globSync(path),
  );
  if (!found) throw new Error('nginx is not here. On Debian: apt-get install nginx-light');
  return found;
}
