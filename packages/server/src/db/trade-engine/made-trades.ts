/** For tests: random trades by fast-check, and how they get into a database. */
import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import type { Database } from '../database.ts';
import type { MadeTrade } from './trade-oracle.ts';

const ACCOUNTS = ['IRA', 'Margin'];
const THINGS = [
  { assetClass: 'stock', symbol: 'NVDA', underlying: 'NVDA' },
  { assetClass: 'option', symbol: 'NVDA 2025-06-20 120 C', underlying: 'NVDA' },
  { assetClass: 'future', symbol: 'MESH5', underlying: 'MES' },
  { assetClass: 'stock', symbol: 'F', underlying: 'F' },
] as const;
// Around both changes of the clock in New York, Berlin and Lord Howe, and around a turn of the year.
const MOMENTS = ['2025-03-09', '2025-03-30', '2025-04-05', '2025-10-26', '2025-11-02', '2024-12-31'].map((day) =>
  Date.parse(day),
);

const money = fc.oneof(
  fc.constant('0'),
  fc.integer({ min: -50_000, max: 50_000 }).map((cents) => (cents / 100).toFixed(2)),
  fc.integer({ min: -9_999_999, max: 9_999_999 }).map((n) => (n / 100_000).toFixed(5)),
);
const exit = fc
  .tuple(fc.constantFrom(...MOMENTS), fc.integer({ min: -40, max: 40 }), fc.constantFrom(0, 0, 1, 1799, 3599))
  .map(([day, hours, seconds]) => day + hours * 3_600_000 + seconds * 1000);

/** One closed or open trade with its pairs and its strategy, or two of them as legs of one. */
const tradeFamily: fc.Arbitrary<MadeTrade[]> = fc
  .record({
    account: fc.constantFrom(...ACCOUNTS),
    thing: fc.constantFrom(...THINGS),
    side: fc.constantFrom('long' as const, 'short' as const),
    open: fc.nat(9).map((n) => n === 0),
    quantity: fc.constantFrom('1', '2', '100', '0.125'),
    exit,
    held: fc.integer({ min: 0, max: 200_000_000 }),
    gross: fc.tuple(money, money),
    fees: fc.constantFrom('0', '1.04', '0.0035', '-0.02'),
    currency: fc.constantFrom('USD', 'USD', 'USD', 'EUR'),
    tags: fc.subarray(['fomo', 'plan', 'news']),
    setup: fc.constantFrom(null, 'gap', 'pullback'),
    legs: fc.nat(5).map((n) => n === 0),
  })
  .map(({ thing, held: heldFor, legs, open, ...made }) => {
    const base = {
      ...thing,
      account: made.account,
      side: made.side,
      quantity: made.quantity,
      currency: made.currency,
      fees: made.fees,
      status: open ? ('open' as const) : ('closed' as const),
      entry: new Date(made.exit - heldFor).toISOString(),
      exit: open ? null : new Date(made.exit).toISOString(),
    };
    const strategy = legs ? randomUUID() : null;
    const trade = {
      ...base,
      id: randomUUID(),
      unit: 'trade' as const,
      parent: strategy,
      gross: made.gross[0],
      tags: made.tags,
      setup: made.setup,
    };
    const bare = { ...base, tags: [], setup: null };
    const pairs = open
      ? []
      : made.gross.map((gross) => ({ ...bare, id: randomUUID(), unit: 'pair' as const, parent: trade.id, gross }));
    const alone = { ...bare, id: randomUUID(), unit: 'strategy' as const, parent: null, gross: made.gross[0] };
    if (strategy === null) return [trade, alone, ...pairs];
    const second = { ...trade, id: randomUUID(), gross: made.gross[1], tags: ['leg'], setup: null };
    return [
      trade,
      second,
      { ...bare, id: strategy, unit: 'strategy' as const, parent: null, gross: made.gross[0] },
      ...pairs,
    ];
  });

/** A whole journal's worth. */
export const journal: fc.Arbitrary<MadeTrade[]> = fc
  .array(tradeFamily, { minLength: 0, maxLength: 25 })
  .map((families) => families.flat());

/** Puts trades into the database as `userId`, instead of all that was there. */
export async function store(database: Database, userId: string, trades: readonly MadeTrade[]): Promise<void> {
  const accountIds = new Map(ACCOUNTS.map((name) => [name, randomUUID()]));
  await database.asUser(userId, async (tx) => {
    for (const table of ['trade_tags', 'trade_details', 'trades', 'accounts'] as const)
      await tx.deleteFrom(table).execute();
    await tx
      .insertInto('accounts')
      .values([...accountIds].map(([name, id]) => ({ user_id: userId, id, name })))
      .execute();
    if (trades.length === 0) return;
    await tx
      .insertInto('trades')
      .values(trades.map((trade) => toRow(trade, userId, accountIds.get(trade.account) ?? '')))
      .execute();
    const tags = trades.flatMap((trade) => trade.tags.map((tag) => ({ user_id: userId, trade_id: trade.id, tag })));
    if (tags.length > 0) await tx.insertInto('trade_tags').values(tags).execute();
    const details = trades.flatMap(({ id, setup }) => (setup ? [{ user_id: userId, trade_id: id, setup }] : []));
    if (details.length > 0) await tx.insertInto('trade_details').values(details).execute();
  });
}

function toRow(trade: MadeTrade, userId: string, accountId: string) {
  const cents = (value: string) => Math.round(Number(value) * 100_000);
  return {
    user_id: userId,
    id: trade.id,
    unit: trade.unit,
    parent_id: trade.parent,
    account_id: accountId,
    asset_class: trade.assetClass,
    symbol: trade.symbol,
    underlying: trade.underlying,
    side: trade.side,
    status: trade.status,
    quantity: trade.quantity,
    entry_time: trade.entry,
    exit_time: trade.exit,
    entry_price: '100',
    exit_price: trade.exit === null ? null : '101',
    multiplier: '1',
    gross_pnl: trade.gross,
    fees: trade.fees,
    net_pnl: ((cents(trade.gross) - cents(trade.fees)) / 100_000).toFixed(5),
    currency: trade.currency,
  };
}
