import type { TradeRow } from '@tradistry/protocol';
import { describe, expect, it } from 'vitest';
import { equityPoints } from './equity-points.ts';
import { readSearch } from './journal-search.ts';
import { figureFilters, listFilters } from './trade-filters.ts';

const row = (group: TradeRow['group'], pnl: string): TradeRow => ({
  group,
  currency: 'USD',
  n: 1,
  metrics: { pnl },
  reasons: {},
  intervals: {},
  trade_ids: [],
});

describe('the equity curve', () => {
  it('sums up days in order of time', () => {
    expect(equityPoints([row({ day: '2026-01-03' }, '0.20'), row({ day: '2026-01-02' }, '0.1')], 'day')).toEqual([
      { day: '2026-01-02', total: '0.10' },
      { day: '2026-01-03', total: '0.30' },
    ]);
  });

  it('puts a week at its Monday, across the turn of the year', () => {
    const weeks = ['2026-W01', '2026-W53', '2027-W01'].map((week) => row({ week }, '1'));
    expect(equityPoints(weeks, 'week').map(({ day }) => day)).toEqual(['2025-12-29', '2026-12-28', '2027-01-04']);
  });
});

describe("the journal's address", () => {
  it('is read with care', () => {
    expect(
      readSearch({ period: 'ytd', symbols: 'ES', last_n: 20, weekdays: '', sides: ['x'], other: 'x', trade: 't1' }),
    ).toEqual({
      period: 'ytd',
      symbols: 'ES',
      last_n: '20',
      trade: 't1',
    });
    expect(readSearch({ period: 'forever' })).toEqual({});
  });

  it('becomes the filters of the list and of the figures', () => {
    const flat = listFilters(
      { period: 'month', weekdays: '1,5', sides: 'long' },
      new Date('2026-03-15T12:00:00Z'),
      'UTC',
    );
    expect(flat).toEqual({ from: '2026-03-01', to: '2026-03-15', weekdays: '1,5', sides: 'long' });
    expect(figureFilters(flat)).toEqual({
      period: { from: '2026-03-01', to: '2026-03-15' },
      weekdays: [1, 5],
      sides: ['long'],
    });
  });

  it('prefers days of its own to a named period', () => {
    expect(listFilters({ period: 'month', from: '2025-01-01', to: '2025-01-31' }, new Date(), 'UTC')).toEqual({
      from: '2025-01-01',
      to: '2025-01-31',
    });
  });
});
