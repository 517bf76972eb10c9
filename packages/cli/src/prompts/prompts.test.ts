/** `tradistry prompts` against a real server. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestServer, type TestServer } from '../../../server/src/testing/start-server.ts';
import { answer, startUpstream, type Upstream } from '../../../server/src/testing/upstream.ts';
import { runCli } from '../testing/run-cli.ts';

let upstream: Upstream;
let server: TestServer;
let env: Record<string, string>;
const folder = mkdtempSync(join(tmpdir(), 'tradistry-prompts-'));

beforeAll(async () => {
  upstream = await startUpstream();
  server = await startTestServer({ JWT_SECRET: '', OPENROUTER_BASE_URL: upstream.url, OPENROUTER_API_KEY: 'k' });
  env = { PORT: new URL(server.url).port, DATA_DIR: server.dataDir };
});
afterAll(async () => {
  await server.close();
  await upstream.close();
  rmSync(folder, { recursive: true });
});

const cli = (...args: string[]) => runCli(['prompts', ...args], env);
const CONTINUE = 'Go on after {{last}}.';

test('a template is saved, compared and labelled', async () => {
  const file = join(folder, 'continuation.mustache');
  writeFileSync(file, `${CONTINUE}\n`);
  expect(await cli('save', 'continuation', file, '--note', 'Shorter.')).toMatchObject({
    code: 0,
    stdout: 'continuation 2\n',
  });
  expect((await cli('show', 'continuation', 'latest')).stdout).toBe(`${CONTINUE}\n`);
  const { stdout: diff } = await cli('diff', 'continuation', '1', '2');
  expect([diff.startsWith('-Your last message'), diff.endsWith(`+${CONTINUE}\n`)]).toEqual([true, true]);
  expect((await cli('label', 'continuation', 'production', 'latest')).stdout).toBe(
    'production of continuation is version 2\n',
  );
  expect((await cli('list')).stdout).toMatch(/continuation {2}LATEST_VERSION: version 2/);
  expect((await cli('list', 'continuation')).stdout).toMatch(/2 {2}.* {2}local {2}latest,production {2}Shorter\.\n/);
});

test('versions go out as files, and what was edited there comes back as a version', async () => {
  const target = join(folder, 'out');
  expect((await cli('export', target)).stdout).toMatch(/^\d+ versions in /);
  expect(readdirSync(join(target, 'continuation'))).toEqual(['001.prompt', '002.prompt']);
  const path = join(target, 'continuation/002.prompt');
  writeFileSync(path, readFileSync(path, 'utf8').replace('Go on', 'Carry on'));
  expect((await cli('import', target)).stdout).toMatch(
    /continuation\/002\.prompt: continuation 3\n1 new, \d+ known\n$/,
  );
});

test('experiments are listed and told in plain words', async () => {
  const authorization = `Bearer ${(await runCli(['token'], env)).stdout.trim()}`;
  const json = {
    ...{ name: 'Shorter', hypothesis: 'Shorter is better.', primary_metric: 'success' },
    variants: ['control', 'shorter'].map((name) => ({ name, version: 1, weight: 1 })),
  };
  const made = await server.call('/api/experiments', { json, headers: { authorization } });
  const { id } = (await made.json()) as { id: string };
  expect((await cli('experiments')).stdout).toBe(`${id}  draft        Shorter (success)\n`);
  expect((await cli('experiments', id)).stdout).toContain('The experiment has not begun.');
});

test('a version is asked about the demo journal, and its answers are counted', async () => {
  upstream.script(answer('I do not have that figure.'));
  const { code, stdout, stderr } = await cli('eval', 'production');
  expect(code).toBe(0);
  expect(stdout).toMatch(/^chat@1 by .*, 21 questions\n {2}right {4}3\n {2}wrong {4}0\n {2}refused {2}18\n/);
  expect(stderr).toMatch(/refused {2}What is my win rate over all time\? \(0?\.?\d+/);
});

test('what cannot be done is told in a sentence', async () => {
  expect(await cli('nonsense')).toMatchObject({ code: 2 });
  expect(await cli('show', 'chat')).toMatchObject({ code: 2, stderr: 'Usage: tradistry prompts show TYPE VERSION\n' });
  expect(await cli('save', 'title', join(folder, 'not-there'))).toMatchObject({ code: 1 });
  expect((await cli('import', join(folder, 'nowhere'))).stderr).toContain('ENOENT');
});
