/** Settings and accounts over a real port. */
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

test('settings have defaults, and a change keeps the rest', async () => {
  const { body } = await call('/api/settings');
  const time_zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  expect(body).toEqual({ time_zone, currency: 'USD', fee_basis: 'net', unit: 'trade', matching: 'fifo', model: null });
  const changed = await call('/api/settings', {
    method: 'PATCH',
    json: { time_zone: 'Asia/Tokyo', fee_basis: 'gross' },
  });
  expect(changed.body).toEqual({ ...body, time_zone: 'Asia/Tokyo', fee_basis: 'gross' });
  expect((await call('/api/settings', { userId: 'bob' })).body).toEqual(body);
});

test('a bad change is refused with all its faults and changes nothing', async () => {
  const json = { time_zone: '+02:00', currency: 'dollar', unit: 'lot', colour: 'red' };
  const { status, body } = await call('/api/settings', { userId: 'carol', method: 'PATCH', json });
  expect(status).toBe(400);
  expect(body.errors).toHaveLength(4);
  expect((await call('/api/settings', { userId: 'carol' })).body.currency).toBe('USD');
});

test('a model that is not configured is refused', async () => {
  const { status, body } = await call('/api/settings', { method: 'PATCH', json: { model: 'nobody/nothing' } });
  expect([status, body.code, body.models]).toEqual([400, 'model_not_allowed', []]);
  expect((await call('/api/settings', { method: 'PATCH', json: { model: null } })).status).toBe(200);
});

test('another way of matching makes the trades anew', async () => {
  const userId = 'average';
  const fill = (external_id: string, side: string, price: string) => ({
    ...{ external_id, side, price, quantity: '1', symbol: 'AAPL', asset_class: 'stock' },
    time: `2025-03-0${external_id}T10:00:00Z`,
  });
  const executions = [fill('1', 'buy', '10'), fill('2', 'buy', '20'), fill('3', 'sell', '30')];
  await call('/api/executions', { userId, json: { executions } });
  const pnl = async () => Number((await call('/api/trades', { userId })).body.items[0].gross_pnl);
  expect(await pnl()).toBe(20);
  await call('/api/settings', { userId, method: 'PATCH', json: { matching: 'average' } });
  expect(await pnl()).toBe(15);
  await call('/api/settings', { userId, method: 'PATCH', json: { matching: 'fifo' } });
  expect(await pnl()).toBe(20);
});

test('accounts are made, changed and deleted, with what is in them', async () => {
  const userId = 'keeper';
  const made = await call('/api/accounts', { userId, json: { name: ' Main ', balance: '10000.50' } });
  expect(made).toMatchObject({
    status: 201,
    body: { name: 'Main', balance: '10000.50', currency: 'USD', deposits: [] },
  });
  const path = `/api/accounts/${made.body.id}`;
  const deposits = [{ date: '2025-01-02', amount: '500' }];
  const patched = await call(path, { userId, method: 'PATCH', json: { deposits, currency: 'EUR' } });
  expect(patched.body).toEqual({ ...made.body, deposits, currency: 'EUR' });
  expect((await call(path, { userId, method: 'PATCH', json: { name: 'Main account' } })).body).toMatchObject({
    deposits,
    currency: 'EUR',
  });
  await importFile(server, tradovateFile(THREE_PAIRS), { userId, fields: { account: 'Main account' } });
  expect((await call('/api/trades', { userId })).body.items).toHaveLength(3);
  expect((await call(path, { userId, method: 'DELETE' })).status).toBe(204);
  expect((await call('/api/trades', { userId })).body.items).toEqual([]);
  expect((await call('/api/accounts', { userId })).body.items).toEqual([]);
  expect((await call(path, { userId, method: 'DELETE' })).status).toBe(404);
});

test('two accounts of one name are refused as a conflict; two users may have the same', async () => {
  await call('/api/accounts', { json: { name: 'One' } });
  expect(await call('/api/accounts', { json: { name: 'One' } })).toMatchObject({
    status: 409,
    body: { code: 'conflict' },
  });
  expect((await call('/api/accounts', { userId: 'bob', json: { name: 'One' } })).status).toBe(201);
  const { body } = await call('/api/accounts', { json: { name: 'Two' } });
  expect((await call(`/api/accounts/${body.id}`, { method: 'PATCH', json: { name: 'One' } })).status).toBe(409);
});

test("another user's account is 404", async () => {
  const { body } = await call('/api/accounts', { json: { name: 'Private' } });
  for (const id of [body.id, 'never-was']) {
    const path = `/api/accounts/${id}`;
    expect((await call(path, { userId: 'mallory', method: 'PATCH', json: { name: 'x' } })).status).toBe(404);
    expect((await call(path, { userId: 'mallory', method: 'DELETE' })).status).toBe(404);
  }
  expect((await call('/api/accounts')).body.items).toContainEqual(body);
});

test('text that cannot be stored is refused, not an error of ours', async () => {
  const json = { name: 'a\0b', broker: '\ud800', balance: '1e5', deposits: [{ date: '0000-01-01', amount: 'x' }] };
  const { status, body } = await call('/api/accounts', { json });
  expect(status).toBe(400);
  expect(body.errors.map((fault: { path: string }) => fault.path)).toEqual([
    'name',
    'broker',
    'balance',
    'deposits.0.date',
    'deposits.0.amount',
  ]);
});
