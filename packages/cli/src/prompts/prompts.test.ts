/** `tradistry prompts` against a real server. */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
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

test('an experiment is made from a file, started, weighed, told in plain words and ended', async () => {
  const file = join(folder, 'shorter.json');
  const variants = ['control', 'shorter'].map((name) => ({ name, version: 1, weight: 1 }));
  const made = { name: 'Shorter', hypothesis: 'Shorter is better.', primary_metric: 'success', variants };
  writeFileSync(file, JSON.stringify(made));
  const id = (await cli('experiments', 'create', file)).stdout.trim();
  expect((await cli('experiments')).stdout).toBe(`${id}  draft        Shorter (chat by success)\n`);
  expect((await cli('experiments', id)).stdout).toContain('The experiment has not begun.');
  expect((await cli('experiments', 'start', id)).stdout).toBe('Shorter: running, control 50.0 %, shorter 50.0 %\n');
  expect((await cli('experiments', 'weights', id, 'control=1', 'shorter=3')).stdout).toBe(
    'Shorter: running, control 25.0 %, shorter 75.0 %\n',
  );
  expect((await cli('experiments', id)).stdout).toContain('Not enough data: 0 of about 900 users.');
  expect((await cli('experiments', 'end', id, '--reason', 'Enough.')).stdout).toContain('Shorter: stopped');
  expect((await cli('experiments', id)).stdout).toContain('Enough.');
});

test('a strategy is set, a label removed, and all of it is in the audit', async () => {
  expect(await cli('label', 'continuation', 'mine', '1')).toMatchObject({ code: 0 });
  expect(await cli('strategy', 'continuation', 'LATEST_VERSION', '--label', 'mine')).toMatchObject({ code: 0 });
  expect((await cli('list')).stdout).toMatch(/continuation {2}LATEST_VERSION: version 1/);
  await cli('strategy', 'continuation', 'LATEST_VERSION');
  expect(await cli('unlabel', 'continuation', 'mine')).toMatchObject({ code: 0 });
  const { stdout } = await cli('audit');
  expect(stdout.split('\n')[0]).toMatch(/ local {2}label_removed {2}continuation/);
});

test('lists are told to their end', async () => {
  const target = join(folder, 'many');
  mkdirSync(target);
  for (let n = 0; n < 210; n += 1) {
    const head = JSON.stringify({ type: 'continuation', note: `Number ${n}.` });
    writeFileSync(join(target, `${n}.prompt`), `${head}\n---\nGo on for the time ${n} after {{last}}.\n`);
  }
  expect((await cli('import', target)).stdout).toMatch(/210 new, 0 known\n$/);
  const { stdout } = await cli('list', 'continuation');
  expect(stdout.split('\n').filter((line) => line.includes('Number ')).length).toBe(210);
  expect((await cli('audit')).stdout.split('\n').length).toBeGreaterThan(210);
});

test('a question is tried with two versions, and nothing is kept of it', async () => {
  upstream.script(answer('It was ', 'fine.'));
  const { code, stdout, stderr } = await cli('try', '1', 'production', 'How was my week?');
  expect([code, stdout]).toEqual([0, '== 1\nIt was fine.\n== production\nIt was fine.\n']);
  expect(stderr).toMatch(/first token after \d+ ms, \d+ tokens, /);
  const authorization = `Bearer ${(await runCli(['token'], env)).stdout.trim()}`;
  const sessions = await server.call('/api/ai/chat/sessions', { headers: { authorization } });
  expect(await sessions.json()).toMatchObject({ items: [] });
  expect(await cli('try', 'nowhere', 'How was my week?')).toMatchObject({ code: 1 });
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
