/** Pairs back to fills: shorts, fills in several rows, overlapping exports, and what cannot be read. */
import { expect, test } from 'vitest';
import { sumOf } from '../decimal.ts';
import { matchExecutions } from '../matching/match-executions.ts';
import { parseFile } from '../parse-file.ts';
import { fileOf } from '../testing/executions.ts';
import type { ParsedFile } from '../types.ts';

const HEADER =
  'symbol,_priceFormat,_priceFormatType,_tickSize,buyFillId,sellFillId,qty,buyPrice,sellPrice,pnl,boughtTimestamp,soldTimestamp,duration';

interface Row {
  buy: string;
  sell: string;
  qty?: string;
  bought?: string;
  sold?: string;
  prices?: [string, string];
  pnl?: string;
  symbol?: string;
}

function row({
  buy,
  sell,
  qty = '1',
  bought = '10:00:00',
  sold = '10:05:00',
  prices = ['6000.00', '6001.00'],
  pnl = '$5.00',
  symbol = 'MESH5',
}: Row): string {
  return `${symbol},-2,0,0.25,${buy},${sell},${qty},${prices.join(',')},${pnl},02/03/2025 ${bought},02/03/2025 ${sold},5min`;
}

const parse = (...rows: string[]) => parseFile(fileOf(HEADER, ...rows), { timeZone: 'America/New_York' });
const match = (file: ParsedFile) =>
  matchExecutions(
    file.executions.map((one) => ({ ...one, id: one.dedupeKey })),
    { method: 'fifo' },
  );

test('a row becomes a buy and a sell at local times, with its stated P&L beside ours', () => {
  const file = parse(row({ buy: '11', sell: '12' }));
  expect(file).toMatchObject({
    format: 'tradovate_performance',
    rowsRead: 1,
    rowsImported: 1,
    skipped: [],
    review: [],
  });
  expect(file.executions.map(({ side, time, price, externalId }) => [side, time, price, externalId])).toEqual([
    ['buy', '2025-02-03T15:00:00.000Z', '6000', '11'],
    ['sell', '2025-02-03T15:05:00.000Z', '6001', '12'],
  ]);
  expect(file.executions[0]?.instrument).toMatchObject({ symbol: 'MESH5', underlying: 'MES', multiplier: '5' });
  expect(file.stated).toEqual([{ row: 2, stated: '5', ours: '5' }]);
});

test('sold before bought is a short, and parentheses are a loss', () => {
  const file = parse(
    row({ buy: '22', sell: '21', bought: '10:09:00', prices: ['6008.25', '6000.00'], pnl: '$(41.25)' }),
  );
  const trade = match(file).trades.find(({ unit }) => unit === 'trade');
  expect(trade).toMatchObject({ side: 'short', grossPnl: '-41.25', entryPrice: '6000', exitPrice: '6008.25' });
  expect(file.stated).toEqual([{ row: 2, stated: '-41.25', ours: '-41.25' }]);
});

test('rows that share a fill add up to it and are matched as the file has them', () => {
  const file = parse(
    row({ buy: '31', sell: '32', qty: '2', pnl: '$10.00' }),
    row({ buy: '31', sell: '33', qty: '3', sold: '10:07:00', prices: ['6000.00', '6002.00'], pnl: '$30.00' }),
  );
  const bought = file.executions.filter(({ externalId }) => externalId === '31');
  expect(sumOf(bought.map(({ quantity }) => quantity))).toBe('5');
  const { trades } = match(file);
  expect(trades.filter(({ unit }) => unit === 'pair').map(({ quantity, grossPnl }) => [quantity, grossPnl])).toEqual([
    ['2', '10'],
    ['3', '30'],
  ]);
  expect(trades.find(({ unit }) => unit === 'trade')).toMatchObject({ quantity: '5', grossPnl: '40' });
});

test('a later export that shows more of a fill repeats the known keys and adds only new ones', () => {
  const monday = parse(row({ buy: '41', sell: '42', qty: '2' }));
  const tuesday = parse(
    row({ buy: '41', sell: '43', qty: '3', sold: '11:00:00' }),
    row({ buy: '41', sell: '42', qty: '2' }),
  );
  const keys = (file: ParsedFile) => file.executions.map(({ dedupeKey }) => dedupeKey).sort();
  expect(keys(tuesday)).toEqual(expect.arrayContaining(keys(monday)));
  const added = tuesday.executions.filter(({ dedupeKey }) => !keys(monday).includes(dedupeKey));
  expect(added.map(({ externalId, quantity }) => [externalId, quantity])).toEqual([
    ['41', '3'],
    ['43', '3'],
  ]);
});

test('the same pair of fills again is skipped, as where two exports were put together', () => {
  const once = row({ buy: '51', sell: '52' });
  const file = parse(once, row({ buy: '51', sell: '53' }), once);
  expect(file.skipped).toMatchObject([{ row: 4, code: 'repeated_row' }]);
  expect(file.executions).toEqual(parse(once, row({ buy: '51', sell: '53' })).executions);
});

test('notes and grains in fractions are their decimals, and come to the stated P&L', () => {
  const file = parse(
    row({ buy: '55', sell: '56', symbol: 'ZNH5', prices: ["108'005", "108'010"], pnl: '$15.63' }),
    row({ buy: '57', sell: '58', symbol: 'ZCH5', prices: ["450'2", "450'4"], pnl: '$12.50' }),
  );
  expect(file.stated.map(({ ours }) => ours)).toEqual(['15.625', '12.5']);
  expect(parse(row({ buy: '55', sell: '56', symbol: 'ZNH5', prices: ["108'004", '108'] })).review).toMatchObject([
    { code: 'bad_price' },
  ]);
});

test('a stated P&L that is not ours stays beside it', () => {
  expect(parse(row({ buy: '61', sell: '62', pnl: '$6.00' })).stated).toEqual([{ row: 2, stated: '6', ours: '5' }]);
});

test('an unknown point value is asked for, and used when it is given', () => {
  const rows = fileOf(HEADER, row({ buy: '71', sell: '72', symbol: 'FDAXH5' }));
  const asked = parseFile(rows, { timeZone: 'UTC' });
  expect(asked).toMatchObject({ rowsImported: 0, executions: [], review: [{ row: 2, code: 'unknown_multiplier' }] });
  expect(asked.review[0]?.message).toContain('multiplier.FDAX');
  const told = parseFile(rows, { timeZone: 'UTC', mapping: { 'multiplier.FDAX': '25' }, currency: 'EUR' });
  expect(told.executions[0]?.instrument).toMatchObject({ multiplier: '25', currency: 'EUR' });
});

test.each([
  ['bad_quantity', row({ buy: '1', sell: '2', qty: '0' })],
  ['bad_quantity', row({ buy: '1', sell: '2', qty: '-1' })],
  ['bad_price', row({ buy: '1', sell: '2', prices: ['', '6001'] })],
  ['bad_number', row({ buy: '1', sell: '2', pnl: 'much' })],
  ['bad_time', row({ buy: '1', sell: '2', bought: '25:00:00' })],
  ['bad_id', row({ buy: '', sell: '2' })],
  ['bad_symbol', row({ buy: '1', sell: '2', symbol: '' })],
])('a row with %s goes to review and not into the figures', (code, bad) => {
  const file = parse(row({ buy: '81', sell: '82' }), bad);
  expect(file.review).toMatchObject([{ row: 3, code }]);
  expect(file.executions).toHaveLength(2);
});

test('a fill that two rows describe differently is reviewed', () => {
  const file = parse(row({ buy: '91', sell: '92' }), row({ buy: '91', sell: '93', prices: ['6999.00', '6001.00'] }));
  expect(file.review).toMatchObject([{ row: 3, code: 'fill_conflict' }]);
});
