/** What rows can be grouped by, in SQL: an expression over `trades` under the alias `t`, or a label that a trade may have several of. */
import type { GroupKey, TradeUnit } from '@tradistry/protocol';
import { type RawBuilder, sql } from 'kysely';
import { isOnlyLeg, localTimeOf, outcomeOf, type TradeScope } from './trade-filter.ts';

/** Keys whose values are the user's own words about a trade; a trade with two tags counts in both rows. */
export type LabelKey = 'tag' | 'setup';
type PlainKey = Exclude<GroupKey, LabelKey>;

/** The row of trades without any tag or setup. */
const NO_LABEL = '(none)';

/** True for the keys that are joined, not computed. */
export function isLabelKey(key: GroupKey): key is LabelKey {
  return key === 'tag' || key === 'setup';
}

/** The value of a plain key for `t`. Numbers for `weekday` (ISO) and `hour`, text for all others. */
export function plainKeyOf(key: PlainKey, scope: TradeScope): RawBuilder<unknown> {
  return PLAIN[key](scope);
}

const PLAIN: Record<PlainKey, (scope: TradeScope) => RawBuilder<unknown>> = {
  symbol: () => sql`t.underlying`,
  side: () => sql`t.side`,
  asset_class: () => sql`t.asset_class`,
  account: () => sql`a.name`,
  outcome: (scope) => outcomeOf(scope),
  weekday: (scope) => sql`extract(isodow FROM ${localTimeOf(scope)})::int`,
  hour: (scope) => sql`extract(hour FROM ${localTimeOf(scope)})::int`,
  day: (scope) => sql`to_char(${localTimeOf(scope)}, 'YYYY-MM-DD')`,
  week: (scope) => sql`to_char(${localTimeOf(scope)}, 'IYYY-"W"IW')`,
  month: (scope) => sql`to_char(${localTimeOf(scope)}, 'YYYY-MM')`,
  quarter: (scope) => sql`to_char(${localTimeOf(scope)}, 'YYYY-"Q"Q')`,
  year: (scope) => sql`to_char(${localTimeOf(scope)}, 'YYYY')`,
};

/** A query of (trade_id, label): own labels, a pair's from its trade, a strategy's from its legs. Each pair once. */
export function labelsOf(key: LabelKey, unit: TradeUnit): RawBuilder<unknown> {
  const own =
    key === 'tag'
      ? sql`SELECT g.trade_id, g.tag AS label FROM trade_tags g`
      : sql`SELECT d.trade_id, d.setup AS label FROM trade_details d WHERE d.setup IS NOT NULL`;
  const inherited = sql`SELECT p.id, o.label FROM trades p JOIN (${own}) o ON o.trade_id = p.parent_id WHERE p.unit = ${unit === 'pair' ? 'pair' : 'trade'}`;
  if (unit !== 'strategy') return sql`${own} UNION ${inherited}`;
  const ofLegs = sql`SELECT l.parent_id, o.label FROM trades l JOIN (${own}) o ON o.trade_id = l.id WHERE l.unit = 'trade' AND l.parent_id IS NOT NULL`;
  const ofOnlyLeg = sql`SELECT s.id, o.label FROM trades l JOIN (${own}) o ON o.trade_id = l.id
    JOIN trades s ON s.unit = 'strategy' AND ${isOnlyLeg('l', 's')} WHERE l.unit = 'trade'`;
  return sql`${own} UNION ${ofLegs} UNION ${ofOnlyLeg}`;
}

/** A label as a group's value. */
export function labelValue(column: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`coalesce(${column}, ${NO_LABEL})`;
}
