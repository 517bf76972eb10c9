/** tastytrade: newest first, both headers, and everything that is not a plain fill. */
import { expect, test } from 'vitest';
import { matchExecutions } from '../matching/match-executions.ts';
import { parseFile } from '../parse-file.ts';
import { fileOf } from '../testing/executions.ts';
import type { ParsedFile } from '../types.ts';

const OLD =
  'Date,Type,Sub Type,Action,Symbol,Instrument Type,Description,Value,Quantity,Average Price,Commissions,Fees,Multiplier,Root Symbol,Underlying Symbol,Expiration Date,Strike Price,Call or Put,Order #,Currency';
const NEW = OLD.replace('Order #,Currency', 'Order #,Total,Currency');

const PUT = 'ABCD  250117P00020000,Equity Option';
const PUT_TAIL = '100,ABCD,ABCD,1/17/25,20,PUT';

const parse = (...rows: string[]) => parseFile(fileOf(OLD, ...rows), { timeZone: 'UTC' });
const stored = (file: ParsedFile) => file.executions.map((one) => ({ ...one, id: one.dedupeKey }));
const tradesOf = (file: ParsedFile) => {
  const { trades, review } = matchExecutions(stored(file), { method: 'fifo' });
  return { review, trades: trades.filter(({ unit }) => unit === 'trade') };
};

const SOLD_PUT = `2025-01-06T15:00:00+0100,Trade,Sell to Open,SELL_TO_OPEN,${PUT},Sold 2 ABCD 01/17/25 Put 20.00 @ 0.55,110.00,2,55.00,-2.00,-0.28,${PUT_TAIL},9001,USD`;

test('an option fill has its price a share, its costs as costs and its time in UTC', () => {
  const [fill] = parse(SOLD_PUT).executions;
  expect(fill).toMatchObject({
    side: 'sell',
    effect: 'open',
    quantity: '2',
    price: '0.55',
    fees: '2.28',
    orderId: '9001',
    time: '2025-01-06T14:00:00.000Z',
  });
  expect(fill?.instrument).toMatchObject({
    symbol: 'ABCD 2025-01-17 20 P',
    underlying: 'ABCD',
    expiry: '2025-01-17',
    strike: '20',
    right: 'put',
    multiplier: '100',
  });
});

test('the price follows from the exact value where the average is rounded', () => {
  const file = parse(
    '2025-01-06T15:00:00+0100,Trade,Sell to Close,SELL_TO_CLOSE,ABCD,Equity,Sold 100 ABCD @ 89.45,"8,945.01",100,89.45,0.00,-0.18,,,,,,,1,USD',
  );
  expect(file.executions[0]?.price).toBe('89.4501');
});

test('what does not divide into a price is still counted to the cent', () => {
  const row = (minute: number, way: string, money: string) =>
    `2025-01-06T15:0${minute}:00+0100,Trade,${way},${way.toUpperCase().replaceAll(' ', '_')},ABCD,Equity,,${money},,0.00,0.00,,,,,,,,USD`;
  const file = parse(
    row(2, 'Sell to Close', '3.34,1'),
    row(1, 'Sell to Close', '6.66,2'),
    row(0, 'Buy to Open', '-10.00,3'),
  );
  expect(file.executions[0]?.price).toBe('3.333333333333');
  expect(tradesOf(file)).toMatchObject({ review: [], trades: [{ status: 'closed', grossPnl: '0', netPnl: '0' }] });
});

test('both generations of the header give the same keys', () => {
  const newer = SOLD_PUT.replace(',9001,USD', ',9001,107.72,USD');
  const keys = (file: ParsedFile) => file.executions.map(({ dedupeKey }) => dedupeKey);
  expect(keys(parseFile(fileOf(NEW, newer), { timeZone: 'UTC' }))).toEqual(keys(parse(SOLD_PUT)));
});

test('money that only moved is skipped under its own name', () => {
  const file = parse(
    '2025-01-08T23:00:00+0100,Money Movement,Dividend,,ABCD,Equity,ABCD CORP,12.50,0,,--,0.00,,,,,,,,USD',
    '2025-01-07T23:00:00+0100,Money Movement,Credit Interest,,,,INTEREST ON CREDIT BALANCE,0.03,0,,--,0.00,,,,,,,,USD',
  );
  expect(file).toMatchObject({ rowsRead: 2, rowsImported: 0, review: [] });
  expect(file.skipped.map(({ code }) => code)).toEqual(['dividend', 'credit_interest']);
});

test('an assigned put closes at nothing and brings the shares at the strike', () => {
  const { trades, review } = tradesOf(
    parse(
      `2025-01-17T23:00:00+0100,Receive Deliver,Assignment,,${PUT},Removal of option due to assignment,0.00,2,0.00,--,0.00,${PUT_TAIL},,USD`,
      '2025-01-17T23:00:00+0100,Receive Deliver,Buy to Open,BUY_TO_OPEN,ABCD,Equity,Buy to Open 200 ABCD @ 20.00,"-4,000.00",200,-20.00,--,-5.00,,,,,,,,USD',
      SOLD_PUT,
    ),
  );
  expect(review).toEqual([]);
  expect(
    trades.map(({ instrument, status, side, netPnl, openQuantity, openPrice }) => [
      instrument.symbol,
      status,
      side,
      netPnl,
      openQuantity,
      openPrice,
    ]),
  ).toEqual([
    ['ABCD 2025-01-17 20 P', 'closed', 'short', '107.72', '0', null],
    ['ABCD', 'open', 'long', '0', '200', '20'],
  ]);
});

test('an option that expires closes at nothing, long or short', () => {
  const expiry = `2025-01-17T22:00:00+0100,Receive Deliver,Expiration,,${PUT},Removal of 2.0 ABCD 01/17/25 Put 20.00 due to expiration.,0.00,2,0.00,--,0.00,${PUT_TAIL},,USD`;
  const bought = SOLD_PUT.replaceAll('Sell to Open', 'Buy to Open')
    .replace('SELL_TO_OPEN', 'BUY_TO_OPEN')
    .replace('110.00,2,55.00', '-110.00,2,-55.00');
  expect(tradesOf(parse(expiry, SOLD_PUT)).trades).toMatchObject([{ status: 'closed', grossPnl: '110' }]);
  expect(tradesOf(parse(expiry, bought)).trades).toMatchObject([{ status: 'closed', grossPnl: '-110' }]);
});

test('an option settled in cash closes at that cash, once', () => {
  const { trades, review } = tradesOf(
    parse(
      `2025-01-17T23:00:00+0100,Receive Deliver,Expiration,,${PUT},Removal,0.00,2,0.00,--,0.00,${PUT_TAIL},,USD`,
      `2025-01-17T23:00:00+0100,Receive Deliver,Cash Settled Assignment,,${PUT},Cash settlement,-300.00,2,0.00,--,0.00,${PUT_TAIL},,USD`,
      SOLD_PUT,
    ),
  );
  expect(review).toEqual([]);
  expect(trades).toMatchObject([{ status: 'closed', grossPnl: '-190', exitPrice: '1.5' }]);
});

test('a cash settlement that names the side of the position is that cash all the same', () => {
  const { trades, review } = tradesOf(
    parse(
      `2025-01-17T23:00:00+0100,Receive Deliver,Cash Settled Assignment,SELL,${PUT},Cash settlement,-300.00,2,0.00,--,0.00,${PUT_TAIL},,USD`,
      SOLD_PUT,
    ),
  );
  expect(review).toEqual([]);
  expect(trades).toMatchObject([{ status: 'closed', grossPnl: '-190' }]);
});

test('shares that a dividend was reinvested in are bought', () => {
  const file = parse(
    '2025-02-03T16:00:00+0100,Receive Deliver,Dividend,BUY_TO_OPEN,ABCD,Equity,Received 0.5 Long ABCD via Dividend,-6.00,0.5,-12.00,0.00,0.00,,,,,,,,USD',
  );
  expect(file.executions).toMatchObject([{ kind: 'delivery', side: 'buy', quantity: '0.5', price: '12' }]);
});

test('a symbol change carries the lot over with its cost and opening time', () => {
  const { trades, review } = tradesOf(
    parse(
      '2025-02-20T16:00:00+0100,Trade,Sell to Close,SELL_TO_CLOSE,WXYZ,Equity,Sold 100 WXYZ @ 12.00,"1,200.00",100,12.00,0.00,-0.10,,,,,,,3,USD',
      '2025-02-10T12:48:05+0100,Receive Deliver,Symbol Change,BUY_TO_OPEN,WXYZ,Equity,Symbol change:  Open 100.0 WXYZ,"-1,100.00",100,-11.00,--,0.00,,,,,,,,USD',
      '2025-02-10T12:48:05+0100,Receive Deliver,Symbol Change,SELL_TO_CLOSE,ABCD,Equity,Symbol change:  Close 100.0 ABCD,"1,100.00",100,11.00,--,0.00,,,,,,,,USD',
      '2025-02-03T16:00:00+0100,Trade,Buy to Open,BUY_TO_OPEN,ABCD,Equity,Bought 100 ABCD @ 10.00,"-1,000.00",100,-10.00,0.00,-0.08,,,,,,,2,USD',
    ),
  );
  expect(review).toEqual([]);
  expect(trades).toMatchObject([
    {
      status: 'closed',
      entryTime: '2025-02-03T15:00:00.000Z',
      entryPrice: '10',
      exitPrice: '12',
      grossPnl: '200',
      fees: '0.18',
      quantity: '100',
    },
  ]);
  expect(trades[0]?.instrument.symbol).toBe('WXYZ');
});

test('a reverse split and a forward split keep the cost and change the quantity, also under one symbol', () => {
  const split = (name: string, from: number, to: number) =>
    tradesOf(
      parse(
        `2025-02-20T16:00:00+0100,Trade,Sell to Close,SELL_TO_CLOSE,ABCD,Equity,Sold,"1,500.00",${to},0,0.00,0.00,,,,,,,3,USD`,
        `2025-02-10T12:00:00+0100,Receive Deliver,${name},BUY_TO_OPEN,ABCD,Equity,Open,"-1,300.00",${to},0,--,0.00,,,,,,,,USD`,
        `2025-02-10T12:00:00+0100,Receive Deliver,${name},SELL_TO_CLOSE,ABCD,Equity,Close,"1,300.00",${from},0,--,0.00,,,,,,,,USD`,
        `2025-02-03T16:00:00+0100,Trade,Buy to Open,BUY_TO_OPEN,ABCD,Equity,Bought,"-1,000.00",${from},0,0.00,0.00,,,,,,,2,USD`,
      ),
    );
  expect(split('Reverse Split', 100, 10)).toMatchObject({
    review: [],
    trades: [{ quantity: '10', entryPrice: '100', grossPnl: '500' }],
  });
  expect(split('Forward Split', 50, 150)).toMatchObject({
    review: [],
    trades: [{ quantity: '150', entryPrice: '6.666666666667', grossPnl: '500' }],
  });
});

test('short options are carried over too, each to its own contract', () => {
  const option = (root: string, strike: string, name: string) =>
    `${root.padEnd(6)}250117P000${strike}000,Equity Option,${name}`;
  const tail = (strike: string) => `100,ABCD,ABCD,1/17/25,${strike},PUT`;
  const { trades, review } = tradesOf(
    parse(
      `2025-01-10T12:00:00+0100,Receive Deliver,Symbol Change,SELL_TO_OPEN,${option('WXYZ', '20', 'Open')},520.00,2,260.00,--,0.00,${tail('20')},,USD`,
      `2025-01-10T12:00:00+0100,Receive Deliver,Symbol Change,SELL_TO_OPEN,${option('WXYZ', '25', 'Open')},700.00,2,350.00,--,0.00,${tail('25')},,USD`,
      `2025-01-10T12:00:00+0100,Receive Deliver,Symbol Change,BUY_TO_CLOSE,${option('ABCD', '20', 'Close')},-520.00,2,-260.00,--,0.00,${tail('20')},,USD`,
      `2025-01-10T12:00:00+0100,Receive Deliver,Symbol Change,BUY_TO_CLOSE,${option('ABCD', '25', 'Close')},-700.00,2,-350.00,--,0.00,${tail('25')},,USD`,
      SOLD_PUT,
      SOLD_PUT.replace('P00020000', 'P00025000').replace('1/17/25,20,PUT', '1/17/25,25,PUT'),
    ),
  );
  expect(review).toEqual([]);
  expect(trades.map(({ instrument, openQuantity }) => [instrument.symbol, openQuantity])).toEqual([
    ['WXYZ 2025-01-17 25 P', '2'],
    ['WXYZ 2025-01-17 20 P', '2'],
  ]);
});

test('one end of a split without the other goes to review', () => {
  const file = parse(
    '2025-02-10T12:00:00+0100,Receive Deliver,Reverse Split,BUY_TO_OPEN,ABCD,Equity,Open,"-1,300.00",10,0,--,0.00,,,,,,,,USD',
  );
  expect(file).toMatchObject({ rowsImported: 0, review: [{ row: 2, code: 'carry_unpaired' }] });
});

test('futures take their price from the description and their point value from the table', () => {
  const file = parse(
    '2025-01-13T09:15:00-0700,Trade,Buy,BUY,/MCLZ5,Future,Bought 1 /MCLZ5 @ 57.10,0.00,1,0.00,-0.75,-0.82,,,,,,,413,USD',
  );
  expect(file.executions[0]).toMatchObject({
    price: '57.1',
    fees: '1.57',
    effect: 'auto',
    instrument: { symbol: 'MCLZ5', underlying: 'MCL', multiplier: '100' },
  });
});

test('a price in thirty-seconds is read whole or not at all, and a multiplier of zero is none', () => {
  const bond = (price: string) =>
    parse(
      `2025-01-13T09:15:00-0700,Trade,Buy,BUY,/ZBH5,Future,Bought 1 /ZBH5 @ ${price},0.00,1,0.00,-0.75,-0.82,,,,,,,413,USD`,
    );
  expect(bond("118'16").executions[0]).toMatchObject({ price: '118.5' });
  expect(bond("118'44").review).toMatchObject([{ code: 'bad_price' }]);
  expect(parse(SOLD_PUT.replace(',100,ABCD', ',0,ABCD')).executions[0]).toMatchObject({ price: '0.55' });
});

test('coins are fractions of a unit', () => {
  const file = parse(
    '2025-01-13T09:15:00-0700,Trade,Buy to Open,BUY_TO_OPEN,BTC/USD,Cryptocurrency,Bought 0.005 BTC/USD @ 42000.00,-210.00,0.005,"-42,000.00",--,0.00,,,,,,,414,USD',
  );
  expect(file.executions[0]).toMatchObject({
    price: '42000',
    quantity: '0.005',
    instrument: { assetClass: 'crypto', underlying: 'BTC' },
  });
});

test.each([
  ['unknown_type', '2025-01-06T15:00:00+0100,Gift,,,ABCD,Equity,x,1.00,1,1.00,--,0.00,,,,,,,,USD'],
  [
    'unknown_sub_type',
    '2025-01-06T15:00:00+0100,Receive Deliver,Spin Off,,ABCD,Equity,x,1.00,1,1.00,--,0.00,,,,,,,,USD',
  ],
  [
    'unknown_instrument_type',
    '2025-01-06T15:00:00+0100,Trade,Buy to Open,BUY_TO_OPEN,ABCD,Warrant,x,-1.00,1,-1.00,--,0.00,,,,,,,,USD',
  ],
  [
    'sign_conflict',
    '2025-01-06T15:00:00+0100,Trade,Buy to Open,BUY_TO_OPEN,ABCD,Equity,x,1.00,1,1.00,--,0.00,,,,,,,,USD',
  ],
  ['bad_number', '2025-01-06T15:00:00+0100,Trade,Buy to Open,BUY_TO_OPEN,ABCD,Equity,x,lots,1,1.00,--,0.00,,,,,,,,USD'],
  ['bad_time', 'tomorrow,Trade,Buy to Open,BUY_TO_OPEN,ABCD,Equity,x,-1.00,1,-1.00,--,0.00,,,,,,,,USD'],
])('a row with %s goes to review', (code, row) => {
  expect(parse(row, SOLD_PUT)).toMatchObject({ rowsRead: 2, rowsImported: 1, review: [{ row: 2, code }] });
});
