/** What sums are kept of: all trades, and trades told apart by one key at a time. */
import type { GroupKey } from '@tradistry/protocol';
import { type RawBuilder, sql } from 'kysely';
import { localTimeOf, type TradeScope } from './trade-filter.ts';

/** Keys of time are none of them: they follow from the days that sums are of. */
export const CUTS = ['all', 'symbol', 'hour', 'side', 'asset_class', 'account'] as const;
export type Cut = (typeof CUTS)[number];

/** Hours as two digits, so that their order as text is that of time. */
const VALUES: Record<Cut, (scope: TradeScope) => RawBuilder<string>> = {
  all: () => sql`''`,
  symbol: () => sql`t.underlying`,
  hour: (scope) => sql`to_char(${localTimeOf(scope)}, 'HH24')`,
  side: () => sql`t.side`,
  asset_class: () => sql`t.asset_class`,
  // Names change; the figures are of the account.
  account: () => sql`t.account_id::text`,
};

/** The value of a cut for the trade `t`: text. */
export function cutValue(cut: Cut, scope: TradeScope): RawBuilder<string> {
  return VALUES[cut](scope);
}

/** A group's value, of a row `s` of sums. */
export function keyOfSum(key: GroupKey): RawBuilder<unknown> {
  return KEYS[key] ?? sql`s.value`;
}

const KEYS: Partial<Record<GroupKey, RawBuilder<unknown>>> = {
  hour: sql`s.value::int`,
  account: sql`(SELECT a.name FROM accounts a WHERE a.id = s.value::uuid)`,
  weekday: sql`extract(isodow FROM s.span)::int`,
  day: sql`to_char(s.span, 'YYYY-MM-DD')`,
  week: sql`to_char(s.span, 'IYYY-"W"IW')`,
  month: sql`to_char(s.span, 'YYYY-MM')`,
  quarter: sql`to_char(s.span, 'YYYY-"Q"Q')`,
  year: sql`to_char(s.span, 'YYYY')`,
};
