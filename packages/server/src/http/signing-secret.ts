/** The secret that local tokens and cookies are signed with: made on first start, kept in the data folder. */
import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const FILE = 'secret';

/** The secret's text in `dataDir`, or undefined where the server never ran. */
export function readSecret(dataDir: string): string | undefined {
  try {
    return readFileSync(join(dataDir, FILE), 'utf8').trim() || undefined;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

/** The secret's text, made (mode 600) where there is none. */
export function ensureSecret(dataDir: string): string {
  const known = readSecret(dataDir);
  if (known) return known;
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  writeFileSync(join(dataDir, FILE), `${randomBytes(32).toString('base64url')}\n`, { mode: 0o600, flag: 'wx' });
  return readSecret(dataDir) ?? '';
}
