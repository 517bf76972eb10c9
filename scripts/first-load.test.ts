/** The first load of the page stays small: the chat and nothing else. */
import { globSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { gzipSync } from 'node:zlib';
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { ensurePage } from './build-page.ts';
import { readFirstLoad } from './first-load.ts';

const ROOT = join(import.meta.dirname, '..');
const WEB = join(ROOT, 'packages/web');
const MOST_BYTES = 250 * 1024;

describe('the page', () => {
  beforeAll(() => ensurePage(ROOT));

  test('has at most 250 KiB of script, gzipped, before the chat can be used', () => {
    const { gzippedBytes } = readFirstLoad(join(WEB, 'dist'));
    expect(gzippedBytes).toBeGreaterThan(50 * 1024);
    expect(gzippedBytes).toBeLessThanOrEqual(MOST_BYTES);
  });

  test('loads every page but the chat when somebody goes there', () => {
    const { manifest } = readFirstLoad(join(WEB, 'dist'));
    const pages = globSync(join(WEB, 'src/**/*-page.tsx')).map((path) => relative(WEB, path));
    expect(pages).toEqual(expect.arrayContaining(['src/chat/chat-page.tsx', 'src/ops/ops-page.tsx']));
    const alone = Object.entries(manifest).filter(([, { isDynamicEntry }]) => isDynamicEntry);
    const early = pages.filter((page) => !alone.some(([source]) => source === page));
    expect(early).toEqual(['src/chat/chat-page.tsx']);
  });
});

test('what the entry imports is counted, however far away, once, and what it loads later is not', () => {
  const dist = mkdtempSync(join(tmpdir(), 'tradistry-first-load-'));
  onTestFinished(() => rmSync(dist, { recursive: true }));
  const chunks = {
    'src/main.tsx': { file: 'main.js', isEntry: true, imports: ['_a.js', '_b.js'], dynamicImports: ['src/ops.tsx'] },
    '_a.js': { file: 'a.js', imports: ['_b.js'] },
    '_b.js': { file: 'b.js', imports: ['_a.js'] },
    'src/ops.tsx': { file: 'ops.js', isDynamicEntry: true, imports: ['_a.js'] },
  };
  mkdirSync(join(dist, '.vite'));
  writeFileSync(join(dist, '.vite/manifest.json'), JSON.stringify(chunks));
  for (const { file } of Object.values(chunks)) writeFileSync(join(dist, file), file);
  const { scripts, gzippedBytes } = readFirstLoad(dist);
  expect(scripts).toEqual(['src/main.tsx', '_a.js', '_b.js']);
  expect(gzippedBytes).toBe(['main.js', 'a.js', 'b.js'].reduce((sum, file) => sum + gzipSync(file).length, 0));
});
