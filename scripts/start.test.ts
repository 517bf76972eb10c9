/** `npm start` as whoever keeps a service running has it: a program that is told to end by a signal to its process. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { copyTemplateFolder } from '../packages/server/src/testing/test-database.ts';

test('a signal to npm ends the server as one to the server does', async () => {
  const folder = copyTemplateFolder();
  const env = { ...process.env, PORT: '0', DATA_DIR: folder, EMBEDDINGS_MODEL: 'none', LOG_LEVEL: 'silent' };
  // A group of its own: what a signal to npm does not end is ended with it.
  const npm = spawn('npm', ['start'], { cwd: join(import.meta.dirname, '..'), env, detached: true });
  const gone = once(npm, 'close');
  try {
    let said = '';
    while (!/http:\/\/\S+/.test(said)) said += String((await once(npm.stdout, 'data'))[0]);
    npm.kill('SIGTERM');
    // Its pipes close once nobody has them any more: neither npm nor the server.
    await gone;
    const [address] = /http:\/\/[^\s#]+/.exec(said) ?? [''];
    await expect(fetch(address)).rejects.toThrow();
  } finally {
    if (npm.pid !== undefined && npm.exitCode === null && npm.signalCode === null) process.kill(-npm.pid, 'SIGKILL');
    rmSync(folder, { recursive: true });
  }
});
