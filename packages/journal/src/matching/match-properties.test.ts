/** Matching: what holds for any history, also against a second, naive way of doing it. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { difference, divideRounded, fromUnits, sumOf } from '../decimal.ts';
import { execution } from '../testing/executions.ts';
import { matchUnitByUnit } from '../testing/naive-oracle.ts';
import type { MatchedTrade, StoredExecution } from '../types.ts';
import { matchExecutions } from './match-executions.ts';

const fifo = (...executions: StoredExecution[]) => matchExecutions(executions, { method: 'fifo' });
const unit = (trades: readonly MatchedTrade[], name: MatchedTrade['unit']) =>
  trades.filter((trade) => trade.unit === name);

const fills = fc.array(
  fc.record({
    side: fc.constantFrom('buy' as const, 'sell' as const),
    effect: fc.constantFrom('auto' as const, 'auto' as const, 'open' as const, 'close' as const),
    quantity: fc.integer({ min: 1, max: 7 }),
    cents: fc.integer({ min: 1, max: 20_000 }),
    feeCents: fc.integer({ min: -5, max: 300 }),
  }),
  { maxLength: 40 },
);
const history = fills.map((all) =>
  all.map(({ side, effect, quantity, cents, feeCents }, minute) =>
    execution(minute, {
      side,
      effect,
      quantity: String(quantity),
      price: (cents / 100).toFixed(2),
      fees: (feeCents / 100).toFixed(2),
    }),
  ),
);

test('FIFO agrees with matching unit by unit', () => {
  fc.assert(
    fc.property(history, (executions) => {
      const expected = matchUnitByUnit(executions);
      const { trades, review } = fifo(...executions);
      const whole = unit(trades, 'trade');
      expect(Math.round(Number(sumOf(whole.map(({ grossPnl }) => grossPnl))) * 100)).toBe(expected.gross);
      const open = whole.reduce((sum, trade) => sum + Number(trade.openQuantity) * (trade.side === 'long' ? 1 : -1), 0);
      expect(open).toBe(expected.open);
      expect(whole.filter(({ status }) => status === 'closed')).toHaveLength(expected.roundTrips);
      const pairs = new Map<string, number>();
      for (const { executionIds, quantity } of unit(trades, 'pair'))
        pairs.set(executionIds.join(' '), (pairs.get(executionIds.join(' ')) ?? 0) + Number(quantity));
      expect(pairs).toEqual(expected.pairs);
      expect(review.length > 0).toBe(expected.excess > 0);
    }),
    { numRuns: 300 },
  );
});

test('in both methods: pairs add up to their trades, money is conserved, and fees of flat books are all there', () => {
  fc.assert(
    fc.property(history, fc.constantFrom('fifo' as const, 'average' as const), (executions, method) => {
      const neverExcess = executions.map((one) => ({ ...one, effect: 'auto' as const }));
      const { trades, review } = matchExecutions(neverExcess, { method });
      expect(review).toEqual([]);
      const whole = unit(trades, 'trade');
      const total = (rows: readonly MatchedTrade[], of: (trade: MatchedTrade) => string) => sumOf(rows.map(of));
      for (const of of [(t: MatchedTrade) => t.grossPnl, (t: MatchedTrade) => t.fees, (t: MatchedTrade) => t.netPnl]) {
        expect(total(unit(trades, 'pair'), of)).toBe(total(whole, of));
        expect(total(unit(trades, 'strategy'), of)).toBe(total(whole, of));
      }
      expect(total(whole, (trade) => difference(trade.grossPnl, trade.fees))).toBe(
        total(whole, ({ netPnl }) => netPnl),
      );
      if (whole.some(({ status }) => status === 'open')) return;
      const cash = neverExcess.reduce(
        (sum, { side, quantity, price }) =>
          sum + (side === 'buy' ? -1 : 1) * Number(quantity) * Math.round(Number(price) * 100),
        0,
      );
      expect(Math.round(Number(total(whole, ({ grossPnl }) => grossPnl)) * 100)).toBe(cash);
      expect(total(whole, ({ fees }) => fees)).toBe(sumOf(neverExcess.map(({ fees }) => fees)));
    }),
    { numRuns: 300 },
  );
});

/** A quotient that ends within 8 decimals by chance (one in 10,000) cannot be told from a price that was quoted so. */
const looksQuoted = (cents: bigint, quantity: bigint) => {
  const price = divideRounded(cents * 10n ** 10n, quantity);
  return price % 10n ** 4n === 0n && price * quantity !== cents * 10n ** 10n;
};

test('prices that are cents divided by units, cut off at 12 decimals, give back the cents', () => {
  const paid = fc.record({
    side: fc.constantFrom('buy' as const, 'sell' as const),
    quantity: fc.integer({ min: 1, max: 100_000 }),
    cents: fc.bigInt({ min: 1n, max: 100_000_000n }),
  });
  const methods = fc.constantFrom('fifo' as const, 'average' as const);
  fc.assert(
    fc.property(fc.array(paid, { minLength: 1, maxLength: 20 }), methods, (rows, method) => {
      const net = rows.reduce((sum, { side, quantity }) => sum + (side === 'buy' ? quantity : -quantity), 0);
      const flat = [
        ...rows,
        { side: net > 0 ? ('sell' as const) : ('buy' as const), quantity: Math.abs(net), cents: 1n },
      ].filter(({ quantity }) => quantity > 0);
      fc.pre(!flat.some(({ cents, quantity }) => looksQuoted(cents, BigInt(quantity))));
      const executions = flat.map(({ side, quantity, cents }, minute) => {
        const price = fromUnits(divideRounded(cents * 10n ** 10n, BigInt(quantity)), 12);
        return {
          cash: side === 'buy' ? -cents : cents,
          execution: execution(minute, { side, quantity: String(quantity), price }),
        };
      });
      const { trades } = matchExecutions(
        executions.map((one) => one.execution),
        { method },
      );
      const cash = fromUnits(
        executions.reduce((sum, one) => sum + one.cash, 0n),
        2,
      );
      expect(sumOf(unit(trades, 'trade').map(({ grossPnl }) => grossPnl))).toBe(cash);
      expect(sumOf(unit(trades, 'pair').map(({ grossPnl }) => grossPnl))).toBe(cash);
    }),
    { numRuns: 200 },
  );
});

test('a price within 8 decimals is taken as it was quoted, to the last of them', () => {
  const price = '13.95228034'; // 608,975.18 / 43,647 to 12 decimals is this and four zeros.
  const { trades } = fifo(
    execution(0, { side: 'buy', quantity: '43647', price }),
    execution(1, { side: 'sell', quantity: '43647', price: '14' }),
  );
  expect(unit(trades, 'trade').map(({ grossPnl }) => grossPnl)).toEqual(['2082.82000002']);
});

test('the order of the array does not matter', () => {
  fc.assert(
    fc.property(
      history.chain((executions) =>
        fc.tuple(fc.constant(executions), fc.shuffledSubarray(executions, { minLength: executions.length })),
      ),
      ([executions, shuffled]) => {
        expect(fifo(...shuffled)).toEqual(fifo(...executions));
      },
    ),
  );
});

test('what was bought and sold is either matched, open or in review', () => {
  fc.assert(
    fc.property(history, (executions) => {
      const { trades } = fifo(...executions);
      const sum = (values: readonly string[]) => values.reduce((total, value) => total + Number(value), 0);
      const matched = sum(unit(trades, 'pair').map(({ quantity }) => quantity));
      const open = sum(unit(trades, 'trade').map(({ openQuantity }) => openQuantity));
      const { excess } = matchUnitByUnit(executions);
      expect(2 * matched + open + excess).toBe(sum(executions.map(({ quantity }) => quantity)));
    }),
  );
});
