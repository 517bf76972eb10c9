/** The command as a shell sees it: words, exit codes, and what it says when it cannot. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { NOBODY, runCli } from './testing/run-cli.ts';

const emptyFolder = () => {
  const folder = mkdtempSync(join(tmpdir(), 'tradistry-cli-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return folder;
};

test('--help lists the commands, and each has its own', async () => {
  const all = await runCli(['--help']);
  expect(all).toMatchObject({ code: 0, stderr: '' });
  for (const name of ['serve', 'ask', 'import', 'token', 'smoke']) expect(all.stdout).toContain(`  ${name}`);
  const results = await Promise.all(
    ['serve', 'ask', 'import', 'token', 'smoke'].map((name) => runCli([name, '--help'])),
  );
  for (const { code, stdout } of results) expect([code, stdout.slice(0, 16)]).toEqual([0, 'Usage: tradistry']);
});

test.each([
  [['nonsense'], 'There is no command "nonsense". See: tradistry --help\n'],
  [['constructor'], 'There is no command "constructor". See: tradistry --help\n'],
  [['ask', '--nonsense', 'q'], "Unknown option '--nonsense'. See: tradistry ask --help\n"],
  [['ask'], 'Ask something: tradistry ask "What is my win rate?"\n'],
  [['import', '--zone', 'UTC'], 'Name a file: tradistry import FILE --zone Europe/Berlin\n'],
  [['token', '--expires', 'soon'], '--expires must be a time such as 30s, 15m, 1h or 7d, not "soon".\n'],
  [['smoke'], 'Name one server: tradistry smoke http://127.0.0.1:3000\n'],
])('%j is asked wrongly: exit code 2 and what to do', async (args, stderr) => {
  expect(await runCli(args)).toEqual({ code: 2, stdout: '', stderr });
});

test('every fault of the environment is told at once', async () => {
  const { code, stderr } = await runCli(['token'], { PORT: 'x', HOST: '0.0.0.0', LOG_LEVEL: 'loud' });
  expect(code).toBe(2);
  expect(stderr).toContain('PORT');
  expect(stderr).toContain('LOG_LEVEL');
});

test.each([[['ask', 'q']], [['import', import.meta.filename, '--zone', 'UTC']], [['smoke', NOBODY]]])(
  'with no server %j says so',
  async (args) => {
    const env = { TRADISTRY_URL: NOBODY, TRADISTRY_TOKEN: 't' };
    const stderr = `No server answers at ${NOBODY}. Start it with: npm start\n`;
    expect(await runCli(args, env)).toEqual({ code: 1, stdout: '', stderr });
  },
);

test('the address is that of PORT where none is given', async () => {
  const { code, stderr } = await runCli(['ask', 'q'], { PORT: '9' });
  expect([code, stderr]).toEqual([1, `No server answers at ${NOBODY}. Start it with: npm start\n`]);
});

test('token needs a server that was started once', async () => {
  const folder = emptyFolder();
  const { code, stderr } = await runCli(['token'], { DATA_DIR: folder });
  expect(code).toBe(1);
  expect(stderr).toContain(`${folder} has no signing secret yet. Start the server first (npm start)`);
});

test('token cannot sign for an identity provider', async () => {
  const { code, stdout, stderr } = await runCli(['token'], { JWT_JWKS_URL: 'https://login.example.com/keys' });
  expect([code, stdout]).toEqual([1, '']);
  expect(stderr).toContain('cannot be made here');
});

test('a file that is not there is told before anything is sent', async () => {
  const { code, stderr } = await runCli(['import', '/nowhere/fills.csv', '--zone', 'UTC'], { TRADISTRY_URL: NOBODY });
  expect([code, stderr]).toEqual([1, 'The file /nowhere/fills.csv cannot be read.\n']);
});
