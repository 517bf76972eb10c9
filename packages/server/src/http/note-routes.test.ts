/** Notes and playbooks over a real port. */
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

test('a note is written, read, changed and deleted', async () => {
  const made = await call('/api/notes', {
    json: { text: ' Chased the open. ', symbols: ['NVDA'], tags: ['fomo'], date: '2025-02-03' },
  });
  expect(made).toMatchObject({
    status: 201,
    body: { text: 'Chased the open.', date: '2025-02-03', demo: false, trade_id: null },
  });
  const path = `/api/notes/${made.body.id}`;
  expect((await call(path)).body).toEqual(made.body);
  const changed = await call(path, { method: 'PATCH', json: { text: 'Waited for the open.' } });
  expect(changed.body).toMatchObject({
    text: 'Waited for the open.',
    symbols: ['NVDA'],
    tags: ['fomo'],
    date: '2025-02-03',
  });
  expect((await call(path, { method: 'DELETE' })).status).toBe(204);
  expect((await call(path)).status).toBe(404);
});

test("a note without a day is about the user's today", async () => {
  await call('/api/settings', { method: 'PATCH', json: { time_zone: 'Pacific/Kiritimati' } });
  const before = new Date();
  const { body } = await call('/api/notes', { json: { text: 'Today.' } });
  const days = [before, new Date()].map((time) => time.toLocaleDateString('sv-SE', { timeZone: 'Pacific/Kiritimati' }));
  expect(days).toContain(body.date);
});

test('notes are found by any of the words, by symbol too, best first', async () => {
  const userId = 'searcher';
  const texts = ['Sold too early, again.', 'Sold early because of revenge after a revenge trade.', 'A calm day.'];
  for (const [day, text] of texts.entries()) {
    await call('/api/notes', {
      userId,
      json: { text, date: `2025-02-0${day + 1}`, symbols: day === 2 ? ['TSLA'] : [] },
    });
  }
  const search = async (q: string) => {
    const { body } = await call(`/api/notes?q=${encodeURIComponent(q)}`, { userId });
    return body.items.map((note: { text: string }) => texts.indexOf(note.text));
  };
  expect(await search('early revenge unicorns')).toEqual([1, 0]);
  expect(await search('tsla')).toEqual([2]);
  expect(await search('nothing of the kind')).toEqual([]);
  expect(await search("the ' & | ! ( :* <->")).toEqual([]);
});

test('notes are listed newest day first, page by page', async () => {
  const userId = 'writer';
  for (const day of ['02', '01', '03'])
    await call('/api/notes', { userId, json: { text: day, date: `2025-05-${day}` } });
  const first = (await call('/api/notes?limit=2', { userId })).body;
  const rest = (await call(`/api/notes?limit=2&cursor=${first.next_cursor}`, { userId })).body;
  expect([...first.items, ...rest.items].map((note: { text: string }) => note.text)).toEqual(['03', '02', '01']);
});

test("a note about another user's trade is refused", async () => {
  await importFile(server, tradovateFile(THREE_PAIRS), { userId: 'owner' });
  const [trade] = (await call('/api/trades', { userId: 'owner' })).body.items;
  const about = { text: 'About it', trade_id: trade.id };
  expect((await call('/api/notes', { userId: 'owner', json: about })).status).toBe(201);
  expect(await call('/api/notes', { userId: 'mallory', json: about })).toMatchObject({
    status: 400,
    body: { errors: [{ path: 'trade_id' }] },
  });
  expect((await call('/api/notes', { userId: 'mallory' })).body.items).toEqual([]);
});

test("another user's notes and playbooks are 404", async () => {
  const note = (await call('/api/notes', { json: { text: 'Mine' } })).body;
  const playbook = (await call('/api/playbooks', { json: { name: 'Mine', text: 'Rules' } })).body;
  for (const path of [`/api/notes/${note.id}`, `/api/playbooks/${playbook.id}`, '/api/notes/x', '/api/playbooks/x']) {
    expect((await call(path, { userId: 'mallory' })).status).toBe(404);
    expect((await call(path, { userId: 'mallory', method: 'PATCH', json: { text: 'y' } })).status).toBe(404);
    expect((await call(path, { userId: 'mallory', method: 'DELETE' })).status).toBe(404);
  }
  expect((await call(`/api/notes/${note.id}`)).body.text).toBe('Mine');
});

test('bad notes are refused with all their faults, nothing stored', async () => {
  const json = { text: ' ', trade_id: 'x', date: '2025-02-30', symbols: ['A\0'], tags: 'one', more: 1 };
  const { status, body } = await call('/api/notes', { userId: 'bad', json });
  expect(status).toBe(400);
  expect(body.errors).toHaveLength(6);
  expect((await call('/api/notes', { userId: 'bad' })).body.items).toEqual([]);
});

test('a playbook is written, found, changed and deleted; its name is its own', async () => {
  const userId = 'player';
  const made = await call('/api/playbooks', {
    userId,
    json: { name: 'Opening range', text: 'Buy the break of the range.' },
  });
  expect(made.status).toBe(201);
  expect(await call('/api/playbooks', { userId, json: { name: 'Opening range', text: 'x' } })).toMatchObject({
    status: 409,
  });
  expect((await call('/api/playbooks?q=breaks', { userId })).body.items).toEqual([made.body]);
  const path = `/api/playbooks/${made.body.id}`;
  expect((await call(path, { userId, method: 'PATCH', json: { tags: ['open'] } })).body).toMatchObject({
    tags: ['open'],
    name: 'Opening range',
  });
  expect((await call('/api/playbooks', { userId })).body.items).toHaveLength(1);
  expect((await call(path, { userId, method: 'DELETE' })).status).toBe(204);
  expect((await call(path, { userId })).status).toBe(404);
});
