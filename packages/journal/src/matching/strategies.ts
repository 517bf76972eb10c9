/** The unit `strategy`: option legs that were opened together are one row; every other trade is a row of its own. */
import type { MatchedTrade } from '../types.ts';
import type { TradeOfMatch } from './matcher.ts';
import { stableId } from './stable-id.ts';
import { strategyRow } from './strategy-row.ts';

/** The strategies' rows, and each trade with its strategy as parent where it is one leg of several. */
export interface Strategies {
  readonly rows: readonly MatchedTrade[];
  readonly parents: ReadonlyMap<string, string>;
}

/** Groups option trades whose opening executions share an order id or an instant, within one underlying. */
export function strategiesOf(trades: readonly TradeOfMatch[]): Strategies {
  const parents = new Map<string, string>();
  const rows = openedTogether(trades).map((legs) => {
    const [first] = legs;
    const id = stableId(`strategy:${first.opening.id}`);
    if (legs.length === 1) return { ...first.trade, id, unit: 'strategy' as const };
    for (const { trade } of legs) parents.set(trade.id, id);
    return strategyRow(
      id,
      legs.map(({ trade }) => trade),
    );
  });
  return { rows, parents };
}

type Group = [TradeOfMatch, ...TradeOfMatch[]];

/** Each group with its earliest opening first. */
function openedTogether(trades: readonly TradeOfMatch[]): Group[] {
  const leaders = leadersOf(trades);
  const groups = new Map<number, Group>();
  trades.forEach((trade, at) => {
    const leader = leaders(at);
    const group = groups.get(leader);
    if (group) group.push(trade);
    else groups.set(leader, [trade]);
  });
  return [...groups.values()].map((group) => (group.length > 1 ? group.sort(byOpening) : group));
}

/** Which trade stands for the group of each: two trades with a key in common have the same one. */
function leadersOf(trades: readonly TradeOfMatch[]): (at: number) => number {
  const leads = trades.map((_, at) => at);
  const leaderOf = (at: number): number => {
    let leader = at;
    while (leads[leader] !== leader) leader = leads[leader] ?? leader;
    leads[at] = leader;
    return leader;
  };
  const firstWith = new Map<string, number>();
  trades.forEach((trade, at) => {
    if (trade.opening.instrument.assetClass !== 'option') return;
    for (const key of keysOf(trade)) {
      const other = firstWith.get(key);
      if (other === undefined) firstWith.set(key, at);
      else leads[leaderOf(at)] = leaderOf(other);
    }
  });
  return leaderOf;
}

function keysOf({ opening }: TradeOfMatch): string[] {
  const { underlying, currency } = opening.instrument;
  const scope = `${underlying} ${currency}`;
  return [`${scope} at ${opening.time}`, ...(opening.orderId === null ? [] : [`${scope} by ${opening.orderId}`])];
}

function byOpening(a: TradeOfMatch, b: TradeOfMatch): number {
  return compare(a.opening.time, b.opening.time) || compare(a.opening.id, b.opening.id);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
