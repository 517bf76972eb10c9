import { TradeQuery, type TradeResult } from '@tradistry/protocol';
import { describe, expect, it } from 'vitest';
import { journalSearch } from './journal-search.ts';

const result: TradeResult = {
  rows: [],
  definitions: {},
  unit: 'pair',
  fee_basis: 'net',
  time_zone: 'UTC',
  time_of: 'exit',
  period: { from: '2026-01-01', to: null },
  n: 0,
  completeness: { included: 0, matching: 0, open: 0, in_review: 0 },
};

describe('the way from a figure to its trades', () => {
  it('takes the filters of the query, the period and the unit', () => {
    const query = TradeQuery.parse({ metrics: ['pnl'], filters: { symbols: ['ES', 'NQ'], weekdays: [5] } });
    expect(journalSearch(query, result, {})).toEqual({
      from: '2026-01-01',
      symbols: 'ES,NQ',
      weekdays: '5',
      unit: 'pair',
      status: 'closed',
    });
  });

  it('narrows to the group of the row', () => {
    const query = TradeQuery.parse({ metrics: ['pnl'], group_by: ['month', 'side'] });
    expect(journalSearch(query, result, { month: '2026-02', side: 'short' })).toMatchObject({
      from: '2026-02-01',
      to: '2026-02-28',
      sides: 'short',
    });
    expect(journalSearch(query, result, { quarter: '2025-Q4' })).toMatchObject({
      from: '2025-10-01',
      to: '2025-12-31',
    });
  });

  it('takes how long trades were held, and their place in their day', () => {
    const filters = { holding_seconds: { min: 60, max: 3600 }, first_of_day: 2 };
    expect(journalSearch(TradeQuery.parse({ metrics: ['pnl'], filters }), result, {})).toMatchObject({
      min_holding_seconds: '60',
      max_holding_seconds: '3600',
      first_of_day: '2',
    });
  });
});
