/** An overloaded server takes on nothing new; what it has begun, and whoever watches it, goes on. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { seeAnswer } from '../testing/see-answer.ts';
import { type Chat, startChat } from '../testing/start-chat.ts';
import { answer } from '../testing/upstream.ts';
import { view } from '../testing/viewer.ts';

const folder = mkdtempSync(join(tmpdir(), 'tradistry-overload-'));
const headers = { 'idempotency-key': 'k' };
const question = { message: 'q', session_id: 's' };
let streamId: string;
let chat: Chat;

/** A first server is told to end in mid-answer; the second one, which has more memory than it may, takes it up. */
beforeAll(async () => {
  const first = await startChat({ DATA_DIR: folder, SHUTDOWN_GRACE_MS: '0' });
  first.upstream.script(['The words before ', { hang: true }]);
  const viewer = await view(first.ask(question, { headers }));
  await viewer.until('The words before ');
  streamId = viewer.streamId;
  await first.close();
  chat = await startChat({ DATA_DIR: folder, OVERLOAD_RSS_MIB: '1' });
  chat.upstream.script(answer('and after.'));
});
afterAll(async () => {
  await chat.close();
  rmSync(folder, { recursive: true, force: true });
});

test('new questions and imports are refused, and told when to come back', async () => {
  await expect.poll(async () => (await chat.ask({ message: 'new' })).status, { timeout: 10_000 }).toBe(503);
  const form = new FormData();
  form.set('file', new Blob(['x']), 'x.csv');
  const upload = { method: 'POST', body: form };
  for (const response of [await chat.ask({ message: 'new' }), await chat.server.call('/api/imports', upload)]) {
    expect(Number(response.headers.get('retry-after'))).toBe(5);
    expect([response.status, await response.json()]).toMatchObject([503, { code: 'overloaded', limit: 'memory' }]);
  }
});

test('what runs is finished, can be come back to, joined and read', async () => {
  const back = await view(chat.server.call(`/api/ai/chat/streams/${streamId}`));
  await back.done;
  expect([back.shown().startsWith('The words before '), back.ended]).toEqual([true, true]);
  const joined = await seeAnswer(await chat.ask(question, { headers }));
  expect(joined.session.stream_id).toBe(streamId);
  expect((await chat.stored('s')).at(-1)).toMatchObject({ content: back.shown(), status: 'complete' });
});
