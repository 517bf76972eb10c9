/** Trades, positions, review, tags and analytics over a real port. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { importFile } from '../testing/import-file.ts';
import { THREE_PAIRS, tradovateFile } from '../testing/journal-files.ts';
import { startTestServer, type TestServer } from '../testing/start-server.ts';

let server: TestServer;
let ids: string[];
beforeAll(async () => {
  server = await startTestServer();
  await importFile(server, tradovateFile(THREE_PAIRS), { fields: { time_zone: 'Europe/Berlin' } });
  await server.call('/api/settings', { method: 'PATCH', json: { time_zone: 'Europe/Berlin' } });
  ids = (await listed('')).map((trade) => trade.id);
});
afterAll(() => server.close());

interface Listed {
  readonly id: string;
  readonly symbol: string;
  readonly net_pnl: string;
}

async function listed(query: string, userId = 'alice'): Promise<Listed[]> {
  const response = await server.call(`/api/trades${query}`, { userId });
  expect(response.status).toBe(200);
  return ((await response.json()) as { items: Listed[] }).items;
}

const pnls = async (query: string) => (await listed(query)).map((trade) => Number(trade.net_pnl));
const status = async (path: string, init: Parameters<TestServer['call']>[1] = {}) =>
  (await server.call(path, init)).status;

test('trades are listed newest exit first, page by page, each once', async () => {
  expect(await pnls('')).toEqual([100, -25, 50]);
  const first = await (await server.call('/api/trades?limit=2')).json();
  const rest = await (await server.call(`/api/trades?limit=2&cursor=${first.next_cursor}`)).json();
  expect([...first.items, ...rest.items].map((trade: Listed) => trade.id)).toEqual(ids);
  expect(rest.next_cursor).toBeNull();
  expect(await pnls('?order=asc&sort=entry_time')).toEqual([50, -25, 100]);
});

test.each([
  ['?symbols=MES', [-25, 50]],
  ['?symbols=MNQH5,MESH5', [100, -25, 50]],
  ['?exclude_symbols=MES', [100]],
  ['?from=2025-01-07&to=2025-01-07', [-25]],
  ['?weekdays=1,3', [100, 50]],
  ['?hours=10', [100, -25, 50]],
  ['?hours=9', []],
  ['?outcomes=loss', [-25]],
  ['?min_pnl=50', [100, 50]],
  ['?max_pnl=0', [-25]],
  ['?last_n=2', [100, -25]],
  ['?last_n=2&limit=1&order=asc', [-25]],
  ['?sides=short', []],
  ['?status=open', []],
  ['?accounts=tradovate&unit=pair', [100, -25, 50]],
])('the filters of a TradeQuery work as a query string: %s', async (query, expected) => {
  expect(await pnls(query)).toEqual(expected);
});

test('faults in the query string are told all at once', async () => {
  const response = await server.call('/api/trades?hours=25&sides=up&from=yesterday&limit=0&unit=lot');
  const problem = await response.json();
  expect(response.status).toBe(400);
  expect(problem.errors.map((fault: { path: string }) => fault.path).sort()).toEqual([
    'from',
    'hours.0',
    'limit',
    'sides.0',
    'unit',
  ]);
});

test('a trade shows its fills and pairs, and takes tags and a setup', async () => {
  const patched = await server.call(`/api/trades/${ids[0]}`, {
    method: 'PATCH',
    json: { tags: ['news', 'news', 'late'], setup: 'Breakout' },
  });
  const trade = await patched.json();
  expect(trade).toMatchObject({ tags: ['late', 'news'], setup: 'Breakout', net_pnl: '100', holding_seconds: 300 });
  expect(trade.executions.map((fill: { side: string }) => fill.side)).toEqual(['buy', 'sell']);
  expect(trade.pairs).toMatchObject([{ unit: 'pair', tags: ['late', 'news'] }]);
  expect(await pnls('?tags=NEWS')).toEqual([100]);
  expect(await pnls('?setups=breakout&unit=pair')).toEqual([100]);
  expect((await (await server.call('/api/tags')).json()).items).toEqual([
    { name: 'late', trades: 1, notes: 0 },
    { name: 'news', trades: 1, notes: 0 },
  ]);
  await server.call(`/api/trades/${ids[0]}`, { method: 'PATCH', json: { setup: null } });
  expect(await pnls('?setups=breakout')).toEqual([]);
});

test("another user's trades are 404, and in no list", async () => {
  expect(await listed('', 'mallory')).toEqual([]);
  expect(await status(`/api/trades/${ids[0]}`, { userId: 'mallory' })).toBe(404);
  expect(await status(`/api/trades/${ids[0]}`, { userId: 'mallory', method: 'PATCH', json: { tags: ['mine'] } })).toBe(
    404,
  );
  expect(await status('/api/trades/never-was')).toBe(404);
  expect((await (await server.call('/api/tags')).json()).items).not.toContainEqual(
    expect.objectContaining({ name: 'mine' }),
  );
});

test('an option sold is an open position under its full name', async () => {
  const userId = 'writer';
  const contract = { symbol: 'AAPL', asset_class: 'option', expiry: '2025-06-20', strike: '100.50', right: 'call' };
  const sale = { ...contract, external_id: '1', side: 'sell', quantity: '1', price: '2', time: '2025-06-01T14:00:00Z' };
  await server.call('/api/executions', { userId, json: { executions: [sale] } });
  const [position] = (await (await server.call('/api/positions', { userId })).json()).items;
  expect(position).toMatchObject({ symbol: 'AAPL 2025-06-20 100.5 C', side: 'short', cost: '200', multiplier: '100' });
});

test('analytics answers a TradeQuery, and refuses a bad one with all faults', async () => {
  const answer = await server.call('/api/analytics/query', { json: { metrics: ['pnl', 'trades'], unit: 'pair' } });
  const result = await answer.json();
  expect(result.rows[0].metrics).toMatchObject({ trades: 3 });
  expect(Number(result.rows[0].metrics.pnl)).toBe(125);
  const bad = await server.call('/api/analytics/query', {
    json: { metrics: ['luck'], unit: 'lot', filters: { hours: [99] } },
  });
  expect(bad.status).toBe(400);
  expect((await bad.json()).errors.length).toBe(3);
});
