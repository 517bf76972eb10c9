/** Imports over a real port. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { importFile, postFile } from '../testing/import-file.ts';
import { CLOSE, OPEN, THREE_PAIRS, tastytradeFile, tradovateFile } from '../testing/journal-files.ts';
import { readBody } from '../testing/read-body.ts';
import { startTestServer, type TestServer } from '../testing/start-server.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.close());

const FILE = tradovateFile(THREE_PAIRS);
const get = async (path: string, userId: string) => readBody(await server.call(path, { userId }));
const zone = { time_zone: 'Europe/Berlin' };

test('an import accounts for every row and reconciles with the P&L that the file states', async () => {
  const report = await importFile(server, FILE, { userId: 'imports', fields: zone });
  expect(report).toMatchObject({
    status: 'done',
    progress: 1,
    account: 'Tradovate',
    format: 'tradovate_performance',
    time_zone: 'Europe/Berlin',
    file_name: 'Performance.csv',
    rows: { read: 3, imported: 3, skipped: 0, review: 0 },
    executions: 6,
    trades: 3,
    pnl: { ours: '125', stated: '125', difference: '0' },
    problems: [],
    error: null,
  });
  const { body } = await get('/api/trades?unit=pair', 'imports');
  expect(body.items.map((trade: { net_pnl: string }) => Number(trade.net_pnl))).toEqual([100, -25, 50]);
  expect(body.items[0].exit_time).toBe('2025-01-08T09:05:00.000Z');
});

test('the same file twice adds nothing and says so of each row', async () => {
  await importFile(server, FILE, { userId: 'twice' });
  const again = await importFile(server, FILE, { userId: 'twice' });
  expect(again).toMatchObject({ executions: 0, rows: { read: 3, imported: 0, skipped: 3, review: 0 } });
  expect(again.problems.map((problem) => [problem.row, problem.code])).toEqual([
    [2, 'already_imported'],
    [3, 'already_imported'],
    [4, 'already_imported'],
  ]);
  expect((await get('/api/trades', 'twice')).body.items).toHaveLength(3);
});

test('a later, overlapping export adds only what is new', async () => {
  await importFile(server, tradovateFile(THREE_PAIRS.slice(0, 2)), { userId: 'overlap' });
  const later = await importFile(server, FILE, { userId: 'overlap' });
  expect(later).toMatchObject({ executions: 2, trades: 1, rows: { imported: 1, skipped: 2 } });
});

test('a dry run reports and stores nothing', async () => {
  const report = await importFile(server, FILE, { userId: 'dry', fields: { dry_run: 'true' } });
  expect(report).toMatchObject({ status: 'done', dry_run: true, account_id: null, executions: 6, trades: 3 });
  expect((await get('/api/trades', 'dry')).body.items).toEqual([]);
  expect((await get('/api/accounts', 'dry')).body.items).toEqual([]);
});

test('a row that cannot be read is in no figure, and its line is named', async () => {
  const broken = { fill: 106, buy: 'abc', sell: '1', pnl: '$1.00', day: 9 };
  const report = await importFile(server, tradovateFile([...THREE_PAIRS, broken]), { userId: 'broken' });
  expect(report).toMatchObject({ rows: { read: 4, imported: 3, review: 1 }, pnl: { ours: '125' } });
  expect(report.problems[0]).toMatchObject({ row: 5 });
  expect((await get('/api/trades', 'broken')).body.items).toHaveLength(3);
});

test('rows that could not be read are counted beside every figure, once, until their imports are undone', async () => {
  const userId = 'unread';
  const inReview = async (filters = {}) => {
    const query = { metrics: ['trades'], filters };
    return (await readBody(await server.call('/api/analytics/query', { userId, json: query }))).body.completeness
      .in_review;
  };
  const broken = { fill: 106, buy: 'abc', sell: '1', pnl: '$1.00', day: 9 };
  const file = tradovateFile([...THREE_PAIRS, broken]);
  await importFile(server, file, { userId, fields: { dry_run: 'true' } });
  expect(await inReview()).toBe(0);
  const imports = [await importFile(server, file, { userId }), await importFile(server, file, { userId })];
  expect(await inReview()).toBe(1);
  await importFile(server, tradovateFile([broken, broken]), { userId, fields: { account: 'Other' } });
  expect(await inReview()).toBe(3);
  expect(await inReview({ accounts: ['other'] })).toBe(2);
  for (const { id } of imports) await server.call(`/api/imports/${id}`, { method: 'DELETE', userId });
  expect(await inReview()).toBe(2);
});

test('a close without an open is in the review with its reason, and in no figure, until the open comes', async () => {
  const userId = 'reviewer';
  const report = await importFile(server, tastytradeFile([CLOSE]), { userId });
  expect(report).toMatchObject({
    rows: { read: 1, imported: 0, skipped: 0, review: 1 },
    trades: 0,
    pnl: { ours: '0' },
  });
  expect(report.problems).toMatchObject([{ row: 2 }]);
  const { items } = (await get('/api/review', userId)).body;
  expect(items).toMatchObject([
    { symbol: 'XYZ', side: 'sell', row: 2, code: report.problems[0]?.code, import_id: report.id },
  ]);
  const whole = await importFile(server, tastytradeFile([CLOSE, OPEN]), { userId });
  expect(whole).toMatchObject({
    rows: { read: 2, imported: 1, skipped: 1, review: 0 },
    trades: 1,
    pnl: { ours: '199.5' },
  });
  expect((await get('/api/review', userId)).body.items).toEqual([]);
});

test('a stated P&L that our figures do not give is named with its row', async () => {
  const wrong = { fill: 106, buy: '6000.00', sell: '6010.00', pnl: '$60.00', day: 9 };
  const report = await importFile(server, tradovateFile([wrong]), { userId: 'differs' });
  expect(report.pnl).toEqual({ ours: '50', stated: '60', difference: '-10' });
  expect(report.problems).toMatchObject([{ row: 2, code: 'pnl_differs' }]);
});

test('undoing takes the trades away; importing again brings back their ids and tags', async () => {
  const userId = 'undo';
  const report = await importFile(server, FILE, { userId });
  const before = (await get('/api/trades', userId)).body.items;
  await server.call(`/api/trades/${before[0].id}`, { method: 'PATCH', userId, json: { tags: ['kept'] } });
  const undone = await readBody(await server.call(`/api/imports/${report.id}`, { method: 'DELETE', userId }));
  expect(undone).toMatchObject({ status: 200, body: { status: 'undone' } });
  expect((await get('/api/trades', userId)).body.items).toEqual([]);
  expect((await get('/api/tags', userId)).body.items).toEqual([]);
  await importFile(server, FILE, { userId });
  const after = (await get('/api/trades', userId)).body.items;
  expect(after.map((trade: { id: string }) => trade.id)).toEqual(before.map((trade: { id: string }) => trade.id));
  expect(after[0].tags).toEqual(['kept']);
});

test('a file that cannot be read ends as failed with words, and leaves nothing', async () => {
  const report = await importFile(server, 'no table at all', { userId: 'unreadable' });
  expect(report).toMatchObject({ status: 'failed', account_id: null, executions: 0, error: { code: 'not_csv' } });
  expect(report.error?.message).toMatch(/CSV/);
  expect((await get('/api/accounts', 'unreadable')).body.items).toEqual([]);
  expect(readdirSync(join(server.dataDir, 'uploads'))).toEqual([]);
});

test('columns mapped once are kept for the next file with that header', async () => {
  const header = 'When,What,Way,How many,At';
  const rows = ['2025-01-06 10:00:00,AAPL,buy,10,100', '2025-01-06 11:00:00,AAPL,sell,10,101'];
  const file = [header, ...rows, ''].join('\n');
  const unknown = await importFile(server, file, { userId: 'mapper' });
  expect(unknown).toMatchObject({ status: 'failed', error: { code: 'mapping_needed' } });
  expect(unknown.error?.mapping_needed?.header).toEqual(header.split(','));
  const mapping = { time: 'When', symbol: 'What', side: 'Way', quantity: 'How many', price: 'At' };
  const fields = { mapping: JSON.stringify(mapping) };
  const mapped = await importFile(server, file, { userId: 'mapper', fields });
  expect(mapped).toMatchObject({ status: 'done', format: 'generic', trades: 1, pnl: { ours: '10' } });
  const next = await importFile(server, file.replaceAll('-06 ', '-07 '), { userId: 'mapper' });
  expect(next).toMatchObject({ status: 'done', executions: 2 });
});

test('an account keeps the time zone that it was first imported with', async () => {
  const userId = 'zones';
  await importFile(server, FILE, { userId, fields: { account: 'Mine', time_zone: 'America/New_York' } });
  const next = await importFile(server, FILE, { userId, fields: { account: 'Mine' } });
  expect(next.time_zone).toBe('America/New_York');
  await importFile(server, FILE, { userId, fields: { time_zone: 'Asia/Tokyo' } });
  expect((await importFile(server, FILE, { userId })).time_zone).toBe('Asia/Tokyo');
});

test('the zone given with the first import is the user’s own, unless they have one', async () => {
  const userId = 'settled';
  const own = async () => (await get('/api/settings', userId)).body.time_zone;
  const before = await own();
  await importFile(server, FILE, { userId, fields: { time_zone: 'Asia/Tokyo', dry_run: 'true' } });
  await importFile(server, 'no table at all', { userId, fields: { time_zone: 'Asia/Tokyo' } });
  await importFile(server, FILE, { userId });
  expect(await own()).toBe(before);
  await importFile(server, FILE, { userId, fields: { time_zone: 'Asia/Tokyo', account: 'New' } });
  expect(await own()).toBe('Asia/Tokyo');
  const query = { metrics: ['trades'], filters: {} };
  const { body } = await readBody(await server.call('/api/analytics/query', { userId, json: query }));
  expect(body.time_zone).toBe('Asia/Tokyo');
  await importFile(server, FILE, { userId, fields: { time_zone: 'Europe/Berlin', account: 'Newer' } });
  expect(await own()).toBe('Asia/Tokyo');
});

test('a form with faults is refused with all of them, and nothing is kept of it', async () => {
  const fields = { time_zone: 'Nowhere/Land', format: 'excel', dry_run: 'perhaps', mapping: '[1' };
  const { status, body } = await readBody(await postFile(server, FILE, { userId: 'faults', fields }));
  expect(status).toBe(400);
  expect(body.errors.map((fault: { path: string }) => fault.path).sort()).toEqual([
    'dry_run',
    'format',
    'mapping',
    'time_zone',
  ]);
  expect((await get('/api/imports', 'faults')).body.items).toEqual([]);
  expect(readdirSync(join(server.dataDir, 'uploads'))).toEqual([]);
});

test('no file, no form, a broken form: each has its refusal', async () => {
  const form = new FormData();
  form.set('account', 'x');
  const none = await readBody(await server.call('/api/imports', { method: 'POST', body: form }));
  expect(none).toMatchObject({ status: 400, body: { errors: [{ path: 'file' }] } });
  expect(await readBody(await server.call('/api/imports', { json: {} }))).toMatchObject({
    status: 415,
    body: { code: 'unsupported_media_type' },
  });
  const headers = { 'content-type': 'multipart/form-data; boundary=x' };
  const cut = await server.call('/api/imports', {
    method: 'POST',
    headers,
    body: '--x\r\nContent-Disposition: form-data',
  });
  expect(await readBody(cut)).toMatchObject({ status: 400, body: { code: 'invalid_request' } });
  const bare = { 'content-type': 'multipart/form-data' };
  expect((await server.call('/api/imports', { method: 'POST', headers: bare, body: 'x' })).status).toBe(400);
});

test.each(['dry_run', 'account', 'time_zone', 'mapping'])(
  'a field that is too long is refused by name: %s',
  async (name) => {
    const userId = `long-${name}`;
    const response = await postFile(server, FILE, { userId, fields: { [name]: 'x'.repeat(70 * 1024) } });
    expect(await readBody(response)).toMatchObject({
      status: 400,
      body: { code: 'invalid_request', errors: [{ path: name, message: 'is longer than 64 KiB' }] },
    });
    expect((await get('/api/imports', userId)).body.items).toEqual([]);
    expect(readdirSync(join(server.dataDir, 'uploads'))).toEqual([]);
  },
);

test('two files or too many fields are refused in words', async () => {
  const post = async (form: FormData) => readBody(await server.call('/api/imports', { method: 'POST', body: form }));
  const two = new FormData();
  for (const name of ['a.csv', 'b.csv']) two.append('file', new Blob([FILE]), name);
  expect(await post(two)).toMatchObject({
    status: 400,
    body: { detail: expect.stringContaining('one file at a time') },
  });
  const many = new FormData();
  for (let at = 0; at < 30; at += 1) many.append(`field${at}`, 'x');
  many.append('file', new Blob([FILE]), 'a.csv');
  expect(await post(many)).toMatchObject({ status: 400, body: { detail: expect.stringContaining('too many fields') } });
  expect(readdirSync(join(server.dataDir, 'uploads'))).toEqual([]);
});

test("another user's import, and one that never was, are 404", async () => {
  const { id } = await importFile(server, FILE, { userId: 'owner' });
  expect((await get(`/api/imports/${id}`, 'thief')).status).toBe(404);
  expect((await server.call(`/api/imports/${id}`, { method: 'DELETE', userId: 'thief' })).status).toBe(404);
  expect((await get('/api/imports/nothing-like-an-id', 'owner')).status).toBe(404);
  expect((await get('/api/imports', 'thief')).body.items).toEqual([]);
});

test('imports are listed newest first, page by page', async () => {
  const userId = 'pages';
  const ids: string[] = [];
  for (let n = 0; n < 3; n += 1) ids.push((await importFile(server, FILE, { userId })).id);
  const first = (await get('/api/imports?limit=2', userId)).body;
  const rest = (await get(`/api/imports?limit=2&cursor=${first.next_cursor}`, userId)).body;
  const listed = [...first.items, ...rest.items].map((report: { id: string }) => report.id);
  expect(listed).toEqual(ids.reverse());
  expect(rest.next_cursor).toBeNull();
  expect((await get('/api/imports?cursor=forged', userId)).status).toBe(400);
});
