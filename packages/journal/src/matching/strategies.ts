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

/** Groups trades whose opening executions share an order id or an instant, within one underlying. */
export function strategiesOf(trades: readonly TradeOfMatch[]): Strategies {
  const groups = new Groups();
  for (const trade of trades) {
    if (trade.opening.instrument.assetClass === 'option') groups.add(trade, keysOf(trade));
    else groups.add(trade, []);
  }
  const parents = new Map<string, string>();
  const rows = groups.all().map((legs) => {
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

function keysOf({ opening }: TradeOfMatch): string[] {
  const { underlying, currency } = opening.instrument;
  const scope = `${underlying} ${currency}`;
  return [`${scope} at ${opening.time}`, ...(opening.orderId === null ? [] : [`${scope} by ${opening.orderId}`])];
}

type Group = [TradeOfMatch, ...TradeOfMatch[]];

/** Groups that grow together when a trade has keys of two of them. */
class Groups {
  readonly #groups = new Set<Group>();
  readonly #byKey = new Map<string, Group>();
  readonly #keys = new Map<Group, string[]>();

  add(trade: TradeOfMatch, keys: readonly string[]): void {
    const group: Group = [trade];
    const all = [...keys];
    for (const other of new Set(keys.map((key) => this.#byKey.get(key)))) {
      if (!other) continue;
      group.push(...other);
      all.push(...(this.#keys.get(other) ?? []));
      this.#groups.delete(other);
      this.#keys.delete(other);
    }
    this.#groups.add(group);
    this.#keys.set(group, all);
    for (const key of all) this.#byKey.set(key, group);
  }

  /** Each group with its earliest opening first. */
  all(): Group[] {
    return [...this.#groups].map((group) => group.sort(byOpening));
  }
}

function byOpening(a: TradeOfMatch, b: TradeOfMatch): number {
  return compare(a.opening.time, b.opening.time) || compare(a.opening.id, b.opening.id);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
