/** Any CSV: what is recognised, what is asked, and what goes to review. */
import { expect, test } from 'vitest';
import { parseFile } from '../parse-file.ts';
import { fileOf } from '../testing/executions.ts';
import { UnreadableFile } from '../unreadable-file.ts';

const parse = (lines: readonly string[], mapping?: Record<string, string>) =>
  parseFile(fileOf(...lines), { timeZone: 'America/New_York', ...(mapping && { mapping }) });

function refusal(lines: readonly string[], mapping?: Record<string, string>): UnreadableFile {
  try {
    parse(lines, mapping);
  } catch (error) {
    if (error instanceof UnreadableFile) return error;
    throw error;
  }
  throw new Error('it was read');
}

test('common column names are recognised', () => {
  const file = parse([
    'Trade Date,Time,Ticker,Action,Qty,Fill Price,Commission,Fees',
    '2025-02-03,10:15:00,acme,Buy to Open,10,"1,234.50",-1.00,-0.25',
  ]);
  expect(file).toMatchObject({ format: 'generic', rowsRead: 1, rowsImported: 1 });
  expect(file.executions[0]).toMatchObject({
    time: '2025-02-03T15:15:00.000Z',
    side: 'buy',
    effect: 'open',
    quantity: '10',
    price: '1234.5',
    fees: '1.25',
    instrument: { symbol: 'ACME', assetClass: 'stock', multiplier: '1', currency: 'USD' },
  });
});

test('semicolons, decimal commas and days before months are read as they are meant', () => {
  const file = parse([
    'Datum;Symbol;Side;Quantity;Price',
    '03.02.2025 10:15;ACME;Kauf;10;1.234,50',
    '04.02.2025 10:15;ACME;Verkauf;10;1.235,00',
  ]);
  expect(file.executions.map(({ time, side, price }) => [time, side, price])).toEqual([
    ['2025-02-03T15:15:00.000Z', 'buy', '1234.5'],
    ['2025-02-04T15:15:00.000Z', 'sell', '1235'],
  ]);
});

test('without a side the sign of the quantity is the side', () => {
  const file = parse([
    'time,symbol,quantity,price',
    '2025-02-03T10:00:00Z,ACME,5,10',
    '2025-02-03T11:00:00Z,ACME,-5,11',
  ]);
  expect(file.executions.map(({ side, quantity }) => [side, quantity])).toEqual([
    ['buy', '5'],
    ['sell', '5'],
  ]);
});

test('options come from columns or from an OCC symbol, futures get their point value from the table', () => {
  const file = parse([
    'time,symbol,side,quantity,price,expiry,strike,right',
    '2025-02-03T10:00:00Z,SPY,STO,1,2.5,2025-03-21,500,put',
    '2025-02-03T10:01:00Z,SPY   250321C00510500,BTO,1,2.5,,,',
    '2025-02-03T10:02:00Z,ESH5,SELL,1,6000.25,,,',
    '2025-02-03T10:03:00Z,BTC/USD,BUY,0.25,60000,,,',
    '2025-02-03T10:04:00Z,EURUSD,BUY,1000,1.05,,,',
  ]);
  expect(
    file.executions.map(({ instrument: { symbol, assetClass, multiplier, underlying } }) => [
      symbol,
      assetClass,
      multiplier,
      underlying,
    ]),
  ).toEqual([
    ['SPY 2025-03-21 500 P', 'option', '100', 'SPY'],
    ['SPY 2025-03-21 510.5 C', 'option', '100', 'SPY'],
    ['ESH5', 'future', '50', 'ES'],
    ['BTC/USD', 'crypto', '1', 'BTC/USD'],
    ['EURUSD', 'forex', '1', 'EURUSD'],
  ]);
});

test('unknown columns are asked for, with the header and our fields', () => {
  const error = refusal(['Wann;Was;Wieviel;Kurs', '2025-02-03;ACME;1;2']);
  expect(error).toMatchObject({
    code: 'mapping_needed',
    mappingNeeded: { header: ['Wann', 'Was', 'Wieviel', 'Kurs'] },
  });
  expect(error.mappingNeeded?.fields.filter(({ required }) => required).map(({ name }) => name)).toEqual([
    'time',
    'symbol',
    'quantity',
    'price',
  ]);
});

test('a mapping is taken, case aside; a wrong one is refused', () => {
  const lines = ['Wann;Was;Wieviel;Kurs', '2025-02-03 10:00;ACME;1;2,5'];
  const mapping = { time: 'wann', symbol: 'Was', quantity: 'Wieviel', price: 'Kurs' };
  expect(parse(lines, mapping).executions[0]).toMatchObject({ price: '2.5', side: 'buy' });
  expect(refusal(lines, { ...mapping, price: 'Preis' }).code).toBe('wrong_mapping');
  expect(refusal(lines, { ...mapping, colour: 'Was' }).code).toBe('wrong_mapping');
});

test('rows of a second account are reviewed when the account is mapped, ignored otherwise', () => {
  const lines = [
    'time,symbol,quantity,price,account',
    '2025-02-03T10:00:00Z,ACME,5,10,one',
    '2025-02-03T11:00:00Z,ACME,5,10,two',
  ];
  expect(parse(lines).review).toEqual([]);
  expect(parse(lines, { account: 'account' }).review).toMatchObject([{ row: 3, code: 'other_account' }]);
});

test('the same file has the same keys, two identical fills have two, and an id is the key where there is one', () => {
  const lines = ['time,symbol,quantity,price', '2025-02-03T10:00:00Z,ACME,5,10', '2025-02-03T10:00:00Z,ACME,5,10'];
  const keys = parse(lines).executions.map(({ dedupeKey }) => dedupeKey);
  expect(new Set(keys).size).toBe(2);
  expect(
    parse([...lines, '2025-02-04T10:00:00Z,ACME,-5,10'])
      .executions.map(({ dedupeKey }) => dedupeKey)
      .slice(0, 2),
  ).toEqual(keys);
  const withId = (fee: string) =>
    parse(['time,symbol,quantity,price,fees,exec id', `2025-02-03T10:00:00Z,ACME,5,10,${fee},x1`]).executions[0];
  expect(withId('1')?.dedupeKey).toBe(withId('2')?.dedupeKey);
});

test('a repeated id is a duplicate, or asks for another column', () => {
  const file = parse([
    'time,symbol,quantity,price,id',
    '2025-02-03T10:00:00Z,ACME,5,10,x',
    '2025-02-03T10:00:00Z,ACME,5,10,x',
    '2025-02-03T10:00:01Z,ACME,6,10,x',
  ]);
  expect(file).toMatchObject({
    rowsRead: 3,
    rowsImported: 1,
    skipped: [{ row: 3, code: 'duplicate' }],
    review: [{ row: 4, code: 'duplicate_id' }],
  });
});

test('a file that is newest first is turned round', () => {
  const file = parse([
    'time,symbol,quantity,price',
    '2025-02-04T10:00:00Z,ACME,-5,11',
    '2025-02-03T10:00:00Z,ACME,2,10',
    '2025-02-03T10:00:00Z,ACME,3,9',
  ]);
  expect(file.executions.map(({ row, ordinal }) => [row, ordinal])).toEqual([
    [4, 0],
    [3, 1],
    [2, 2],
  ]);
});

test.each([
  ['unknown_side', 'perhaps,ACME,5,10'],
  ['bad_quantity', 'buy,ACME,,10'],
  ['bad_price', 'buy,ACME,5,ten'],
  ['bad_symbol', 'buy,,5,10'],
  ['sign_conflict', 'buy,ACME,-5,10'],
  ['unknown_multiplier', 'buy,XYZH5,5,10'],
])('a row with %s goes to review', (code, row) => {
  const file = parse([
    'time,side,symbol,quantity,price',
    `2025-02-03T10:00:00Z,${row}`,
    '2025-02-03T10:00:00Z,buy,ACME,1,1',
  ]);
  expect(file).toMatchObject({ rowsImported: 1, review: [{ row: 2, code }] });
});

test('dividends and cancelled orders are skipped', () => {
  const file = parse([
    'time,side,symbol,quantity,price,status',
    '2025-02-03T10:00:00Z,Dividend,ACME,,5,',
    '2025-02-03T10:00:00Z,Buy,ACME,5,10,Cancelled',
    '2025-02-03T10:00:00Z,Buy,ACME,5,10,Filled',
  ]);
  expect(file.skipped.map(({ code }) => code)).toEqual(['not_a_trade', 'not_filled']);
  expect(file.rowsImported).toBe(1);
});
