/** The rules of biome.json that keep the architecture must be able to fail: one planted violation of each kind. */
import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';

const biome = join(import.meta.dirname, '../node_modules/.bin/biome');
const config = JSON.parse(readFileSync(join(import.meta.dirname, '../biome.json'), 'utf8'));

/** The rules that `files` break, sorted. */
async function lint(files: Record<string, string>): Promise<string[]> {
  const root = mkdtempSync(join(tmpdir(), 'tradistry-lint-'));
  try {
    const all = { ...files, 'biome.json': JSON.stringify({ ...config, vcs: { enabled: false } }) };
    for (const [file, text] of Object.entries(all)) {
      mkdirSync(dirname(join(root, file)), { recursive: true });
      writeFileSync(join(root, file), text);
    }
    const run = promisify(execFile)(biome, ['lint', '--reporter=github', '.'], { cwd: root });
    const { stdout } = await run.catch((failure: { stdout: string }) => failure);
    return [...new Set([...stdout.matchAll(/title=lint\/\w+\/(\w+)/g)].map((match) => match[1] ?? ''))].sort();
  } finally {
    rmSync(root, { recursive: true });
  }
}

test.each([
  ['a cycle', 'noImportCycles', { 'a.ts': "import './b.ts';", 'b.ts': "import './a.ts';" }],
  [
    'a cycle of types',
    'noImportCycles',
    {
      'a.ts': "import type { B } from './b.ts';\nexport type A = B;",
      'b.ts': "import type { A } from './a.ts';\nexport type B = A | 1;",
    },
  ],
  ['a barrel', 'noBarrelFile', { 'packages/a/src/chat/index.ts': "export { a } from './a.ts';" }],
  ['the environment read outside main', 'noProcessEnv', { 'packages/a/src/a.ts': 'export const a = process.env;' }],
  ['output by console', 'noConsole', { 'a.ts': 'console.log(1);' }],
  ['any', 'noExplicitAny', { 'a.ts': 'export const a: any = 1;' }],
  ['a non-null assertion', 'noNonNullAssertion', { 'a.ts': 'export const a = (b: string | null) => b!;' }],
  ['an empty catch', 'noEmptyBlockStatements', { 'a.ts': 'try {\n  await 1;\n} catch {}' }],
  ['a promise nobody awaits', 'noFloatingPromises', { 'a.ts': 'async function a() {\n  await 1;\n}\na();' }],
  ['a fourth parameter', 'useMaxParams', { 'a.ts': 'export const a = (b: 1, c: 1, d: 1, e: 1) => [b, c, d, e];' }],
  ['a file name in another case', 'useFilenamingConvention', { 'fooBar.ts': 'export const a = 1;' }],
  ['a skipped test', 'noSkippedTests', { 'a.test.ts': "import { test } from 'vitest';\ntest.skip('a', () => {});" }],
  ['a focused test', 'noFocusedTests', { 'a.test.ts': "import { test } from 'vitest';\ntest.only('a', () => {});" }],
])('%s is found', async (_kind, rule, files) => {
  expect(await lint(files)).toContain(rule);
});

test("a package's own index.ts may re-export", async () => {
  expect(await lint({ 'packages/a/src/index.ts': "export * from './a.ts';", 'packages/a/src/a.ts': '' })).toEqual([]);
});
