/** Builds the page when what it is made of is newer than the last build. */
import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';

const WEB = 'packages/web';
const DIST = `${WEB}/dist`;
const SOURCES = [
  ...['src', 'public', 'index.html', 'vite.config.ts', 'package.json'].map((name) => `${WEB}/${name}`),
  'packages/client/src',
  'packages/protocol/src',
  'package-lock.json',
];

/** The page could not be built; the message says why. */
export class PageBuildError extends Error {
  override readonly name = 'PageBuildError';
}

/** True when there is no built page below `root`, or one that is older than its sources. */
export function isPageStale(root: string): boolean {
  const index = join(root, DIST, 'index.html');
  if (!existsSync(index)) return true;
  const built = statSync(index).mtimeMs;
  return SOURCES.some((source) => newestChange(join(root, source)) > built);
}

/** Folders count too: removing a file changes nothing but its folder. */
function newestChange(path: string): number {
  const stats = statSync(path, { throwIfNoEntry: false });
  if (!stats) return 0;
  const inside = stats.isDirectory() ? readdirSync(path).map((name) => newestChange(join(path, name))) : [];
  return Math.max(stats.mtimeMs, ...inside);
}

/**
 * Builds into a folder beside the old page and swaps them when it is whole, so that nobody is ever served half a page.
 * Throws `PageBuildError`, with the old page left as it was.
 */
export async function buildPage(root: string): Promise<void> {
  const fresh = makeFolder(join(root, WEB));
  try {
    await runVite(root, fresh);
    swap(fresh, join(root, DIST));
  } finally {
    rmSync(fresh, { recursive: true, force: true });
  }
}

/** Builds it where it is stale. Two may come here at once: the one whose page is not taken is content with the other's. */
export async function ensurePage(root: string): Promise<void> {
  if (!isPageStale(root)) return;
  try {
    await buildPage(root);
  } catch (error) {
    if (isPageStale(root)) throw error;
  }
}

function makeFolder(web: string): string {
  try {
    return mkdtempSync(join(web, '.dist-'));
  } catch (error) {
    throw new PageBuildError(`The page could not be built: ${web} cannot be written (${String(error)}).`);
  }
}

/** A process of its own: the bundler's memory is given back before the server starts. */
function runVite(root: string, outDir: string): Promise<void> {
  const vite = join(root, 'node_modules/vite/bin/vite.js');
  const args = [vite, 'build', '--outDir', outDir, '--logLevel', 'warn'];
  return new Promise((resolve, reject) => {
    execFile(
      process.execPath,
      args,
      { cwd: join(root, WEB), env: { ...process.env, NO_COLOR: '1' } },
      (error, stdout, stderr) => {
        if (error) reject(new PageBuildError(`The page could not be built.\n${stdout}${stderr}`.trim()));
        else resolve();
      },
    );
  });
}

function swap(fresh: string, dist: string): void {
  const old = `${fresh}-old`;
  if (existsSync(dist)) renameSync(dist, old);
  renameSync(fresh, dist);
  rmSync(old, { recursive: true, force: true });
}
