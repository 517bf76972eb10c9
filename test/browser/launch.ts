/** Launches a real Chromium for browser tests: the machine's own where there is one, otherwise the one that npm brought. */
import { existsSync } from 'node:fs';
import chromiumFromNpm from '@sparticuz/chromium';
import { type Browser, chromium } from 'playwright-core';

const SYSTEM_CHROMIUM = '/usr/bin/chromium';

/** A headless browser; `await using` or `close()` ends it. Throws with what to do when there is no Chromium for this machine. */
export async function launchBrowser(): Promise<Browser> {
  const own = process.env['CHROMIUM_PATH'] || (existsSync(SYSTEM_CHROMIUM) ? SYSTEM_CHROMIUM : null);
  if (own) return chromium.launch({ executablePath: own, args: ['--no-sandbox'] });
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw new Error(
      'The Chromium from npm is for Linux x64 only. Set CHROMIUM_PATH to a Chromium or Chrome of this machine.',
    );
  }
  const executablePath = await chromiumFromNpm.executablePath();
  return chromium.launch({ executablePath, args: [...chromiumFromNpm.args, '--no-sandbox'] });
}
