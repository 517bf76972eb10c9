/** What integrators get: small, whole, typed, without Zod. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { buildClient, bundleClient } from '../build.ts';

test('the bundle is under 8 KiB gzipped and free of Zod', async () => {
  const code = await bundleClient({ minify: true });
  expect(gzipSync(code).length).toBeLessThan(8 * 1024);
  expect(code).not.toMatch(/zod/i);
});

test('the built package runs and type-checks strictly with nothing beside it', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'tradistry-client-'));
  try {
    const installed = join(folder, 'node_modules/@tradistry/client');
    mkdirSync(installed, { recursive: true });
    await buildClient(installed);
    writeFileSync(join(folder, 'package.json'), '{ "type": "module" }');
    writeFileSync(join(folder, 'use.ts'), USE);
    const tsc = join(import.meta.dirname, '../../../node_modules/typescript/bin/tsc');
    const strict = ['--noEmit', '--strict', '--exactOptionalPropertyTypes', '--noUncheckedIndexedAccess'];
    const target = [
      '--module',
      'nodenext',
      '--target',
      'es2022',
      '--lib',
      'es2023,dom,dom.asynciterable',
      '--types',
      '',
    ];
    execFileSync(process.execPath, [tsc, ...strict, ...target, 'use.ts'], { cwd: folder });
    const output = execFileSync(process.execPath, ['use.ts'], { cwd: folder, encoding: 'utf8' });
    expect(output).toBe('connection_lost true\n');
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

// Uses the types where they matter: a union told apart by `type`, an optional field, an error's code.
const USE = `import { ChatError, collect, createClient, type StreamingChatResponse } from '@tradistry/client';
const fails: typeof fetch = () => Promise.reject(new TypeError('no network'));
const client = createClient({ baseUrl: 'http://127.0.0.1:1', fetch: fails, retry: { attempts: 1 } });
let answer = '';
try {
  for await (const chunk of client.chat.stream({ message: 'q', session_id: undefined })) {
    if (chunk.type === 'token') answer = answer.slice(0, chunk.at) + chunk.content;
    if (chunk.type === 'done') answer += chunk.usage?.total_tokens.toFixed(0) ?? chunk.layer ?? '';
    // @ts-expect-error a warning's code is one of a closed list
    if (chunk.type === 'warning' && chunk.code === 'nonsense') answer = '';
  }
  const whole: StreamingChatResponse = await collect(client.chat.resume('s'));
  console.log(whole.saved?.message_id);
} catch (error) {
  if (!(error instanceof ChatError)) throw error;
  if (error.code === 'turn_in_progress') client.chat.resume(error.streamId ?? '');
  console.log(error.code, error.retryable);
}
`;
