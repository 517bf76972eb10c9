/** What becomes of a stream after its end: replay over restarts, expiry after a day; and a server that does not stream. */
import { rmSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openPool } from '../db/database.ts';
import { openEmbedded } from '../db/embedded.ts';
import { readWhole } from '../testing/read-stream.ts';
import { startTestServer } from '../testing/start-server.ts';
import { copyTemplateFolder } from '../testing/test-database.ts';

let folder = '';
beforeAll(() => {
  folder = copyTemplateFolder();
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function asOwner(sql: string): Promise<void> {
  const embedded = await openEmbedded(folder);
  const pool = openPool({ connection: { socketFolder: embedded.socketFolder }, poolSize: 1 });
  await pool.query(sql);
  await pool.end();
  await embedded.close();
}

test('a stream is replayed byte for byte after a restart, and is gone after a day, when its answer is still a message', async () => {
  const first = await startTestServer({ DATA_DIR: folder });
  const response = await first.call('/api/ai/chat/stream', { json: { message: 'How am I doing?', session_id: 's' } });
  const path = `/api/ai/chat/streams/${response.headers.get('x-stream-id')}`;
  await readWhole(response);
  const before = await (await first.call(`${path}?include=figure`)).text();
  await first.close();

  const second = await startTestServer({ DATA_DIR: folder });
  expect(await (await second.call(`${path}?include=figure`)).text()).toBe(before);
  await second.close();

  await asOwner("UPDATE tradistry.turns SET ended_at = ended_at - interval '25 hours'");
  const third = await startTestServer({ DATA_DIR: folder });
  const expired = await third.call(path);
  expect([expired.status, await expired.json()]).toEqual([410, expect.objectContaining({ code: 'stream_expired' })]);
  const { items } = (await (await third.call('/api/ai/chat/sessions/s/messages')).json()) as { items: unknown[] };
  expect(items).toHaveLength(2);
  await third.close();
});

test('where streaming is switched off the whole answer is still to be had', async () => {
  await using server = await startTestServer({ STREAMING_ENABLED: 'false' });
  const refused = await server.call('/api/ai/chat/stream', { json: { message: 'q' } });
  expect([refused.status, await refused.json()]).toEqual([
    403,
    expect.objectContaining({ code: 'streaming_disabled' }),
  ]);
  expect((await server.call('/api/ai/chat', { json: { message: 'q' } })).status).toBe(200);
});
