/** How options and futures are spelled by the programs that traders export from. */
import { expect, test } from 'vitest';
import { describesOption, futureRootOf, looksLikeOption, readOptionSymbol } from './spelled-symbols.ts';

test.each([
  'AAPL  240119C00150000',
  'O:AAPL240119C00150000',
  'AAPL240119C150',
  '.AAPL240119C150',
  '-AAPL240119C150',
  'AAPL 240119C150',
  'AAPL 240119 C 150',
  'AAPL_011924C150',
  'AAPL 01/19/2024 150.00 C',
  'AAPL 1/19/24 150C',
  'AAPL 1/19/2024 Call $150.00',
  'AAPL 2024-01-19 150 C',
  'AAPL 19JAN24 150 C',
  'AAPL Jan 19, 2024 150 Call',
  "AAPL Jan 19 '24 $150 Call",
])('%s is the call on AAPL at 150 of January 19, 2024', (symbol) => {
  expect(readOptionSymbol(symbol)).toEqual({ root: 'AAPL', expiry: '2024-01-19', strike: '150', right: 'call' });
});

test.each(['AAPL', 'BRK.B', 'ESH5', 'AAPL 150C 1/19', 'AAPL 241319C150', 'Apple Inc'])(
  '%s names no option',
  (symbol) => {
    expect(readOptionSymbol(symbol)).toBeNull();
  },
);

test.each([
  ['ESH5', 'ES'],
  ['MESH2025', 'MES'],
  ['M2KZ25', 'M2K'],
  ['ES 03-25', 'ES'],
  ['ES 202503', 'ES'],
  ['MES MAR25', 'MES'],
  ['MES JUN 25', 'MES'],
  ['ES=F', 'ES'],
  ['ES1!', 'ES'],
  ['CME_MINI:ES1!', 'ES'],
  ['@ES', 'ES'],
  ['/ES', 'ES'],
  ['/ESH25:XCME', 'ES'],
  ['ESH25-CME', 'ES'],
  ['F.US.EPH25', 'EP'],
])('%s is a future of %s', (symbol, root) => {
  expect(futureRootOf(symbol)).toBe(root);
});

test.each(['AAPL', 'ES', 'BRK.B', 'VOD.L', 'GER40', 'BTC-USD', 'BRK B', '7203.T'])('%s is no future', (symbol) => {
  expect(futureRootOf(symbol)).toBeNull();
});

test('what looks like an option but does not say its terms is told from what does not', () => {
  expect(['AAPL 150C 1/19', 'CALL TSLA 250', 'XYZ 991399C150'].map(looksLikeOption)).toEqual([true, true, true]);
  expect(['AAPL', 'BRK.B', '7203.T', 'BTC-USD'].some(looksLikeOption)).toBe(false);
  expect(describesOption('CALL APPLE INC $150 EXP 01/19/24')).toBe(true);
  expect(describesOption('GLOBAL X NASDAQ 100 COVERED CALL ETF')).toBe(false);
});
