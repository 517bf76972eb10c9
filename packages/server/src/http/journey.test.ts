/** A trader's way through the product, on each database: import, look, ask, come back, undo. */
import { randomBytes } from 'node:crypto';
import type { ImportReport, Page, Trade, TradeResult } from '@tradistry/protocol';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { appRole, systemRole } from '../db/database.ts';
import { readWhole, shownText } from '../testing/read-stream.ts';
import { startTestServer, type TestServer } from '../testing/start-server.ts';

const CSV = `symbol,_priceFormat,_priceFormatType,_tickSize,buyFillId,sellFillId,qty,buyPrice,sellPrice,pnl,boughtTimestamp,soldTimestamp,duration
MESH5,-2,0,0.25,101,102,2,6100.00,6105.00,$50.00,01/20/2025 15:30:00,01/20/2025 15:45:00,15min
MESH5,-2,0,0.25,104,103,1,6110.00,6100.00,$(50.00),01/21/2025 16:10:00,01/21/2025 16:00:00,10min
MNQH5,-2,0,0.25,105,106,1,21000.00,21010.25,$20.50,01/24/2025 16:00:00,01/24/2025 16:05:00,5min
`;

const url = inject('databaseUrl');
const kinds: [string, Record<string, string>][] = [['PGlite', {}]];
if (url) kinds.push(['PostgreSQL', { DATABASE_URL: url, DATABASE_SCHEMA: `t_${randomBytes(6).toString('hex')}` }]);

describe.each(kinds)('a trader on %s', (_kind, env) => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startTestServer(env);
  });
  afterAll(async () => {
    await server.close();
    const { DATABASE_URL, DATABASE_SCHEMA: schema } = env;
    if (!DATABASE_URL || !schema) return;
    const client = new pg.Client(DATABASE_URL);
    await client.connect();
    await client.query(`DROP SCHEMA "${schema}" CASCADE; DROP ROLE "${appRole(schema)}", "${systemRole(schema)}"`);
    await client.end();
  });

  async function importFile(fields: Record<string, string> = {}): Promise<ImportReport> {
    const form = new FormData();
    form.set('file', new Blob([CSV], { type: 'text/csv' }), 'Performance.csv');
    for (const [name, value] of Object.entries(fields)) form.set(name, value);
    const accepted = await server.call('/api/imports', { method: 'POST', body: form });
    expect(accepted.status).toBe(202);
    const { import_id } = (await accepted.json()) as { import_id: string };
    const read = async () => (await (await server.call(`/api/imports/${import_id}`)).json()) as ImportReport;
    await expect.poll(async () => (await read()).status, { timeout: 20_000 }).not.toBe('running');
    return read();
  }
  const trades = async () => ((await (await server.call('/api/trades')).json()) as Page<Trade>).items;

  test('tries a file first, imports it, and finds the broker’s own figures', async () => {
    const tried = await importFile({ time_zone: 'Europe/Berlin', dry_run: 'true' });
    expect(tried).toMatchObject({
      status: 'done',
      dry_run: true,
      rows: { read: 3, imported: 3, skipped: 0, review: 0 },
    });
    expect(await trades()).toEqual([]);
    const report = await importFile({ time_zone: 'Europe/Berlin' });
    expect(report).toMatchObject({
      status: 'done',
      format: 'tradovate_performance',
      rows: { read: 3, imported: 3 },
      trades: 3,
    });
    expect(Number(report.pnl.difference)).toBe(0);
    expect(Number(report.pnl.ours)).toBe(20.5);
    expect((await trades()).map(({ symbol, side, net_pnl }) => [symbol, side, Number(net_pnl)])).toEqual([
      ['MNQH5', 'long', 20.5],
      ['MESH5', 'short', -50],
      ['MESH5', 'long', 50],
    ]);
  });

  test('imports the same file again and nothing is added', async () => {
    const report = await importFile({ time_zone: 'Europe/Berlin' });
    expect(report.rows).toEqual({ read: 3, imported: 0, skipped: 3, review: 0 });
    expect(await trades()).toHaveLength(3);
  });

  test('asks the engine and the analyst, and both say the same', async () => {
    const query = { metrics: ['pnl', 'win_rate', 'trades'], group_by: ['weekday'], time_zone: 'Europe/Berlin' };
    const result = (await (await server.call('/api/analytics/query', { json: query })).json()) as TradeResult;
    expect(result.rows.map(({ group, n }) => [group['weekday'], n]).toSorted()).toEqual([
      [1, 1],
      [2, 1],
      [5, 1],
    ]);
    expect(result.completeness).toMatchObject({ included: 3, matching: 3, open: 0, in_review: 0 });
    const chunks = await readWhole(
      await server.call('/api/ai/chat/stream', {
        json: { message: 'What is my total P&L and my win rate?', session_id: 'j' },
      }),
    );
    const text = shownText(chunks);
    expect(text).toContain('$20.50');
    expect(text).toMatch(/66\.\d+\s?%/);
    expect(text).toMatch(/no language model/i);
    expect(chunks.filter(({ chunk }) => chunk.type === 'token').length).toBeGreaterThan(3);
    const { items } = (await (await server.call('/api/ai/chat/sessions/j/messages')).json()) as {
      items: { content: string; figures: unknown[] }[];
    };
    expect(items[1]?.content).toBe(text);
    expect(items[1]?.figures.length).toBeGreaterThan(0);
    expect(await (await server.call('/api/trades', { userId: 'bob' })).json()).toMatchObject({ items: [] });
  });

  test('undoes the import and is back where they began', async () => {
    const { items } = (await (await server.call('/api/imports')).json()) as Page<ImportReport>;
    for (const { id } of items.filter(({ dry_run, rows }) => !dry_run && rows.imported > 0)) {
      expect((await server.call(`/api/imports/${id}`, { method: 'DELETE' })).status).toBeLessThan(300);
    }
    await expect.poll(async () => (await trades()).length).toBe(0);
  });
});
