/** For tests: the same figures by another road, in plain TypeScript over trades in memory. Shares no code with the engine. */
import type { GroupKey, Metric, TradeFilters, TradeQuery } from '@tradistry/protocol';
import { Decimal } from 'decimal.js';

/** A trade as the tests make it up; times are ISO instants. */
export interface MadeTrade {
  readonly id: string;
  readonly unit: 'trade' | 'pair' | 'strategy';
  readonly parent: string | null;
  readonly account: string;
  readonly assetClass: 'stock' | 'option' | 'future';
  readonly symbol: string;
  readonly underlying: string;
  readonly side: 'long' | 'short';
  readonly status: 'open' | 'closed';
  readonly quantity: string;
  readonly entry: string;
  readonly exit: string | null;
  readonly gross: string;
  readonly fees: string;
  readonly currency: string;
  readonly tags: readonly string[];
  readonly setup: string | null;
}

type Query = TradeQuery & Required<Pick<TradeQuery, 'unit' | 'fee_basis' | 'time_zone'>>;
type Values = Record<string, string | number | null>;

const BIG = Decimal.clone({ precision: 80, rounding: Decimal.ROUND_HALF_UP });

/** Rows by "currency|group|values", for an unlimited query without order. */
export function expectedRows(all: readonly MadeTrade[], query: Query, filters: TradeFilters): Map<string, Values> {
  const chosen = choose(all, query, filters);
  const rows = new Map<string, MadeTrade[]>();
  for (const trade of chosen) {
    for (const values of groupValues(trade, all, query)) {
      const key = [trade.currency, ...values].join('|');
      rows.set(key, [...(rows.get(key) ?? []), trade]);
    }
  }
  return new Map([...rows].map(([key, trades]) => [key, figures(trades, query)]));
}

/** The closed units that a query is about. */
export function choose(all: readonly MadeTrade[], query: Query, filters: TradeFilters): MadeTrade[] {
  const matching = all
    .filter(
      (trade) => trade.status === 'closed' && trade.unit === query.unit && matches(trade, all, { query, filters }),
    )
    .sort((a, b) => newest(a, b, query));
  return filters.last_n ? matching.slice(0, filters.last_n) : matching;
}

function newest(a: MadeTrade, b: MadeTrade, query: Query): number {
  return timeOf(b, query).localeCompare(timeOf(a, query)) || (a.id < b.id ? -1 : 1);
}

function timeOf(trade: MadeTrade, query: Query): string {
  return query.time_of === 'entry' ? trade.entry : (trade.exit ?? '');
}

function pnlOf(trade: MadeTrade, query: Query): Decimal {
  return query.fee_basis === 'net' ? new BIG(trade.gross).minus(trade.fees) : new BIG(trade.gross);
}

function labels(trade: MadeTrade, all: readonly MadeTrade[], of: (trade: MadeTrade) => readonly string[]): string[] {
  const parents = all.filter((other) => other.id === trade.parent);
  const legs = trade.unit === 'strategy' ? all.filter((other) => isLeg(other, trade)) : [];
  return [...new Set([trade, ...parents, ...legs].flatMap(of))];
}
function isLeg(other: MadeTrade, strategy: MadeTrade): boolean {
  if (other.unit !== 'trade' || other.parent !== null) return other.unit === 'trade' && other.parent === strategy.id;
  const same = ['account', 'symbol', 'side', 'entry', 'exit', 'gross'] as const;
  return same.every((key) =>
    key === 'gross' ? Number(other.gross) === Number(strategy.gross) : other[key] === strategy[key],
  );
}

const tagsOf = (trade: MadeTrade) => trade.tags;
const setupOf = (trade: MadeTrade) => (trade.setup === null ? [] : [trade.setup]);

function local(trade: MadeTrade, query: Query): { day: string; hour: number; weekday: number } {
  const parts = new Intl.DateTimeFormat('en-GB', {
    timeZone: query.time_zone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    hourCycle: 'h23',
  }).formatToParts(new Date(timeOf(trade, query)));
  const part = (type: string) => parts.find((p) => p.type === type)?.value ?? '';
  const day = `${part('year')}-${part('month')}-${part('day')}`;
  return { day, hour: Number(part('hour')), weekday: ((new Date(day).getUTCDay() + 6) % 7) + 1 };
}

function matches(
  trade: MadeTrade,
  all: readonly MadeTrade[],
  { query, filters: f }: { query: Query; filters: TradeFilters },
): boolean {
  const at = local(trade, query);
  const pnl = pnlOf(trade, query);
  const isSymbol = (names: readonly string[]) =>
    names.some((n) => [trade.symbol, trade.underlying].includes(n.toUpperCase()));
  const has = (wanted: readonly string[], found: readonly string[]) => found.some((name) => wanted.includes(name));
  return [
    !f.period?.from || at.day >= f.period.from,
    !f.period?.to || at.day <= f.period.to,
    !f.symbols || isSymbol(f.symbols),
    !f.exclude_symbols || !isSymbol(f.exclude_symbols),
    !f.sides || f.sides.includes(trade.side),
    !f.tags || has(f.tags, labels(trade, all, tagsOf)),
    !f.setups || has(f.setups, labels(trade, all, setupOf)),
    !f.accounts || f.accounts.includes(trade.account),
    !f.asset_classes || f.asset_classes.includes(trade.assetClass),
    !f.weekdays || f.weekdays.includes(at.weekday),
    !f.hours || f.hours.includes(at.hour),
    !f.outcomes || f.outcomes.includes(outcome(pnl)),
    f.min_pnl === undefined || pnl.gte(f.min_pnl),
    f.max_pnl === undefined || pnl.lte(f.max_pnl),
    heldMs(trade) >= 1000 * (f.holding_seconds?.min ?? 0),
    heldMs(trade) <= 1000 * (f.holding_seconds?.max ?? Number.POSITIVE_INFINITY),
    f.first_of_day === undefined || nthOfDay(trade, all, query) <= f.first_of_day,
  ].every(Boolean);
}

function nthOfDay(trade: MadeTrade, all: readonly MadeTrade[], query: Query): number {
  const dayOf = (other: MadeTrade) => local(other, { ...query, time_of: 'entry' }).day;
  const orderOf = ({ entry, id }: MadeTrade) => `${Date.parse(entry)} ${id}`;
  return all.filter(
    (other) => other.unit === trade.unit && dayOf(other) === dayOf(trade) && orderOf(other) <= orderOf(trade),
  ).length;
}

function outcome(pnl: Decimal): 'win' | 'loss' | 'break_even' {
  if (pnl.isZero()) return 'break_even';
  return pnl.gt(0) ? 'win' : 'loss';
}

function groupValues(trade: MadeTrade, all: readonly MadeTrade[], query: Query): (string | number)[][] {
  const orNone = (names: string[]) => (names.length > 0 ? names : ['(none)']);
  const at = local(trade, query);
  const one: Record<GroupKey, (string | number)[]> = {
    symbol: [trade.underlying],
    weekday: [at.weekday],
    hour: [at.hour],
    side: [trade.side],
    day: [at.day],
    week: [isoWeek(at.day)],
    month: [at.day.slice(0, 7)],
    quarter: [`${at.day.slice(0, 4)}-Q${Math.ceil(Number(at.day.slice(5, 7)) / 3)}`],
    year: [at.day.slice(0, 4)],
    account: [trade.account],
    asset_class: [trade.assetClass],
    outcome: [outcome(pnlOf(trade, query))],
    tag: orNone(labels(trade, all, tagsOf)),
    setup: orNone(labels(trade, all, setupOf)),
  };
  return query.group_by.reduce<(string | number)[][]>(
    (rows, key) => rows.flatMap((row) => one[key].map((v) => [...row, v])),
    [[]],
  );
}

function isoWeek(day: string): string {
  const thursday = new Date(day);
  thursday.setUTCDate(thursday.getUTCDate() + 3 - ((thursday.getUTCDay() + 6) % 7));
  const year = thursday.getUTCFullYear();
  const week = 1 + Math.floor((thursday.getTime() - Date.UTC(year, 0, 1)) / (7 * 86_400_000));
  return `${year}-W${String(week).padStart(2, '0')}`;
}

function figures(trades: readonly MadeTrade[], query: Query): Values {
  const inTime = [...trades].sort(
    (a, b) => (a.exit ?? '').localeCompare(b.exit ?? '') || a.entry.localeCompare(b.entry) || (a.id < b.id ? 1 : -1),
  );
  const pnls = inTime.map((trade) => pnlOf(trade, query));
  const wins = pnls.filter((p) => p.gt(0));
  const losses = pnls.filter((p) => p.lt(0));
  const sum = (list: readonly Decimal[]) => list.reduce<Decimal>((total, p) => total.plus(p), new BIG(0));
  const all: Record<Metric, Decimal | number | null> = {
    trades: pnls.length,
    wins: wins.length,
    losses: losses.length,
    break_evens: pnls.filter((p) => p.isZero()).length,
    win_rate: new BIG(wins.length).div(pnls.length),
    pnl: sum(pnls),
    gross_pnl: sum(inTime.map((trade) => new BIG(trade.gross))),
    fees: sum(inTime.map((trade) => new BIG(trade.fees))),
    avg_win: wins.length ? sum(wins).div(wins.length) : null,
    avg_loss: losses.length ? sum(losses).div(losses.length) : null,
    payoff: wins.length && losses.length ? sum(wins).div(wins.length).div(sum(losses).div(losses.length).abs()) : null,
    profit_factor: losses.length ? sum(wins).div(sum(losses).abs()) : null,
    expectancy: sum(pnls).div(pnls.length),
    best: BIG.max(...pnls),
    worst: BIG.min(...pnls),
    max_drawdown: drawdown(pnls),
    ...streaks(pnls),
    avg_holding_seconds: held(trades),
    quantity: sum(trades.map((trade) => new BIG(trade.quantity))),
  };
  return Object.fromEntries(query.metrics.map((metric) => [metric, plain(all[metric])]));
}

function plain(value: Decimal | number | null): string | number | null {
  return value instanceof Decimal || BIG.isDecimal(value) ? (value as Decimal).toFixed(10) : (value as number | null);
}

function drawdown(pnls: readonly Decimal[]): Decimal {
  let equity: Decimal = new BIG(0);
  let peak = equity;
  let deepest = equity;
  for (const pnl of pnls) {
    equity = equity.plus(pnl);
    peak = BIG.max(peak, equity);
    deepest = BIG.max(deepest, peak.minus(equity));
  }
  return deepest;
}

function streaks(pnls: readonly Decimal[]): {
  max_win_streak: number;
  max_loss_streak: number;
  current_streak: number;
} {
  const runs = pnls.map((p) => ({ win: 'W', loss: 'L', break_even: '.' })[outcome(p)]).join('');
  const longest = (letter: string) =>
    Math.max(0, ...(runs.match(new RegExp(`${letter}+`, 'g')) ?? []).map((run) => run.length));
  const last = /(W*|L*)$/.exec(runs)?.[0] ?? '';
  return {
    max_win_streak: longest('W'),
    max_loss_streak: longest('L'),
    current_streak: last.startsWith('L') ? -last.length : last.length,
  };
}

function held(trades: readonly MadeTrade[]): number {
  const total = trades.reduce((ms, trade) => ms + heldMs(trade), 0);
  return Math.round(total / trades.length) / 1000;
}

function heldMs({ entry, exit }: MadeTrade): number {
  return Date.parse(exit ?? '') - Date.parse(entry);
}
