/** Launches a real Chromium for browser tests: the machine's own where there is one, otherwise the one that npm brought. */
import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { type Browser, chromium } from 'playwright-core';

const SYSTEM_CHROMIUM = '/usr/bin/chromium';
const CACHE = join(import.meta.dirname, '../../node_modules/.cache');

/** A headless browser; `await using` or `close()` ends it. Throws with what to do when there is no Chromium for this machine. */
export async function launchBrowser(): Promise<Browser> {
  const own = process.env['CHROMIUM_PATH'] || (existsSync(SYSTEM_CHROMIUM) ? SYSTEM_CHROMIUM : null);
  if (own) return chromium.launch({ executablePath: own, args: ['--no-sandbox'] });
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw new Error(
      'The Chromium from npm is for Linux x64 only. Set CHROMIUM_PATH to a Chromium or Chrome of this machine.',
    );
  }
  const folder = await unpackedChromium();
  // Not the package's own arguments: they switch off the same-origin policy and run everything in one process.
  return chromium.launch({
    executablePath: join(folder, 'chromium'),
    args: ['--no-sandbox', '--no-zygote'],
    env: { ...process.env, FONTCONFIG_PATH: join(folder, 'fonts') },
  });
}

/**
 * The package unpacks straight into the system's temporary folder and takes any file of that name for the whole browser:
 * two test processes at once, or one killed on the way, would start half a binary. So each unpacks into a folder
 * of its own, in a process of its own because the place is `TMPDIR`, and the first to finish gives it its name.
 */
async function unpackedChromium(): Promise<string> {
  const folder = join(CACHE, 'chromium');
  const binary = join(folder, 'chromium');
  if (existsSync(binary)) return folder;
  // A browser that outlived its folder leaves a part of it behind.
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(CACHE, { recursive: true });
  const mine = mkdtempSync(join(CACHE, 'chromium-'));
  await promisify(execFile)(process.execPath, [join(import.meta.dirname, 'unpack-chromium.ts')], {
    env: { ...process.env, TMPDIR: mine },
  });
  try {
    renameSync(mine, folder);
  } catch (error) {
    rmSync(mine, { recursive: true, force: true });
    if (!existsSync(binary)) throw error;
  }
  return folder;
}
