/** Executions that programs send, over a real port. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readBody } from '../testing/read-body.ts';
import { startTestServer, type TestServer } from '../testing/start-server.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.close());

const get = async (path: string, userId: string) => readBody(await server.call(path, { userId }));

const fill = (given: { external_id: string; side: string; price: string } & Record<string, string>) => ({
  ...{ quantity: '2', symbol: 'AAPL', asset_class: 'stock', time: `2025-03-0${given.price}T10:00:00Z` },
  ...given,
});

test('executions sent by a program become trades, once', async () => {
  const userId = 'program';
  const body = {
    executions: [
      fill({ external_id: 'a', side: 'buy', price: '1' }),
      fill({ external_id: 'b', side: 'sell', price: '3', fees: '0.5' }),
      fill({ external_id: 'c', side: 'sell', price: '4' }),
    ],
  };
  const first = await readBody(await server.call('/api/executions', { userId, json: body }));
  expect(first).toEqual({ status: 200, body: { added: 3, known: 0, trades: 2, review: 0 } });
  const again = await readBody(await server.call('/api/executions', { userId, json: body }));
  expect(again.body).toEqual({ added: 0, known: 3, trades: 2, review: 0 });
  const { items } = (await get('/api/trades', userId)).body;
  expect(
    items.map((trade: { status: string; side: string; net_pnl: string }) => [
      trade.status,
      trade.side,
      Number(trade.net_pnl),
    ]),
  ).toEqual([
    ['open', 'short', 0],
    ['closed', 'long', 3.5],
  ]);
  expect((await get('/api/positions', userId)).body.items).toMatchObject([
    { account: 'API', symbol: 'AAPL', side: 'short', quantity: '2', average_price: '4', cost: '8' },
  ]);
});

test('executions that cannot be understood are refused together, with their paths, and none is stored', async () => {
  const userId = 'incomplete';
  const executions = [
    fill({ external_id: 'a', side: 'buy', price: '1' }),
    fill({ external_id: 'b', side: 'buy', price: '1', asset_class: 'future', symbol: 'QQQQH5' }),
    fill({ external_id: 'c', side: 'buy', price: '1', asset_class: 'option' }),
  ];
  const { status, body } = await readBody(await server.call('/api/executions', { userId, json: { executions } }));
  expect(status).toBe(400);
  expect(body.errors.map((fault: { path: string }) => fault.path)).toEqual([
    'executions.1.multiplier',
    'executions.2.expiry',
    'executions.2.strike',
    'executions.2.right',
  ]);
  const bad = {
    executions: [
      fill({ external_id: '', side: 'buy', price: '1' }),
      fill({ external_id: 'x', side: 'hold', price: '1', quantity: '0', symbol: 'A\0' }),
      fill({ external_id: 'y', side: 'buy', price: '1', multiplier: '0' }),
      fill({ external_id: 'z', side: 'buy', price: '1', multiplier: '-5' }),
    ],
  };
  const shape = await readBody(await server.call('/api/executions', { userId, json: bad }));
  expect(shape.status).toBe(400);
  expect(shape.body.errors.length).toBeGreaterThanOrEqual(6);
  expect(shape.body.errors).toMatchObject(
    expect.arrayContaining([2, 3].map((at) => expect.objectContaining({ path: `executions.${at}.multiplier` }))),
  );
  expect((await get('/api/accounts', userId)).body.items).toEqual([]);
});
