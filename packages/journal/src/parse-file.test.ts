/** Whole files: encodings, refusals, and every row accounted for whatever is in it. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { headerOf, parseFile } from './parse-file.ts';
import { bytesOf, fileOf } from './testing/executions.ts';
import { UnreadableFile } from './unreadable-file.ts';

const TEXT = 'time,symbol,quantity,price\n2025-02-03T10:00:00Z,ACME,5,10\r\n\n2025-02-03T11:00:00Z,ÄÖÜ,-5,11\n';

function utf16(text: string, littleEndian: boolean): Uint8Array {
  const view = new DataView(new ArrayBuffer(text.length * 2));
  for (let at = 0; at < text.length; at += 1) view.setUint16(at * 2, text.charCodeAt(at), littleEndian);
  return new Uint8Array(view.buffer);
}

test.each([
  ['UTF-8', bytesOf(TEXT)],
  ['UTF-8 with a mark', bytesOf(`\ufeff${TEXT}`)],
  ['UTF-16 LE with a mark', utf16(`\ufeff${TEXT}`, true)],
  ['UTF-16 BE with a mark', utf16(`\ufeff${TEXT}`, false)],
  ['UTF-16 LE without one', utf16(TEXT, true)],
  ['UTF-16 BE without one', utf16(TEXT, false)],
  ['Windows-1252', Uint8Array.from(TEXT, (letter) => letter.charCodeAt(0))],
])('%s is read', (_name, bytes) => {
  const { executions, rowsRead } = parseFile(bytes, { timeZone: 'UTC' });
  expect(rowsRead).toBe(2);
  expect(executions.map(({ instrument, row }) => [instrument.symbol, row])).toEqual([
    ['ACME', 2],
    ['ÄÖÜ', 4],
  ]);
  expect(headerOf(bytes)).toEqual(['time', 'symbol', 'quantity', 'price']);
});

test.each([
  ['empty_file', new Uint8Array()],
  ['empty_file', bytesOf('\n \n')],
  ['not_csv', bytesOf('hello world\n')],
  ['not_csv', bytesOf('PK\u0003\u0004 and so on')],
  ['not_csv', bytesOf('a,"b\n1,2')],
  ['no_rows', bytesOf('time,symbol,quantity,price\n')],
  ['mapping_needed', bytesOf('a,b,c\n1,2,3')],
  ['line_too_long', bytesOf(`a,${'b'.repeat(70_000)}\n1,2`)],
  ['too_large', new Uint8Array(256 * 1024 * 1024 + 1)],
])('%s is a refusal in words', (code, bytes) => {
  const read = () => parseFile(bytes, { timeZone: 'UTC' });
  expect(read).toThrow(UnreadableFile);
  expect(read).toThrow(expect.objectContaining({ code }));
});

test('a format that is named must fit the header', () => {
  const read = () => parseFile(bytesOf(TEXT), { timeZone: 'UTC', format: 'tastytrade' });
  expect(read).toThrow(expect.objectContaining({ code: 'unknown_header' }));
});

const cell = fc.oneof(
  fc.constantFrom(
    '2025-02-03T10:00:00Z',
    'ACME',
    'ESH5',
    '5',
    '-5',
    '10.25',
    '$(3.00)',
    '',
    '"',
    '"a,b"',
    'buy',
    'Dividend',
    '\u0000',
    '\ud800',
    '1e99',
    '=1+1',
  ),
  fc.string({ maxLength: 8 }),
);
const line = fc.oneof(
  fc.array(cell, { minLength: 1, maxLength: 7 }).map((cells) => cells.join(',').replace(/[\r\n]/g, ' ')),
  fc.constant('2025-02-03T10:00:00Z,ACME,5,10,buy'),
);
const headers = [
  'time,symbol,quantity,price,side',
  'symbol,_priceFormat,_priceFormatType,_tickSize,buyFillId,sellFillId,qty,buyPrice,sellPrice,pnl,boughtTimestamp,soldTimestamp,duration',
  'Date,Type,Sub Type,Action,Symbol,Instrument Type,Description,Value,Quantity,Average Price,Commissions,Fees,Multiplier,Root Symbol,Underlying Symbol,Expiration Date,Strike Price,Call or Put,Order #,Currency',
] as const;

test('whatever the rows, each is imported, skipped or in review, and what is imported is sound', () => {
  fc.assert(
    fc.property(fc.constantFrom(...headers), fc.array(line, { minLength: 1, maxLength: 20 }), (header, lines) => {
      if (lines.every((text) => text.trim() === '')) return;
      const file = parseFile(fileOf(header, ...lines), { timeZone: 'UTC' });
      expect(file.rowsRead).toBe(file.rowsImported + file.skipped.length + file.review.length);
      const aside = [...file.skipped, ...file.review].map(({ row }) => row);
      expect(new Set(aside).size).toBe(aside.length);
      expect(file.executions.some(({ row }) => aside.includes(row))).toBe(false);
      expect(new Set(file.executions.map(({ row }) => row)).size).toBe(file.rowsImported);
      expect(new Set(file.executions.map(({ dedupeKey }) => dedupeKey)).size).toBe(file.executions.length);
      for (const one of file.executions) {
        expect(one.quantity).toMatch(/^(?!0$)\d+(\.\d+)?$/);
        expect(one.price).toMatch(/^-?\d+(\.\d+)?$/);
        expect(new Date(one.time).toISOString()).toBe(one.time);
      }
    }),
    { numRuns: 300 },
  );
});

test('what is said of a hostile row can be stored and shown', () => {
  const hostile = `2025-02-03T10:00:00Z,ACME,5,"\u0000\u001b[31m${'9'.repeat(60_000)}",buy`;
  const [remark] = parseFile(fileOf(headers[0], hostile), { timeZone: 'UTC' }).review;
  expect(remark).toMatchObject({ row: 2, code: 'bad_price' });
  expect(remark?.message).toMatch(/^[^\p{Cc}]{1,300}$/u);
});

test('the same file twice has the same keys', () => {
  fc.assert(
    fc.property(fc.array(line, { minLength: 1, maxLength: 20 }), (lines) => {
      if (lines.every((text) => text.trim() === '')) return;
      const keys = () =>
        parseFile(fileOf(headers[0], ...lines), { timeZone: 'UTC' }).executions.map(({ dedupeKey }) => dedupeKey);
      expect(keys()).toEqual(keys());
    }),
  );
});
