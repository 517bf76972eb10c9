/** Single trades and open positions, as lists. */
import type { Position, Trade } from '@tradistry/protocol';
import { answered, type Draft, type Work } from './answer-parts.ts';
import { escapeLine, type Piece, type Shown, table } from './compose.ts';
import { omit } from './read-comparison.ts';
import { sayAssumptions } from './say-basis.ts';
import { BASIS_WORDS, sayScope, UNIT_NAMES, UNIT_WORDS } from './say-filters.ts';
import { writeDuration, writeMoney, writeNumber, writeTime } from './write-figure.ts';

const LISTED = 10;
const MOST_LISTED = 50;

/** Answers "show my last 5 trades", "what did I trade yesterday". */
export async function sayTrades({ reading, asker, trades, desk }: Work): Promise<Draft> {
  const unit = reading.unit ?? asker.settings.unit;
  const limit = Math.min(reading.filters.last_n ?? reading.count ?? LISTED, MOST_LISTED);
  const filters = omit(reading.filters, ['last_n']);
  const found = await trades.listTrades(asker.userId, { filters, unit, limit });
  const scope = sayScope(filters, desk.clock);
  const [one, many] = UNIT_NAMES[unit];
  if (found.length === 0) return answered(`You have no closed ${many}${scope}.`, sayAssumptions(reading));
  const lead =
    found.length === 1
      ? `This is your last closed ${one}${scope}.`
      : `These are your last ${found.length} closed ${many}${scope}, newest first.`;
  const basis = reading.feeBasis ?? asker.settings.fee_basis;
  return answered(
    lead,
    '\n\n',
    tradeTable(found, { basis, timeZone: asker.settings.time_zone }),
    sayAssumptions(reading),
    `\n\nBasis: ${UNIT_WORDS[unit]}, ${BASIS_WORDS[basis]}, times in ${asker.settings.time_zone}.`,
  );
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
    '\nThe journal holds no market prices, so what they are worth now is not known. Open positions are in no P&L figure.',
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
