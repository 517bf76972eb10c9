/** For tests: random questions about the trades of made-trades.ts. */
import { GroupKey } from '@tradistry/protocol';
import fc from 'fast-check';

const optional = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined, freq: 2 });
const some = <T>(...values: T[]) => optional(fc.subarray(values, { minLength: 1 }));
const day = fc.constantFrom(
  '2024-12-31',
  '2025-01-01',
  '2025-03-08',
  '2025-03-09',
  '2025-03-10',
  '2025-03-30',
  '2025-11-02',
);

const filters = fc
  .record({
    period: optional(fc.record({ from: day, to: day }, { requiredKeys: [] })),
    symbols: some('nvda', 'MESH5', 'F'),
    exclude_symbols: some('NVDA', 'mes'),
    sides: some('long' as const, 'short' as const),
    tags: some('fomo', 'plan', 'leg', 'never'),
    setups: some('gap', 'pullback'),
    accounts: some('IRA', 'Margin'),
    asset_classes: some('stock' as const, 'option' as const),
    weekdays: some(1, 2, 5, 6, 7),
    hours: some(0, 1, 2, 3, 22, 23),
    outcomes: some('win' as const, 'break_even' as const),
    min_pnl: optional(fc.constantFrom('-10', '0', '1.04')),
    max_pnl: optional(fc.constantFrom('0', '100.5')),
    holding_seconds: optional(
      fc.record({ min: fc.constantFrom(0, 60, 3600.5), max: fc.constantFrom(0, 59.999, 86_400) }, { requiredKeys: [] }),
    ),
    first_of_day: optional(fc.integer({ min: 1, max: 3 })),
    last_n: optional(fc.integer({ min: 1, max: 12 })),
  })
  // One or two filters at a time: with all of them hardly a trade is left.
  .chain((all) => fc.subarray(Object.entries(all), { maxLength: 2 }))
  .map((kept) => Object.fromEntries(kept.filter(([, value]) => value !== undefined)));

/** Settings are said. */
export const query = fc.record({
  filters,
  compare_with: filters,
  group_by: fc.subarray(GroupKey.options, { maxLength: 2 }),
  unit: fc.constantFrom('trade' as const, 'pair' as const, 'strategy' as const),
  fee_basis: fc.constantFrom('net' as const, 'gross' as const),
  time_zone: fc.constantFrom('America/New_York', 'Europe/Berlin', 'Australia/Lord_Howe', 'UTC'),
  time_of: fc.constantFrom('exit' as const, 'entry' as const),
});
