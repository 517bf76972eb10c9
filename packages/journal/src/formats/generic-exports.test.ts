/** Files that brokers' programs write, read as generic CSVs: what would be a wrong figure if a column were taken at its name. */
import { expect, test } from 'vitest';
import { matchExecutions } from '../matching/match-executions.ts';
import { parseFile } from '../parse-file.ts';
import { fileOf } from '../testing/executions.ts';

const parse = (...lines: readonly string[]) => parseFile(fileOf(...lines), { timeZone: 'America/New_York' });
const told = (mapping: Record<string, string>, ...lines: readonly string[]) =>
  parseFile(fileOf(...lines), { timeZone: 'UTC', mapping });
function pnlOf(...lines: readonly string[]): (string | undefined)[] {
  const { executions } = parse(...lines);
  const { trades } = matchExecutions(
    executions.map((one) => ({ ...one, id: one.dedupeKey })),
    { method: 'fifo' },
  );
  return trades.filter(({ unit }) => unit === 'trade').map(({ netPnl }) => netPnl);
}

test('an option spelled out in the symbol or the description is no stock', () => {
  const spelled = (symbol: string) => [`2024-01-03 10:00,${symbol},Buy,1,2`, `2024-01-04 10:00,${symbol},Sell,1,3`];
  expect(pnlOf('Time,Symbol,Side,Quantity,Price', ...spelled('AAPL 01/19/2024 150.00 C'))).toEqual(['100']);
  expect(
    pnlOf(
      'Activity Date,Instrument,Description,Trans Code,Quantity,Price,Amount',
      '1/5/2024,AAPL,AAPL 1/19/2024 Call $150.00,STC,1,$3.00,$299.95',
      '1/4/2024,AAPL,AAPL 1/19/2024 Call $150.00,BTO,1,$2.00,($200.05)',
    ),
  ).toEqual(['100']);
  expect(parse('Time,Symbol,Side,Quantity,Price', ...spelled('AAPL 150C 1/19')).review).toMatchObject([
    { code: 'bad_option' },
    { code: 'bad_option' },
  ]);
});

test('a future spelled as NinjaTrader and TradingView spell it has its point value', () => {
  const rows = (symbol: string) => [
    `1/3/2025 9:30:00 AM,${symbol},Buy,1,6100`,
    `1/3/2025 9:40:00 AM,${symbol},Sell,1,6101`,
  ];
  for (const symbol of ['MES 03-25', 'MES1!', '@MES', 'MES=F'])
    expect(pnlOf('Time,Instrument,Action,Quantity,Price', ...rows(symbol))).toEqual(['5']);
});

test('of an order, what was filled counts, at the price it was filled at, also where the rest was cancelled', () => {
  const file = parse(
    'Symbol,Side,Status,Filled,Total Qty,Price,Avg Price,Filled Time',
    'AAPL,Buy,Filled,10,10,@33.50,33.10,01/03/2024 10:00:01 EST',
    'AAPL,Sell,Cancelled,4,10,@33.50,33.90,01/03/2024 10:05:01 EST',
    'AAPL,Sell,Cancelled,0,10,@35.50,,01/03/2024 10:06:01 EST',
    'AAPL,Sell,Working,,6,@35.50,,',
  );
  expect(file.executions.map(({ quantity, price, time }) => [quantity, price, time])).toEqual([
    ['10', '33.1', '2024-01-03T15:00:01.000Z'],
    ['4', '33.9', '2024-01-03T15:05:01.000Z'],
  ]);
  expect(file.skipped.map(({ code }) => code)).toEqual(['not_filled', 'not_filled']);
  expect(file.review).toEqual([]);
});

test('rows that tell the same fills again on another level are skipped', () => {
  const header = 'Symbol,DateTime,Buy/Sell,Quantity,TradePrice,LevelOfDetail';
  const rows = (...levels: string[]) => levels.map((level) => `AAPL,20240103;100000,BUY,1,2.00,${level}`);
  const file = parse(header, ...rows('EXECUTION', 'ORDER', 'CLOSED_LOT'));
  expect(file).toMatchObject({ rowsImported: 1, review: [] });
  expect(file.skipped.map(({ row, code }) => [row, code])).toEqual([
    [3, 'other_level'],
    [4, 'other_level'],
  ]);
  expect(parse(header, ...rows('ORDER', 'SubTotal')).rowsImported).toBe(1);
});

test('fees in columns of their own are all costs; a total stands for its parts', () => {
  const fees = (columns: string, cells: string) =>
    parse(`Time,Symbol,Side,Quantity,Price,${columns}`, `2024-01-03 10:00,X,Buy,1,1,${cells}`).executions[0]?.fees;
  expect(fees('Commission,SEC Fee,TAF Fee,ECN Fee', '1.00,0.01,0.02,-0.03')).toBe('1.06');
  expect(fees('Commission,Fees,NFA Fee', '1.00,0.50,0.02')).toBe('1.52');
  expect(fees('Total Fees,SEC Fee', '1.00,0.25')).toBe('1');
  expect(fees('Fees & Comm,Commission', '1.00,0.75')).toBe('1');
  expect(fees('Exchange,Commission', 'NYSE,0.75')).toBe('0.75');
  const named = told(
    { fees: 'All In' },
    'Time,Symbol,Quantity,Price,All In,SEC Fee',
    '2024-01-03 10:00,X,1,1,1.00,0.25',
  );
  expect(named.executions[0]?.fees).toBe('1');
});

test('a currency pair earns its second currency, and a quantity of lots is asked about', () => {
  const yen = parse('Time,Symbol,Side,Quantity,Price', '2024-01-03 10:00,USD/JPY,Buy,10000,150.00');
  expect(yen.executions[0]?.instrument).toMatchObject({ assetClass: 'forex', currency: 'JPY', multiplier: '1' });
  const coin = parse('Time,Symbol,Side,Quantity,Price', '2024-01-03 10:00,ETH/BTC,Buy,1,0.05');
  expect(coin.executions[0]?.instrument.currency).toBe('BTC');
  const lots = ['Time,Symbol,Side,Lots,Price', '2024-01-03 10:00,EURUSD,Buy,0.1,1.10000'];
  expect(parse(...lots)).toMatchObject({ rowsImported: 0, review: [{ row: 2, code: 'unknown_multiplier' }] });
  expect(told({ 'multiplier.EURUSD': '100000' }, ...lots).executions[0]?.instrument.multiplier).toBe('100000');
});

test('points that may part thousands or decimals are asked about, not guessed', () => {
  const lines = ['Date;Symbol;Side;Quantity;Price', '2024-01-03;XYZ;Buy;100;12.345', '2024-01-04;XYZ;Sell;100;12.455'];
  expect(() => parse(...lines)).toThrow('decimal_mark');
  expect(told({ decimal_mark: '.' }, ...lines).executions[0]?.price).toBe('12.345');
  expect(told({ decimal_mark: ',' }, ...lines).executions[0]?.price).toBe('12345');
});

test('notes in thirty-seconds are no thousands', () => {
  const rows = ["2024-01-03 10:00,ZNH5,Buy,1,110'165", "2024-01-03 11:00,ZNH5,Sell,1,110'170"];
  expect(pnlOf('Time,Symbol,Side,Quantity,Price', ...rows)).toEqual(['15.625']);
});

test('"Long" and "Short" say how a position is, not what was done', () => {
  const file = parse('Time,Symbol,Side,Quantity,Price', '2024-01-03 10:00,X,Long,1,1', '2024-01-03 11:00,X,Short,1,2');
  expect(file.review.map(({ row, code }) => [row, code])).toEqual([
    [2, 'unknown_side'],
    [3, 'unknown_side'],
  ]);
});

test('Schwab dates and reinvested shares are read, and a French buy is no bank transfer', () => {
  const file = parse(
    'Date,Action,Symbol,Quantity,Price',
    '01/05/2024 as of 01/04/2024,Reinvest Shares,ACME,0.5,$10',
    '01/05/2024,Achat,ACME,1,$10',
    '01/05/2024,ACH,,,',
  );
  expect(file.executions.map(({ time, side }) => [time, side])).toEqual([
    ['2024-01-04T05:00:00.000Z', 'buy'],
    ['2024-01-05T05:00:00.000Z', 'buy'],
  ]);
  expect(file.skipped).toMatchObject([{ row: 4, code: 'not_a_trade' }]);
});

test("bars, Excel's hint of the delimiter and times without colons are read; a program is no text", () => {
  expect(parse('Date|Time|Symbol|Quantity|Price', '2024-01-03|93001|X|1|5').executions[0]).toMatchObject({
    time: '2024-01-03T14:30:01.000Z',
  });
  expect(parse('sep=;', 'Date;Symbol;Quantity;Price', '2024-01-03;X;1;5').rowsImported).toBe(1);
  expect(() => parse('\u007fELF\u0001,\u0002,\u0003', 'a,b,c')).toThrow('no text');
});

test('where every day could be a month, the file is read so that it runs in one direction', () => {
  const days = (...dates: string[]) =>
    parse('Date,Symbol,Side,Quantity,Price', ...dates.map((date) => `${date},X,Buy,1,1`)).executions.map(({ time }) =>
      time.slice(0, 10),
    );
  expect(days('10/03/2024', '11/03/2024', '02/04/2024')).toEqual(['2024-03-10', '2024-03-11', '2024-04-02']);
  expect(days('03/10/2024', '03/11/2024', '04/02/2024')).toEqual(['2024-03-10', '2024-03-11', '2024-04-02']);
  expect(days('04/02/2024', '03/11/2024', '03/10/2024')).toEqual(['2024-03-10', '2024-03-11', '2024-04-02']);
});
