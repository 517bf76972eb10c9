/** What a note may say of a trade: figures from the engine, never from the generator. */
import { matchExecutions } from '../matching/match-executions.ts';
import type { Execution, MatchedTrade } from '../types.ts';
import type { Mark } from './world.ts';

export interface TradeFacts {
  readonly mark: Mark;
  readonly trade: MatchedTrade;
  readonly outcome: 'win' | 'loss' | 'open';
  /** Local day in the trader's zone on which it ended (or was opened). */
  readonly date: string;
  /** `Friday`, in New York. */
  readonly weekday: string;
  /** Net result without its sign, `$1,212.50`. */
  readonly money: string;
  readonly name: string;
  readonly quantity: string;
  readonly side: 'long' | 'short';
  readonly entry: string;
  readonly exit: string;
  /** `7 minutes`, `5 days`. */
  readonly held: string;
  /** `10:12`, when it was opened in New York. */
  readonly clock: string;
  readonly net: number;
}

/** The facts of every marked trade, by its end. */
export function tradeFacts(
  accounts: readonly { readonly name: string; readonly executions: readonly Execution[] }[],
  marks: readonly Mark[],
  timeZone: string,
): TradeFacts[] {
  const byOpening = new Map(marks.map((mark) => [mark.opening, mark]));
  const facts = accounts.flatMap(({ executions }) => {
    const stored = executions.map((execution) => ({ ...execution, id: execution.dedupeKey }));
    const trades = matchExecutions(stored, { method: 'fifo' }).trades.filter(({ unit }) => unit === 'trade');
    return trades.flatMap((trade) => {
      const mark = byOpening.get(trade.executionIds[0] ?? '');
      return mark ? [factsOf(mark, trade, timeZone)] : [];
    });
  });
  return facts.sort((a, b) => (a.date < b.date ? -1 : a.date > b.date ? 1 : a.trade.id < b.trade.id ? -1 : 1));
}

function factsOf(mark: Mark, trade: MatchedTrade, timeZone: string): TradeFacts {
  // Shares that were assigned are written about when they come.
  const end = mark.story === 'wheel_shares' ? trade.entryTime : (trade.exitTime ?? trade.entryTime);
  const net = Number(trade.netPnl);
  const { instrument } = trade;
  return {
    mark,
    trade,
    outcome: trade.status === 'open' ? 'open' : net > 0 ? 'win' : 'loss',
    date: localDay(end, timeZone),
    weekday: new Intl.DateTimeFormat('en-US', { timeZone: 'America/New_York', weekday: 'long' }).format(new Date(end)),
    money: dollars(net),
    name: instrument.assetClass === 'option' ? optionName(trade) : instrument.underlying,
    quantity: trade.quantity,
    side: trade.side,
    entry: shortPrice(trade.entryPrice),
    exit: shortPrice(trade.exitPrice ?? trade.entryPrice),
    held: duration(trade),
    clock: new Intl.DateTimeFormat('en-GB', {
      timeZone: 'America/New_York',
      hour: '2-digit',
      minute: '2-digit',
    }).format(new Date(trade.entryTime)),
    net,
  };
}

/** `YYYY-MM-DD` in a zone. */
function localDay(time: string, timeZone: string): string {
  return new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short' }).format(new Date(time));
}

/** `$1,212.50`, without a sign. */
export function dollars(amount: number): string {
  return new Intl.NumberFormat('en-US', { style: 'currency', currency: 'USD' }).format(Math.abs(amount));
}

function optionName({ instrument }: MatchedTrade): string {
  return `${instrument.underlying} ${instrument.strike ?? ''} ${instrument.right ?? ''}`;
}

function shortPrice(price: string): string {
  return new Intl.NumberFormat('en-US', {
    minimumFractionDigits: 2,
    maximumFractionDigits: 2,
    useGrouping: false,
  }).format(Number(price));
}

function duration({ entryTime, exitTime }: MatchedTrade): string {
  const minutes = exitTime === null ? 0 : (Date.parse(exitTime) - Date.parse(entryTime)) / 60_000;
  if (minutes < 1.5) return 'a minute';
  if (minutes < 120) return `${Math.round(minutes)} minutes`;
  const days = Math.round(minutes / 1440);
  return days <= 1 ? 'a day' : `${days} days`;
}
