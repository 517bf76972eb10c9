/** Our own export is read back as it was written. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseFile } from '../parse-file.ts';
import { bytesOf } from '../testing/executions.ts';
import { csvLine, readCell } from '../text/csv-line.ts';
import type { Execution } from '../types.ts';
import { TRADISTRY_COLUMNS } from './tradistry.ts';

const name = fc
  .string({ minLength: 1, maxLength: 40 })
  .filter((text) => /^\S(?:.*\S)?$/.test(text) && !/[^ -~]/.test(text));
const decimal = fc
  .tuple(fc.integer({ min: 1, max: 999_999 }), fc.integer({ min: 0, max: 99_999 }))
  .map(([whole, part]) =>
    `${whole}.${part}`.replace(/\.?0+$/, (end) => (end.startsWith('.') ? '' : end.replace(/0+$/, ''))),
  )
  .filter((text) => !/\.\d*0$/.test(text) && !text.endsWith('.'));
const day = fc.integer({ min: 0, max: 20_000 }).map((days) => new Date(days * 86_400_000).toISOString().slice(0, 10));
const option = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: null });

const execution: fc.Arbitrary<Omit<Execution, 'row'>> = fc.record({
  ordinal: fc.nat({ max: 1_000_000 }),
  externalId: option(name),
  dedupeKey: fc.uuid(),
  orderId: option(name),
  time: fc.integer({ min: 0, max: 4e12 }).map((ms) => new Date(ms).toISOString()),
  instrument: fc.record({
    assetClass: fc.constantFrom('stock', 'future', 'crypto', 'forex'),
    symbol: name,
    underlying: name,
    expiry: option(day),
    strike: option(decimal),
    right: option(fc.constantFrom('call', 'put')),
    multiplier: decimal,
    currency: fc.constantFrom('USD', 'EUR'),
  }),
  kind: fc.constantFrom('fill', 'expiry', 'assignment', 'exercise', 'delivery', 'carry_out', 'carry_in'),
  side: option(fc.constantFrom('buy', 'sell')),
  effect: fc.constantFrom('open', 'close', 'auto'),
  quantity: decimal,
  price: decimal,
  fees: decimal.map((fee) => `-${fee}`),
  carryKey: option(name),
});

function write(executions: readonly Omit<Execution, 'row'>[]): string {
  const rows = executions.map(({ instrument, ...one }, at) =>
    csvLine([
      ...[`id-${at}`, one.time, instrument.symbol, instrument.assetClass, one.side, one.quantity, one.price, one.fees],
      ...[instrument.currency, instrument.multiplier, instrument.underlying, instrument.expiry, instrument.strike],
      ...[instrument.right, one.effect, one.kind, one.externalId, one.orderId, String(one.ordinal), one.dedupeKey],
      ...[one.carryKey, 'something else'],
    ]),
  );
  return csvLine([...TRADISTRY_COLUMNS, 'review']) + rows.join('');
}

test('what was written is read, to the last character, whatever the names and however costs are signed', () => {
  fc.assert(
    fc.property(fc.array(execution, { minLength: 1, maxLength: 20 }), (executions) => {
      const parsed = parseFile(bytesOf(write(executions)), { timeZone: 'Asia/Tokyo' });
      expect(parsed).toMatchObject({ format: 'tradistry', review: [], skipped: [], rowsImported: executions.length });
      expect(parsed.executions.map(({ row: _, ...rest }) => rest)).toEqual(executions);
    }),
  );
});

test('a row that was broken by hand is put aside, the others are read', () => {
  const [good] = fc.sample(execution, { numRuns: 1, seed: 1 });
  if (!good) throw new Error('a sample has one');
  const broken = [
    { ...good, dedupeKey: 'a', quantity: '-1' },
    { ...good, dedupeKey: 'b', time: '2025-02-31T10:00:00.000Z' },
    { ...good, dedupeKey: 'c', price: '1,5' },
    { ...good, dedupeKey: 'd', instrument: { ...good.instrument, assetClass: 'option', strike: null } },
    good,
    good,
  ] as const;
  const { executions, review, skipped } = parseFile(bytesOf(write(broken)), { timeZone: 'UTC' });
  expect(executions).toHaveLength(1);
  expect(review.map(({ code }) => code)).toEqual(['bad_quantity', 'bad_time', 'bad_price', 'bad_option']);
  expect(skipped.map(({ code }) => code)).toEqual(['duplicate']);
});

test('a file without one of the columns is refused', () => {
  const cut = csvLine(TRADISTRY_COLUMNS.filter((column) => column !== 'dedupe_key'));
  expect(() => parseFile(bytesOf(`${cut}1\n`), { timeZone: 'UTC' })).toThrow('dedupe_key');
});

test('no cell is a formula to a spreadsheet, and none is changed by that', () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      const written = csvLine([text]).slice(0, -1);
      const plain = written.startsWith('"') ? written.slice(1, -1).replaceAll('""', '"') : written;
      expect(/^[=+\-@\t\r]/.test(plain) && !/^-?\d+(\.\d+)?$/.test(plain)).toBe(false);
      expect(readCell(plain)).toBe(text);
    }),
    { examples: [['=1+1'], ["'=1"], ['-5'], ["''@x"], ['- 5'], ['+49'], ["'quoted'"]] },
  );
});
