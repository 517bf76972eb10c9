/** `npm start`: builds the page if need be, then runs the server in this process, so that signals and exit codes are its own. */
import { join } from 'node:path';
import { buildPage, isPageStale, PageBuildError } from './build-page.ts';

const root = join(import.meta.dirname, '..');

if (await pageIsReady()) {
  const { main } = await import('../packages/server/src/main.ts');
  await main();
}

async function pageIsReady(): Promise<boolean> {
  if (!isPageStale(root)) return true;
  process.stdout.write('Building the page, a few seconds...\n');
  try {
    await buildPage(root);
    return true;
  } catch (error) {
    if (!(error instanceof PageBuildError)) throw error;
    process.stderr.write(`${error.message}\nRun npm ci, then npm start again.\n`);
    process.exitCode = 1;
    return false;
  }
}
