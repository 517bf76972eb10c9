/** The commands against a real server. */
import { once } from 'node:events';
import { readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { decodeJwt } from 'jose';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { readArchive } from '../../server/src/testing/read-archive.ts';
import { startTestServer, type TestServer } from '../../server/src/testing/start-server.ts';
import { copyTemplateFolder } from '../../server/src/testing/test-database.ts';
import { answer, startUpstream, type Upstream } from '../../server/src/testing/upstream.ts';
import { runCli, startCli } from './testing/run-cli.ts';

let upstream: Upstream;
let server: TestServer;
let env: Record<string, string>;

beforeAll(async () => {
  upstream = await startUpstream();
  server = await startTestServer({ JWT_SECRET: '', OPENROUTER_BASE_URL: upstream.url, OPENROUTER_API_KEY: 'k' });
  env = { PORT: new URL(server.url).port, DATA_DIR: server.dataDir };
});
afterAll(async () => {
  await server.close();
  await upstream.close();
});

// A long that wins 10.25 points at 5 dollars each, a short that loses 5 points at 2.
const PERFORMANCE = `symbol,_priceFormat,_priceFormatType,_tickSize,buyFillId,sellFillId,qty,buyPrice,sellPrice,pnl,boughtTimestamp,soldTimestamp,duration
MESM5,-2,0,0.25,101,102,1,5000.00,5010.25,$51.25,03/03/2025 10:00:00,03/03/2025 10:05:00,5min
MNQM5,-2,0,0.25,104,103,1,20005.00,20000.00,$(10.00),03/03/2025 11:05:00,03/03/2025 11:00:00,5min
`;

const withToken = async (args: readonly string[], path: string) => {
  const { stdout } = await runCli(['token', ...args], env);
  return fetch(server.url + path, { headers: { authorization: `Bearer ${stdout.trim()}` } });
};

const freshFolder = () => {
  const folder = copyTemplateFolder();
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return folder;
};

test('ask streams the answer, and nothing else, to stdout', async () => {
  upstream.script(answer('Your win rate ', 'is 59 %.'));
  expect(await runCli(['ask', 'What is my win rate?'], env)).toMatchObject({
    code: 0,
    stdout: 'Your win rate is 59 %.\n',
  });
  expect(upstream.calls.at(-1)?.body.messages.at(-1)?.content).toContain('What is my win rate?');
});

test('ask goes on with a session', async () => {
  upstream.script(answer('First.'));
  await runCli(['ask', 'One?', '--session', 'cli:1'], env);
  await runCli(['ask', 'Two?', '--session', 'cli:1'], env);
  const messages = await (await withToken([], '/api/ai/chat/sessions/cli:1/messages')).json();
  expect(messages.items).toHaveLength(4);
});

test('an answer cannot drive the terminal', async () => {
  upstream.script(answer('\u001b[2Jred\u0007\u009b31m\tok'));
  expect((await runCli(['ask', 'q'], env)).stdout).toBe('[2Jred31m\tok\n');
});

test('a refused question is an error for people', async () => {
  const { code, stdout, stderr } = await runCli(['ask', 'q', '--model', 'nonsense'], env);
  expect([code, stdout]).toEqual([1, '']);
  expect(stderr).not.toBe('');
});

test('Ctrl-C stops the turn and keeps what was written', async () => {
  upstream.script(answer('The first words.', { hang: true }));
  const asked = startCli(['ask', 'q', '--session', 'cli:stop'], env);
  await asked.shows('The first words.');
  asked.child.kill('SIGINT');
  expect(await asked.finished).toMatchObject({ code: 130, stdout: 'The first words.\n' });
  const messages = await (await withToken([], '/api/ai/chat/sessions/cli:stop/messages')).json();
  expect(messages.items.at(-1)).toMatchObject({ content: 'The first words.', status: 'stopped' });
});

test('import ends with the report, and the same file twice adds nothing', async () => {
  const file = join(freshFolder(), 'Performance.csv');
  writeFileSync(file, PERFORMANCE);
  const args = ['import', file, '--zone', 'America/New_York', '--account', 'CLI'];
  const dry = await runCli([...args, '--dry-run'], env);
  expect([dry.code, dry.stdout.split('\n')[0]]).toEqual([0, 'Performance.csv: a dry run, nothing was stored']);
  const first = await runCli(args, env);
  expect(first).toMatchObject({ code: 0, stderr: '' });
  expect(first.stdout).toContain('times in America/New_York, account CLI\n  rows        2 read: 2 imported, 0 skipped');
  expect(first.stdout).toContain('P&L         41.25; the file states 41.25, difference 0.00\n');
  expect((await runCli(args, env)).stdout).toContain('  rows        2 read: 0 imported, 2 skipped, 0 to review\n');
});

test('an import that fails ends with 1 and says why', async () => {
  const file = join(freshFolder(), 'notes.txt');
  writeFileSync(file, 'bought some, sold some\n');
  const { code, stdout } = await runCli(['import', file, '--zone', 'UTC'], env);
  expect(code).toBe(1);
  expect(stdout).toContain('notes.txt: failed. ');
});

test('export writes one whole file, whose executions import as what is there already', async () => {
  const folder = freshFolder();
  const file = join(folder, 'all.zip');
  const { code, stdout, stderr } = await runCli(['export', file], env);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(stdout).toBe(`${file}: ${statSync(file).size.toLocaleString('en-US')} bytes\n`);
  const executions = (await readArchive(readFileSync(file))).get('executions/CLI.csv') ?? '';
  writeFileSync(join(folder, 'CLI.csv'), executions);
  const again = await runCli(['import', join(folder, 'CLI.csv')], env);
  expect(again.stdout).toContain('  rows        4 read: 0 imported, 4 skipped, 0 to review\n');
});

test('export to where nothing can be written says so', async () => {
  const { code, stderr } = await runCli(['export', join(freshFolder(), 'missing', 'all.zip')], env);
  expect(code).toBe(1);
  expect(stderr).toContain('cannot be written: ENOENT.');
});

test('token is good for the API, for whom and for how long it was made', async () => {
  expect((await withToken([], '/api/settings')).status).not.toBe(401);
  expect((await withToken(['--scope', 'ops:read'], '/api/ai/chat/sessions')).status).toBe(403);
  const { stdout } = await runCli(['token', '--user', 'bob', '--expires', '2d'], {
    JWT_SECRET: 's',
    JWT_ISSUER: 'i',
    JWT_AUDIENCE: 'a',
  });
  const { sub, iss, aud, iat = 0, exp = 0, ...rest } = decodeJwt(stdout.trim());
  expect({ sub, iss, aud, seconds: exp - iat, rest }).toEqual({
    ...{ sub: 'bob', iss: 'i', aud: 'a', seconds: 172_800 },
    rest: { scope: 'chat prompts:read prompts:write ops:read ops:write' },
  });
});

test('smoke passes on a server that works', async () => {
  upstream.script(answer('Your win rate is 59 %.'));
  const { code, stdout } = await runCli(['smoke', server.url], env);
  expect([code, stdout.split('\n').at(-2)]).toEqual([0, 'All steps passed.']);
});

test('smoke fails on something else', async () => {
  const other = createServer((_request, response) => void response.end('{}')).listen(0, '127.0.0.1');
  await once(other, 'listening');
  const { port } = other.address() as AddressInfo; // The address of a listening TCP server.
  const { code, stdout } = await runCli(['smoke', `http://127.0.0.1:${port}`], { TRADISTRY_TOKEN: 't' });
  other.close();
  expect(code).toBe(1);
  expect(stdout).toContain('FAILED ask: The answer is not a stream.');
});

test('serve runs until it is told to stop', async () => {
  const served = startCli(['serve'], { PORT: '0', DATA_DIR: freshFolder(), SHUTDOWN_GRACE_MS: '100' });
  const printed = await served.shows('#key=');
  const { origin } = new URL(/http\S+/.exec(printed)?.[0] ?? '');
  expect((await fetch(`${origin}/healthz`)).status).toBe(200);
  served.child.kill('SIGTERM');
  const { code, stderr } = await served.finished;
  expect(code).toBe(0);
  expect(stderr).not.toContain('ExperimentalWarning');
});

test('serve says when the port is taken', async () => {
  const { code, stderr } = await runCli(['serve'], { PORT: env['PORT'] ?? '', DATA_DIR: freshFolder() });
  expect(code).toBe(1);
  expect(stderr).toContain(`Port ${env['PORT']} is in use`);
});
