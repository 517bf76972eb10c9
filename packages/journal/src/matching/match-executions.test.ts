/** Matching: an example of every rule. */
import { expect, test } from 'vitest';
import { sumOf } from '../decimal.ts';
import { optionInstrument, plainInstrument } from '../instruments.ts';
import { ACME, execution } from '../testing/executions.ts';
import type { MatchedTrade, StoredExecution } from '../types.ts';
import { matchExecutions } from './match-executions.ts';

const fifo = (...executions: StoredExecution[]) => matchExecutions(executions, { method: 'fifo' });
const unit = (trades: readonly MatchedTrade[], name: MatchedTrade['unit']) =>
  trades.filter((trade) => trade.unit === name);
/** `what` is quantity and price: `100 @ 12.50`. */
const order =
  (side: 'buy' | 'sell') =>
  (minute: number, what: string, more: Partial<StoredExecution> = {}) => {
    const [quantity = '', price = ''] = what.split(' @ ');
    return execution(minute, { side, quantity, price, ...more });
  };
const buy = order('buy');
const sell = order('sell');

test('a trade goes from flat to flat, with a pair for each matched lot', () => {
  const { trades, review } = fifo(buy(0, '100 @ 10'), buy(1, '50 @ 11'), sell(2, '120 @ 12'), sell(3, '30 @ 9'));
  expect(review).toEqual([]);
  expect(unit(trades, 'trade')).toMatchObject([
    {
      side: 'long',
      status: 'closed',
      quantity: '150',
      entryPrice: '10.333333333333',
      exitPrice: '11.4',
      grossPnl: '160',
      executionIds: ['e00000', 'e00001', 'e00002', 'e00003'],
    },
  ]);
  expect(
    unit(trades, 'pair').map(({ quantity, entryPrice, exitPrice, grossPnl }) => [
      quantity,
      entryPrice,
      exitPrice,
      grossPnl,
    ]),
  ).toEqual([
    ['100', '10', '12', '200'],
    ['20', '11', '12', '20'],
    ['30', '11', '9', '-60'],
  ]);
  const [trade] = unit(trades, 'trade');
  expect(unit(trades, 'pair').every(({ parentId }) => parentId === trade?.id)).toBe(true);
});

test('a fill that crosses zero closes one trade and opens the next, its fees divided', () => {
  const { trades } = fifo(
    buy(0, '2 @ 10', { fees: '1' }),
    sell(1, '5 @ 11', { fees: '1' }),
    buy(2, '3 @ 10', { fees: '1' }),
  );
  expect(unit(trades, 'trade').map(({ side, grossPnl, fees }) => [side, grossPnl, fees])).toEqual([
    ['long', '2', '1.4'],
    ['short', '3', '1.6'],
  ]);
});

test('fees that do not divide evenly still add up', () => {
  const { trades } = fifo(buy(0, '3 @ 10', { fees: '1' }), sell(1, '1 @ 10'), sell(2, '1 @ 10'), sell(3, '1 @ 10'));
  expect(unit(trades, 'pair').map(({ fees }) => fees)).toEqual(['0.333333333333', '0.333333333334', '0.333333333333']);
  expect(sumOf(unit(trades, 'pair').map(({ fees }) => fees))).toBe('1');
});

test('a price that is money divided by units and cut off counts as that money, whatever it is split into', () => {
  for (const method of ['fifo', 'average'] as const) {
    const executions = [buy(0, '3 @ 3.333333333333'), sell(1, '2 @ 3.33'), sell(2, '1 @ 3.34')];
    const { trades } = matchExecutions(executions, { method });
    expect(unit(trades, 'trade')).toMatchObject([{ grossPnl: '0', netPnl: '0' }]);
    expect(sumOf(unit(trades, 'pair').map(({ grossPnl }) => grossPnl))).toBe('0');
  }
});

test('a price that is fine of its own keeps its exact amount', () => {
  const { trades } = fifo(buy(0, '100 @ 0.000000000123'), sell(1, '100 @ 0.0000123456'));
  expect(unit(trades, 'trade')).toMatchObject([{ grossPnl: '0.0012345477' }]);
});

test('average cost closes each unit at the average of what is open', () => {
  const executions = [buy(0, '10 @ 10'), buy(1, '10 @ 20'), sell(2, '10 @ 18'), buy(3, '10 @ 30'), sell(4, '20 @ 25')];
  const { trades } = matchExecutions(executions, { method: 'average' });
  expect(unit(trades, 'pair').map(({ entryPrice, grossPnl }) => [entryPrice, grossPnl])).toEqual([
    ['15', '30'],
    ['22.5', '25'],
    ['22.5', '25'],
  ]);
});

test('an open position has its rest, its average price and what is realized so far', () => {
  const { trades } = fifo(sell(0, '4 @ 50'), sell(1, '4 @ 60'), buy(2, '6 @ 40'));
  expect(unit(trades, 'trade')).toMatchObject([
    {
      side: 'short',
      status: 'open',
      grossPnl: '80',
      openQuantity: '2',
      openPrice: '60',
      exitTime: null,
      exitPrice: '40',
    },
  ]);
});

test('a close without an open never opens: the excess is reviewed', () => {
  const { trades, review } = fifo(
    buy(0, '5 @ 10'),
    sell(1, '8 @ 11', { effect: 'close' }),
    buy(2, '1 @ 10', { effect: 'close' }),
  );
  expect(unit(trades, 'trade')).toMatchObject([{ status: 'closed', grossPnl: '5' }]);
  expect(review.map(({ executionId, row, code }) => [executionId, row, code])).toEqual([
    ['e00001', 3, 'close_without_open'],
    ['e00002', 4, 'close_without_open'],
  ]);
  expect(review[0]?.message).toContain('3 of 8');
});

test('at one instant closes come before opens, and a fill may be opened and closed in the same second', () => {
  const time = buy(0, '1 @ 1').time;
  const before = [
    buy(0, '5 @ 10', { effect: 'open' }),
    buy(2, '5 @ 12', { effect: 'open', time: buy(1, '1 @ 1').time }),
    sell(1, '5 @ 11', { effect: 'close' }),
  ];
  expect(unit(fifo(...before).trades, 'trade').map(({ status, grossPnl }) => [status, grossPnl])).toEqual([
    ['closed', '5'],
    ['open', '0'],
  ]);
  const scalp = fifo(buy(0, '5 @ 10', { effect: 'open', time }), sell(1, '5 @ 11', { effect: 'close', time }));
  expect(scalp.review).toEqual([]);
  expect(unit(scalp.trades, 'trade')).toMatchObject([{ status: 'closed', grossPnl: '5' }]);
});

test('the broker’s ids put fills of one instant in order, as numbers', () => {
  const { time } = buy(0, '1 @ 1');
  const { trades } = fifo(
    buy(3, '1 @ 12', { time, externalId: '100' }),
    buy(1, '1 @ 10', { time, externalId: '99' }),
    sell(5, '1 @ 13'),
  );
  expect(unit(trades, 'pair')).toMatchObject([{ entryPrice: '10' }]);
});

test('another multiplier than the open position has is reviewed', () => {
  const other = { ...ACME, multiplier: '100' };
  const { review } = fifo(buy(0, '1 @ 10'), sell(1, '1 @ 11', { instrument: other }));
  expect(review).toMatchObject([{ executionId: 'e00001', code: 'multiplier_conflict' }]);
});

test('one symbol in two currencies is two instruments', () => {
  const euro = plainInstrument('stock', 'ACME', { currency: 'EUR' });
  const { trades } = fifo(buy(0, '1 @ 10'), sell(1, '1 @ 11', { instrument: euro }));
  expect(unit(trades, 'trade').map(({ side, status }) => [side, status])).toEqual([
    ['long', 'open'],
    ['short', 'open'],
  ]);
});

const NEWCO = plainInstrument('stock', 'NEWCO', { currency: 'USD' });
const carry = (minute: number, from: string, to: string) => [
  execution(minute, {
    id: `out${minute}`,
    kind: 'carry_out',
    side: 'sell',
    effect: 'close',
    quantity: from,
    price: '0',
    carryKey: `k${minute}`,
  }),
  execution(minute, {
    id: `in${minute}`,
    kind: 'carry_in',
    side: 'buy',
    effect: 'open',
    quantity: to,
    price: '0',
    carryKey: `k${minute}`,
    instrument: NEWCO,
  }),
];

test('a carried lot joins a position that is open in the new instrument', () => {
  const { trades, review } = fifo(
    buy(0, '10 @ 10'),
    buy(1, '5 @ 30', { instrument: NEWCO }),
    ...carry(2, '10', '5'),
    sell(3, '10 @ 40', { instrument: NEWCO }),
  );
  expect(review).toEqual([]);
  expect(unit(trades, 'trade')).toMatchObject([
    { instrument: { symbol: 'NEWCO' }, quantity: '10', grossPnl: '150', entryTime: buy(0, '1 @ 1').time },
  ]);
});

test('a part can be carried over, and stays a trade of its own', () => {
  const { trades } = fifo(
    buy(0, '10 @ 10'),
    ...carry(1, '4', '8'),
    sell(2, '8 @ 6', { instrument: NEWCO }),
    sell(3, '6 @ 11'),
  );
  expect(
    unit(trades, 'trade').map(({ instrument, quantity, grossPnl }) => [instrument.symbol, quantity, grossPnl]),
  ).toEqual([
    ['NEWCO', '8', '8'],
    ['ACME', '6', '6'],
  ]);
});

test('a carry of nothing, of too much, onto the other side, or without its other end is reviewed', () => {
  const codes = (...executions: StoredExecution[]) => fifo(...executions).review.map(({ code }) => code);
  expect(codes(...carry(1, '4', '8'))).toEqual(['carry_without_lot', 'carry_without_lot']);
  expect(codes(buy(0, '3 @ 10'), ...carry(1, '4', '8'))).toEqual(['carry_exceeds_position', 'carry_exceeds_position']);
  expect(codes(buy(0, '4 @ 10'), sell(0, '1 @ 9', { id: 's', instrument: NEWCO }), ...carry(1, '4', '8'))).toEqual([
    'carry_against_position',
    'carry_against_position',
  ]);
  expect(codes(buy(0, '4 @ 10'), ...carry(1, '4', '8').slice(0, 1))).toEqual(['carry_unpaired']);
  expect(codes(...carry(1, '4', '8').slice(1))).toEqual(['carry_unpaired']);
});

const put = (strike: string) =>
  optionInstrument({ root: 'SPY', underlying: 'SPY', expiry: '2025-04-17', strike, right: 'put', currency: 'USD' });

test('option legs of one order are one strategy; every other trade is one of its own', () => {
  const { trades } = fifo(
    sell(0, '2 @ 3', { instrument: put('500'), orderId: 'a', fees: '1' }),
    buy(1, '2 @ 1', { instrument: put('490'), orderId: 'a', fees: '1' }),
    buy(2, '2 @ 1.5', { instrument: put('500') }),
    sell(3, '2 @ 0.5', { instrument: put('490') }),
    buy(4, '1 @ 10', { orderId: 'a' }),
  );
  const strategies = unit(trades, 'strategy');
  expect(strategies).toHaveLength(2);
  expect(strategies[0]).toMatchObject({
    instrument: { symbol: 'SPY 2025-04-17 500 P + 2025-04-17 490 P', strike: null, right: 'put' },
    side: 'short',
    status: 'closed',
    quantity: '2',
    entryPrice: '2',
    exitPrice: '1',
    grossPnl: '200',
    fees: '2',
    netPnl: '198',
  });
  const legs = unit(trades, 'trade').filter(({ parentId }) => parentId === strategies[0]?.id);
  expect(legs).toHaveLength(2);
});

test('option legs of one instant are one strategy without an order id, too', () => {
  const { time } = sell(0, '1 @ 1');
  const { trades } = fifo(
    sell(0, '1 @ 3', { instrument: put('500') }),
    buy(1, '1 @ 1', { instrument: put('490'), time }),
  );
  expect(unit(trades, 'strategy')).toMatchObject([
    { status: 'open', openQuantity: '1', openPrice: '2', side: 'short' },
  ]);
});

test('ids are name-based UUIDs that do not change when history goes on', () => {
  const first = fifo(buy(0, '2 @ 10'), sell(1, '1 @ 11'));
  const later = fifo(buy(0, '2 @ 10'), sell(1, '1 @ 11'), sell(2, '1 @ 12'));
  const ids = (trades: readonly MatchedTrade[]) => trades.map(({ id }) => id);
  expect(ids(later.trades)).toEqual(expect.arrayContaining(ids(first.trades)));
  expect(new Set(ids(later.trades)).size).toBe(later.trades.length);
  for (const id of ids(later.trades))
    expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
});
