/** "How am I doing?": the headline figures, what carries them and what weighs on them. */
import type { Metric, TradeFilters } from '@tradistry/protocol';
import { answered, type Draft, type Work } from './answer-parts.ts';
import { escapeLine, type Piece, table } from './compose.ts';
import { type Asked, show } from './figure-desk.ts';
import { footing, nothingThere, withTally } from './say-figures.ts';
import { sayScope } from './say-filters.ts';
import { howMany, tally } from './say-metric.ts';
import { WORDING, writeGroup } from './write-figure.ts';

const HEADLINES: readonly Metric[] = [
  'pnl',
  'win_rate',
  'profit_factor',
  'expectancy',
  'avg_win',
  'avg_loss',
  'payoff',
  'max_drawdown',
  'best',
  'worst',
  'avg_holding_seconds',
  'fees',
];

/** Answers with an overview of the trades that the reading limits. */
export async function sayOverview(work: Work): Promise<Draft> {
  const { reading, desk } = work;
  const [total, symbols] = await Promise.all([
    desk.ask('Overview', { metrics: withTally(HEADLINES), filters: reading.filters }),
    reading.filters.symbols
      ? null
      : desk.ask('P&L by symbol', {
          metrics: ['pnl'],
          filters: reading.filters,
          group_by: ['symbol'],
          order_by: { key: 'pnl' },
          limit: 1000,
        }),
  ]);
  if (total.result.n === 0) return nothingThere(work, total);
  const scope = sayScope(reading.filters, desk.clock);
  return answered(
    total.result.rows.map((row, index) => [
      index > 0 ? '\n\n' : '',
      `${isChosenByResult(reading.filters) ? '' : `You are ${Number(row.metrics['pnl']) < 0 ? 'down' : 'up'}${scope}: `}`,
      isChosenByResult(reading.filters)
        ? `Your ${total.result.fee_basis} P&L${scope} is **`
        : `your ${total.result.fee_basis} P&L is **`,
      show(row, 'pnl', total.query),
      '** over ',
      howMany({ ...total, row }),
      ', with a win rate of ',
      show(row, 'win_rate', total.query),
      ' (',
      tally({ ...total, row }),
      ').',
    ]),
    symbols ? sayEnds(symbols) : '',
    '\n\n',
    headlineTable(total),
    ...footing(work, total),
  );
}

// Trades that were chosen for their result say nothing about being up or down.
function isChosenByResult({ outcomes, min_pnl, max_pnl }: TradeFilters): boolean {
  return outcomes !== undefined || min_pnl !== undefined || max_pnl !== undefined;
}

function headlineTable({ query, result }: Asked): Piece {
  const rows = HEADLINES.map((metric) => [
    WORDING[metric].title,
    ...result.rows.map((row) => show(row, metric, query)),
  ]);
  return table(['Figure', ...result.rows.map((row) => row.currency)], rows);
}

// Which symbol gave most and which took most.
function sayEnds({ query, result }: Asked): Piece {
  const first = result.rows[0];
  const last = result.rows.at(-1);
  if (!first || !last || result.rows.length < 2 || first.currency !== last.currency) return '';
  const named = (row: typeof first): Piece => [
    escapeLine(writeGroup('symbol', row.group['symbol'] ?? '')),
    ' (',
    show(row, 'pnl', query),
    ')',
  ];
  return [' The strongest symbol is ', named(first), ', the weakest ', named(last), '.'];
}
