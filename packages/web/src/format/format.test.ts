import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { monthEnd, monthsBefore, periodDays } from './dates.ts';
import { runningSums, signOf } from './decimal.ts';
import { duration, money, percent, plain } from './figures.ts';
import { fileSize } from './file-size.ts';
import { splitTags } from './tags.ts';

describe('money', () => {
  it.each([
    ['1234.5', '$1,234.50'],
    ['-0.005', '-$0.01'],
    ['-1234567890123456789.12', '-$1,234,567,890,123,456,789.12'],
    ['0', '$0.00'],
    ['-0.00', '$0.00'],
    ['-0.001', '$0.00'],
  ])('is said to the cent, digit for digit: %s', (value, said) => {
    expect(money(value, 'USD')).toBe(said);
  });

  it('that is not there is a dash', () => {
    expect(money(null, 'USD')).toBe('–');
  });
});

describe('figures', () => {
  it('are said as people write them', () => {
    expect(plain('6913.250000')).toBe('6,913.25');
    expect(percent('0.5643')).toBe('56.4%');
    expect([duration(null), duration(0), duration(59), duration(1870), duration(90_061)]).toEqual([
      '–',
      '0 s',
      '59 s',
      '31 min 10 s',
      '1 d 1 h',
    ]);
  });

  it('have a sign', () => {
    expect([signOf('-0.10'), signOf('0.00'), signOf('-0.00'), signOf('7')]).toEqual([-1, 0, 0, 1]);
  });
});

describe('running sums', () => {
  it('are exact where floats are not', () => {
    expect(runningSums(['0.1', '0.2', '-0.30'])).toEqual(['0.10', '0.30', '0.00']);
  });

  it('agree with whole cents', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -1e9, max: 1e9 }), { maxLength: 20 }), (cents) => {
        const sums = runningSums(
          cents.map(
            (value) =>
              `${value < 0 ? '-' : ''}${Math.floor(Math.abs(value) / 100)}.${String(Math.abs(value) % 100).padStart(2, '0')}`,
          ),
        );
        const last = cents.reduce((sum, value) => sum + value, 0);
        expect(Math.round(Number(sums.at(-1) ?? '0') * 100)).toBe(last);
      }),
    );
  });
});

describe('periods', () => {
  const now = new Date('2026-03-31T02:00:00Z');

  it('are days of the zone, not of UTC', () => {
    expect(periodDays('month', now, 'America/New_York')).toEqual({ from: '2026-03-01', to: '2026-03-30' });
    expect(periodDays('month', now, 'UTC')).toEqual({ from: '2026-03-01', to: '2026-03-31' });
    expect(periodDays('ytd', now, 'UTC')).toEqual({ from: '2026-01-01', to: '2026-03-31' });
    expect(periodDays('all', now, 'UTC')).toEqual({});
  });

  it('end with the month where it is shorter', () => {
    expect(monthsBefore('2026-05-31', 3)).toBe('2026-02-28');
    expect(monthsBefore('2024-02-29', 12)).toBe('2023-02-28');
    expect(monthEnd('2024-02')).toBe('2024-02-29');
  });
});

describe('tags', () => {
  it('are read as people write them', () => {
    expect(splitTags(' #breakout, late entry ,, breakout')).toEqual(['breakout', 'late entry']);
  });
});

describe('a size', () => {
  it.each([
    [0, '0 B'],
    [999, '999 B'],
    [1000, '1 kB'],
    [3_440_000, '3.4 MB'],
    [2e15, '2,000 TB'],
  ])('of %d bytes is %s', (bytes, said) => {
    expect(fileSize(bytes)).toBe(said);
  });
});
