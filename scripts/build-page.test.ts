/** The page is built when it must be, and never half. */
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { buildPage, isPageStale, PageBuildError } from './build-page.ts';

/** A checkout with the smallest page. */
function checkout(): string {
  const root = mkdtempSync(join(tmpdir(), 'tradistry-page-'));
  onTestFinished(() => rmSync(root, { recursive: true }));
  symlinkSync(join(import.meta.dirname, '../node_modules'), join(root, 'node_modules'));
  for (const folder of ['packages/web/src', 'packages/client/src', 'packages/protocol/src']) {
    mkdirSync(join(root, folder), { recursive: true });
  }
  writeFileSync(join(root, 'packages/web/index.html'), '<script type="module" src="/src/main.js"></script>');
  writeFileSync(join(root, 'packages/web/src/main.js'), 'document.title = "built";');
  writeFileSync(join(root, 'packages/protocol/src/wire.ts'), '');
  return root;
}

const touchLater = (path: string) => utimesSync(path, new Date(), new Date(Date.now() + 5000));

test('a page is stale until it is built, and again when a source changes', async () => {
  const root = checkout();
  expect(isPageStale(root)).toBe(true);
  await buildPage(root);
  expect(isPageStale(root)).toBe(false);
  touchLater(join(root, 'packages/protocol/src/wire.ts'));
  expect(isPageStale(root)).toBe(true);
});

test('a file that was removed makes it stale too', async () => {
  const root = checkout();
  await buildPage(root);
  rmSync(join(root, 'packages/protocol/src/wire.ts'));
  touchLater(join(root, 'packages/protocol/src'));
  expect(isPageStale(root)).toBe(true);
});

test('a new build takes the place of the old one and leaves nothing beside it', async () => {
  const root = checkout();
  await buildPage(root);
  await buildPage(root);
  expect(readdirSync(join(root, 'packages/web')).sort()).toEqual(['dist', 'index.html', 'src']);
});

test('a build that fails says why and leaves the old page as it was', async () => {
  const root = checkout();
  await buildPage(root);
  const before = readFileSync(join(root, 'packages/web/dist/index.html'), 'utf8');
  writeFileSync(join(root, 'packages/web/src/main.js'), 'import "./missing.js";');
  const built = buildPage(root);
  await expect(built).rejects.toThrow(PageBuildError);
  await expect(built).rejects.toThrow('./missing.js');
  expect(readFileSync(join(root, 'packages/web/dist/index.html'), 'utf8')).toBe(before);
  expect(readdirSync(join(root, 'packages/web')).sort()).toEqual(['dist', 'index.html', 'src']);
});

test('a folder that cannot be written is told in a sentence', async () => {
  const nowhere = join(checkout(), 'nowhere');
  await expect(buildPage(nowhere)).rejects.toThrow(/^The page could not be built: .* cannot be written/);
});
