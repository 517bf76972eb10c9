/** The demo journal over a real port. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { importFile } from '../testing/import-file.ts';
import { THREE_PAIRS, tradovateFile } from '../testing/journal-files.ts';
import { readBody } from '../testing/read-body.ts';
import { type CallInit, startTestServer, type TestServer } from '../testing/start-server.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.close());

const call = async (path: string, init: CallInit = {}) => readBody(await server.call(path, init));

test('a first start offers a demo journal; made, it is marked as such everywhere, and made once', async () => {
  expect((await call('/api/demo')).body).toEqual({ present: false, empty: true });
  expect(await call('/api/demo', { method: 'POST' })).toEqual({ status: 200, body: { present: true, empty: false } });
  const { items: trades } = (await call('/api/trades?limit=200')).body;
  expect(trades.length).toBe(200);
  expect(trades.every((trade: { demo: boolean }) => trade.demo)).toBe(true);
  expect((await call('/api/accounts')).body.items).toMatchObject([
    { name: 'Demo stocks and options', demo: true, balance: '60000' },
    { name: 'Demo futures', demo: true, balance: '25000' },
  ]);
  const { items: notes } = (await call('/api/notes?limit=200')).body;
  expect(notes.length).toBeGreaterThan(100);
  expect(notes.every((note: { demo: boolean }) => note.demo)).toBe(true);
  expect(notes.filter((note: { trade_id: string | null }) => note.trade_id).length).toBeGreaterThan(50);
  const found = (await call('/api/search?q=stop&in=journal&limit=50')).body.items;
  expect(new Set(found.map((hit: { kind: string }) => hit.kind))).toEqual(new Set(['note', 'trade', 'playbook']));
  expect((await call('/api/playbooks')).body.items.length).toBeGreaterThan(3);
  expect((await call('/api/tags')).body.items.length).toBeGreaterThan(3);
  expect((await call('/api/review')).body.items).toEqual([]);
  const count = { metrics: ['trades'] };
  const before = (await call('/api/analytics/query', { json: count })).body.rows;
  expect((await call('/api/demo', { method: 'POST' })).status).toBe(200);
  expect((await call('/api/analytics/query', { json: count })).body.rows).toEqual(before);
  expect((await call('/api/notes?limit=200')).body.items).toHaveLength(notes.length);
});

test('removed, nothing of it is left, and nothing else is gone', async () => {
  const userId = 'both';
  await call('/api/demo', { userId, method: 'POST' });
  await importFile(server, tradovateFile(THREE_PAIRS), { userId });
  await call('/api/notes', { userId, json: { text: 'My own' } });
  expect((await call('/api/demo', { userId, method: 'DELETE' })).status).toBe(204);
  expect((await call('/api/demo', { userId })).body).toEqual({ present: false, empty: false });
  expect((await call('/api/trades', { userId })).body.items).toHaveLength(3);
  expect((await call('/api/accounts', { userId })).body.items).toMatchObject([{ name: 'Tradovate', demo: false }]);
  expect((await call('/api/notes', { userId })).body.items).toMatchObject([{ text: 'My own' }]);
  const { items: left } = (await call('/api/search?q=stop&in=journal', { userId })).body;
  expect(left).toEqual([]);
  expect((await call('/api/playbooks', { userId })).body.items).toEqual([]);
  expect((await call('/api/tags', { userId })).body.items).toEqual([]);
  expect((await call('/api/demo', { userId, method: 'DELETE' })).status).toBe(204);
});

test('an account of the user that has one of its names is not mixed with it', async () => {
  const userId = 'namesake';
  await call('/api/accounts', { userId, json: { name: 'Demo futures' } });
  expect(await call('/api/demo', { userId, method: 'POST' })).toMatchObject({
    status: 409,
    body: { code: 'conflict' },
  });
  expect((await call('/api/demo', { userId })).body).toEqual({ present: false, empty: true });
});
