/** The engine against the oracle on both databases, its owner's index, and other users' trades. */
import { randomUUID } from 'node:crypto';
import { Metric, TradeQuery, type TradeQueryInput, type TradeRow } from '@tradistry/protocol';
import { Decimal } from 'decimal.js';
import fc from 'fast-check';
import { sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import { describeOnDatabases } from '../../testing/test-database.ts';
import { query } from './made-queries.ts';
import { journal, store } from './made-trades.ts';
import { createNameReader } from './name-reader.ts';
import { rowStatement } from './row-statement.ts';
import { createTradeEngine } from './trade-engine.ts';
import { choose, expectedRows, type MadeTrade } from './trade-oracle.ts';

const ALL = Metric.options;
function keyOf(row: TradeRow): string {
  return [row.currency, ...Object.values(row.group)].join('|');
}

function comparable(rows: readonly TradeRow[]): Map<string, unknown> {
  const plain = (value: string | number | null) => (typeof value === 'string' ? new Decimal(value).toFixed(10) : value);
  return new Map(
    rows.map((row) => [
      keyOf(row),
      Object.fromEntries(Object.entries(row.metrics).map(([name, value]) => [name, plain(value)])),
    ]),
  );
}

describeOnDatabases('trade engine', (current) => {
  const engine = () => createTradeEngine({ database: current().database, defaultTimeZone: 'Europe/Berlin' });
  const ask = (userId: string, input: TradeQueryInput) => engine().query(userId, TradeQuery.parse(input));

  test('every metric of every query equals the oracle, and another user is never counted', async () => {
    const me = `me-${randomUUID()}`;
    const other = `other-${randomUUID()}`;
    await fc.assert(
      fc.asyncProperty(
        journal,
        journal,
        fc.array(query, { minLength: 8, maxLength: 8 }),
        async (mine, theirs, queries) => {
          await store(current().database, me, mine);
          await store(current().database, other, theirs);
          for (const input of queries) {
            const full = { ...TradeQuery.parse({ ...input, metrics: ALL, limit: 1000 }), ...input };
            const result = await engine().query(me, full);
            expect(comparable(result.rows)).toEqual(expectedRows(mine, full, full.filters));
            expect(comparable(result.compared ?? [])).toEqual(expectedRows(mine, full, input.compare_with));
            const chosen = choose(mine, full, full.filters);
            expect(result.n).toBe(chosen.length);
            const ids = new Set(chosen.map((trade) => trade.id));
            expect(result.rows.flatMap((row) => row.trade_ids).every((id) => ids.has(id))).toBe(true);
          }
        },
      ),
      { numRuns: 12, endOnFailure: true },
    );
  });

  describe('on a small journal', () => {
    const user = `small-${randomUUID()}`;
    const trade = (gross: string, exit: string | null, more: Partial<MadeTrade> = {}): MadeTrade => ({
      id: randomUUID(),
      unit: 'trade',
      parent: null,
      account: 'IRA',
      assetClass: 'stock',
      symbol: 'NVDA',
      underlying: 'NVDA',
      side: 'long',
      status: exit === null ? 'open' : 'closed',
      quantity: '10',
      entry: '2025-03-03T15:00:00.000Z',
      exit,
      gross,
      fees: '1',
      currency: 'USD',
      tags: [],
      setup: null,
      ...more,
    });
    const trades = [
      trade('101', '2025-03-03T16:00:00.000Z', { tags: ['fomo', 'news'] }),
      trade('-49', '2025-03-04T16:00:00.000Z'),
      trade('1', '2025-03-05T16:00:00.000Z'),
      trade('31', '2025-03-08T00:30:00.000Z'),
      trade('11', '2025-03-31T23:30:00.000Z', { currency: 'EUR' }),
      trade('0', null),
      trade('0', null, { entry: '2025-06-03T15:00:00.000Z' }),
    ];
    const fill = () => store(current().database, user, trades);

    test('settings stand in for what the query leaves out, and the default zone for a user without one', async () => {
      await fill();
      const before = await ask(user, { metrics: ['trades'] });
      expect(before).toMatchObject({ unit: 'trade', fee_basis: 'net', time_zone: 'Europe/Berlin' });
      await current().database.asUser(user, (tx) =>
        tx
          .insertInto('users')
          .values({ user_id: user, time_zone: 'Asia/Tokyo', fee_basis: 'gross', unit: 'pair' })
          .execute(),
      );
      const after = await ask(user, { metrics: ['trades'] });
      expect(after).toMatchObject({ unit: 'pair', fee_basis: 'gross', time_zone: 'Asia/Tokyo', n: 0, rows: [] });
      await current().database.asUser(user, (tx) => tx.deleteFrom('users').execute());
    });

    test('currencies are never added up', async () => {
      await fill();
      const { rows } = await ask(user, { metrics: ['pnl'] });
      expect(rows.map((row) => [row.currency, row.metrics['pnl']])).toEqual([
        ['EUR', '10.00'],
        ['USD', '80.00'],
      ]);
    });

    test('a local day begins in the zone of the query', async () => {
      await fill();
      const saturday = { metrics: ['trades' as const], filters: { weekdays: [6] } };
      expect((await ask(user, { ...saturday, time_zone: 'Europe/Berlin' })).n).toBe(1);
      expect((await ask(user, { ...saturday, time_zone: 'America/New_York' })).n).toBe(0);
      const march = { metrics: ['trades' as const], filters: { period: { from: '2025-03-01', to: '2025-03-31' } } };
      expect((await ask(user, { ...march, time_zone: 'Europe/Berlin' })).n).toBe(4);
      expect((await ask(user, { ...march, time_zone: 'America/New_York' })).n).toBe(5);
    });

    test('a figure that is not defined is null and says why', async () => {
      await fill();
      const { rows } = await ask(user, {
        metrics: ['profit_factor', 'payoff', 'avg_loss'],
        filters: { outcomes: ['win'] },
      });
      expect(rows[0]?.metrics).toEqual({ profit_factor: null, payoff: null, avg_loss: null });
      expect(rows[0]?.reasons['profit_factor']).toBe('There is no losing trade.');
    });

    test('completeness counts what is open, by the end of the period, and what last_n left out', async () => {
      await fill();
      const all = await ask(user, { metrics: ['trades'], filters: { last_n: 2 } });
      expect(all.completeness).toEqual({ included: 2, matching: 5, open: 2, in_review: 0 });
      const march = await ask(user, { metrics: ['trades'], filters: { period: { to: '2025-03-31' } } });
      expect(march.completeness.open).toBe(1);
      expect(all.period).toEqual({ from: '2025-03-08', to: '2025-04-01' });
    });

    test('rows are ordered and cut as asked, nulls last', async () => {
      await fill();
      const best = await ask(user, {
        metrics: ['pnl'],
        group_by: ['day'],
        order_by: { key: 'pnl' },
        limit: 2,
        filters: { symbols: ['NVDA'] },
      });
      expect(best.rows.map((row) => row.group['day'])).toEqual(['2025-03-03', '2025-03-08']);
      const factor = await ask(user, {
        metrics: ['pnl'],
        group_by: ['day'],
        order_by: { key: 'profit_factor', direction: 'asc' },
      });
      expect(factor.rows[0]?.group['day']).toBe('2025-03-04');
    });

    test('an order by what is not there and a zone that is none are refused', async () => {
      await expect(ask(user, { metrics: ['pnl'], order_by: { key: 'hour' } })).rejects.toThrow('not grouped by it');
      await expect(ask(user, { metrics: ['pnl'], time_zone: '+02:00' })).rejects.toThrow('no time zone');
      await expect(ask(user, { metrics: ['pnl'], time_zone: 'Mars/Base' })).rejects.toThrow('no time zone');
    });

    test('days outside of what the database can hold are no error', async () => {
      await fill();
      const wide = await ask(user, {
        metrics: ['trades'],
        filters: { period: { from: '0001-01-01', to: '9999-12-31' } },
      });
      expect(wide.n).toBe(5);
    });

    test('executions in review are counted by account, symbol and period', async () => {
      await fill();
      const [account] = await current().database.asUser(user, (tx) =>
        tx.selectFrom('accounts').select('id').where('name', '=', 'IRA').execute(),
      );
      await current().database.asUser(user, (tx) =>
        tx
          .insertInto('executions')
          .values({
            user_id: user,
            id: randomUUID(),
            account_id: account?.id ?? '',
            dedupe_key: 'k',
            ordinal: 1,
            time: '2025-03-03T15:00:00Z',
            asset_class: 'stock',
            symbol: 'F',
            underlying: 'F',
            multiplier: '1',
            currency: 'USD',
            side: 'sell',
            quantity: '1',
            price: '1',
            kind: 'fill',
            review: 'a close without an open',
          })
          .execute(),
      );
      const counted = async (filters: TradeQueryInput['filters']) =>
        (await ask(user, { metrics: ['trades'], filters })).completeness.in_review;
      expect(await counted({})).toBe(1);
      expect(await counted({ symbols: ['NVDA'] })).toBe(0);
      expect(await counted({ accounts: ['ira'], period: { from: '2025-03-03' } })).toBe(1);
      expect(await counted({ period: { from: '2025-03-04' } })).toBe(0);
    });

    test('the names of the journal are its own', async () => {
      await fill();
      const names = await createNameReader(current().database).readNames(user);
      expect(names).toMatchObject({ symbols: ['NVDA'], accounts: ['IRA', 'Margin'], hasTrades: true });
      expect([...names.tags].sort()).toEqual(['fomo', 'news']);
    });
  });

  test("as the application's role, the owner's index finds the period", async () => {
    const user = `plan-${randomUUID()}`;
    await current().database.asUser(user, async (tx) => {
      const account = randomUUID();
      await tx.insertInto('accounts').values({ user_id: user, id: account, name: 'A' }).execute();
      await sql`INSERT INTO trades (user_id, id, unit, account_id, asset_class, symbol, underlying, side, status, quantity,
          entry_time, exit_time, entry_price, exit_price, multiplier, gross_pnl, fees, net_pnl, currency)
        SELECT ${user}, gen_random_uuid(), 'trade', ${account}::uuid, 'stock', 'F', 'F', 'long', 'closed', 1,
          at - interval '1 hour', at, 1, 1, 1, 1, 0, 1, 'USD'
        FROM generate_series(timestamptz '2015-01-01', timestamptz '2025-01-01', interval '1 day') at`.execute(tx);
    });
    await current().owner(`ANALYZE ${current().schema}.trades`);
    const statement = rowStatement({
      filters: { period: { from: '2024-03-01', to: '2024-03-31' } },
      groupBy: ['weekday'],
      scope: { unit: 'trade', feeBasis: 'net', timeZone: 'Europe/Berlin', timeOf: 'exit' },
      metrics: new Set(['pnl']),
    });
    const plan = await current().database.asUser(user, (tx) =>
      sql<{ 'QUERY PLAN': string }>`EXPLAIN ${statement}`.execute(tx),
    );
    const text = plan.rows.map((row) => row['QUERY PLAN']).join('\n');
    expect(text).toMatch(/trades_exit.*\n\s+Index Cond: .*user_id.*exit_time/);
  });
});
