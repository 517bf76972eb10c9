/** Where a program of the machine is: the folders of servers are not in everyone's PATH. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';

const FOLDERS = ['/usr/sbin', '/usr/local/sbin', '/usr/bin', '/usr/local/bin', '/opt/homebrew/bin'];

/** The Debian package that has it. */
const PACKAGES = {
  nginx: 'nginx-light',
  haproxy: 'haproxy',
  prometheus: 'prometheus',
  promtool: 'prometheus',
} as const;

export function isInstalled(name: keyof typeof PACKAGES): boolean {
  return FOLDERS.some((folder) => existsSync(join(folder, name)));
}

/** Throws where it is not installed. */
export function findProgram(name: keyof typeof PACKAGES): string {
  const folder = FOLDERS.find((each) => existsSync(join(each, name)));
  if (!folder) throw new Error(`${name} is not here. On Debian: apt-get install ${PACKAGES[name]}`);
  return join(folder, name);
}
