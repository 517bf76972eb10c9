/** Single trades and open positions, as lists. */
import type { Position, Trade, TradeFilters, TradeUnit } from '@tradistry/protocol';
import { answered, type Draft, type Work } from './answer-parts.ts';
import { escapeLine, type Piece, type Shown, table } from './compose.ts';
import { omit } from './read-comparison.ts';
import type { Ranking } from './reading.ts';
import { sayAssumptions } from './say-basis.ts';
import { BASIS_WORDS, sayScope, UNIT_NAMES, UNIT_WORDS } from './say-filters.ts';
import { writeDuration, writeMoney, writeNumber, writeTime } from './write-figure.ts';

const LISTED = 10;
const MOST_LISTED = 50;
const MOST_READ = 1000;

/** Answers "show my last 5 trades", "what did I trade yesterday", "my top 3 trades". */
export async function sayTrades(work: Work): Promise<Draft> {
  const { reading, asker, desk } = work;
  const unit = reading.unit ?? asker.settings.unit;
  const basis = reading.feeBasis ?? asker.settings.fee_basis;
  const found = reading.ranking ? await findRanked(work, unit) : await findNewest(work, unit);
  const scope = sayScope(omit(reading.filters, ['last_n']), desk.clock);
  if (found.length === 0)
    return answered(`You have no closed ${UNIT_NAMES[unit][1]}${scope}.`, sayAssumptions(reading));
  return answered(
    `${leadOf(found.length, reading.ranking, UNIT_NAMES[unit])}${scope}.`,
    '\n\n',
    tradeTable(found, { basis, timeZone: asker.settings.time_zone }),
    sayAssumptions(reading),
    `\n\nBasis: ${UNIT_WORDS[unit]}, ${BASIS_WORDS[basis]}, times in ${asker.settings.time_zone}.`,
  );
}

function leadOf(found: number, ranking: Ranking | null, [one, many]: readonly [string, string]): string {
  const kind = ranking ? { asc: 'worst', desc: 'best' }[ranking.direction] : 'newest';
  return found === 1
    ? `This is your ${kind} closed ${one}`
    : `These are your ${found} ${kind} closed ${many}, the ${kind} first`;
}

function findNewest({ reading, asker, trades }: Work, unit: TradeUnit): Promise<Trade[]> {
  const limit = Math.min(reading.filters.last_n ?? reading.count ?? LISTED, MOST_LISTED);
  return trades.listTrades(asker.userId, { filters: omit(reading.filters, ['last_n']), unit, limit });
}

// Trades are listed newest first. The best few are among those beyond the average win, which are few enough to be read whole.
async function findRanked({ reading, asker, trades, desk }: Work, unit: TradeUnit): Promise<Trade[]> {
  const isWorst = reading.ranking?.direction === 'asc';
  const filters: TradeFilters = { ...omit(reading.filters, ['outcomes']), outcomes: [isWorst ? 'loss' : 'win'] };
  const { result } = await desk.ask('Average of these trades', { metrics: ['expectancy'], filters });
  const average = result.rows.length === 1 ? result.rows[0]?.metrics['expectancy'] : undefined;
  const count = Math.min(reading.count ?? LISTED, MOST_LISTED);
  const limit = isWorst ? 'max_pnl' : 'min_pnl';
  const beyond =
    typeof average === 'string'
      ? await trades.listTrades(asker.userId, {
          filters: { ...filters, [limit]: atMost8Digits(average) },
          unit,
          limit: MOST_READ,
        })
      : [];
  const found =
    beyond.length < count ? await trades.listTrades(asker.userId, { filters, unit, limit: MOST_READ }) : beyond;
  const basis = (reading.feeBasis ?? asker.settings.fee_basis) === 'net' ? 'net_pnl' : 'gross_pnl';
  return found.toSorted((a, b) => (isWorst ? 1 : -1) * (Number(a[basis]) - Number(b[basis]))).slice(0, count);
}

// A filter on money has at most eight decimals.
function atMost8Digits(money: string): string {
  return money.replace(/(\.\d{8})\d+$/, '$1');
}

function tradeTable(trades: readonly Trade[], on: { basis: 'net' | 'gross'; timeZone: string }): Piece {
  const rows = trades.map((trade): Piece[] => [
    trade.exit_time ? writeTime(trade.exit_time, on.timeZone) : '–',
    escapeLine(trade.symbol),
    trade.side,
    shown(trade, writeNumber(trade.quantity, 0, 8), trade.quantity, 'count'),
    moneyOf(trade, on.basis),
    trade.holding_seconds === null
      ? '–'
      : shown(trade, writeDuration(trade.holding_seconds), String(trade.holding_seconds), 'seconds'),
  ]);
  return table(['Closed', 'Symbol', 'Side', 'Quantity', on.basis === 'net' ? 'Net P&L' : 'Gross P&L', 'Held'], rows);
}

function moneyOf(trade: Trade, basis: 'net' | 'gross'): Shown {
  const value = basis === 'net' ? trade.net_pnl : trade.gross_pnl;
  return shown(trade, writeMoney(value, trade.currency), value, trade.currency);
}

function shown(trade: Trade, text: string, ...[value, unit]: [string, string]): Shown {
  return { text, value, unit, source: { trade_ids: [trade.id] } };
}

/** Answers "what are my open positions". */
export async function sayPositions({ asker, trades, reading }: Work): Promise<Draft> {
  const all = await trades.listPositions(asker.userId);
  const wanted = reading.filters.symbols?.map((symbol) => symbol.toUpperCase());
  const positions = wanted
    ? all.filter(
        ({ symbol, underlying }) => wanted.includes(symbol.toUpperCase()) || wanted.includes(underlying.toUpperCase()),
      )
    : all;
  const on = wanted ? ` on ${wanted.map(escapeLine).join(' or ')}` : '';
  if (positions.length === 0) return answered(`You have no open positions${on}, as far as your imported trades show.`);
  return answered(
    `You have **${positions.length}** open ${positions.length === 1 ? 'position' : 'positions'}${on}.`,
    '\n\n',
    positionTable(positions, asker.settings.time_zone),
    '\n\nThe journal holds no market prices, so what they are worth now is not known. Open positions are in no P&L figure.',
  );
}

function positionTable(positions: readonly Position[], timeZone: string): Piece {
  const rows = positions.map((position) => [
    escapeLine(position.symbol),
    position.side,
    writeNumber(position.quantity, 0, 8),
    writeNumber(position.average_price, 2, 8),
    writeMoney(position.cost, position.currency),
    writeTime(position.opened_at, timeZone),
    escapeLine(position.account),
  ]);
  return table(['Symbol', 'Side', 'Quantity', 'Average price', 'Cost', 'Opened', 'Account'], rows);
}
