/** "What should I work on?", "where do I lose?": the weakest and the strongest group of every kind, with their n. */
import type { GroupKey, TradeRow } from '@tradistry/protocol';
import { answered, type Draft, type Work } from './answer-parts.ts';
import { type Piece, table } from './compose.ts';
import { type Asked, show, showCount } from './figure-desk.ts';
import { footing, nameOf, nothingThere } from './say-figures.ts';
import { sayScope } from './say-filters.ts';
import { howMany } from './say-metric.ts';
import { GROUP_TITLES } from './write-figure.ts';

/** For "when do I lose". */
const TIMES: readonly GroupKey[] = ['weekday', 'hour', 'month'];
const KINDS: readonly GroupKey[] = ['symbol', 'weekday', 'hour', 'side', 'asset_class', 'setup', 'tag'];

/** Answers with where the money was lost and made. */
export async function sayWeakSpots(work: Work): Promise<Draft> {
  const { reading, desk, names } = work;
  const total = await desk.ask('P&L in all', { metrics: ['pnl'], filters: reading.filters });
  if (total.result.n === 0) return nothingThere(work, total);
  const keys = (/\bwhen\b/i.test(work.question) ? TIMES : KINDS).filter(
    (kind) => (kind !== 'tag' || names.tags.length > 0) && (kind !== 'setup' || names.setups.length > 0),
  );
  const asked = await Promise.all(
    keys.map((key) =>
      desk.ask(`P&L by ${GROUP_TITLES[key].toLowerCase()}`, {
        metrics: ['pnl'],
        filters: reading.filters,
        group_by: [key],
        order_by: { key: 'pnl', direction: 'asc' },
        limit: 1000,
      }),
    ),
  );
  const several = asked.filter(({ result }) => result.rows.length > 1);
  return answered(
    sayWorst(work, several, total),
    several.length > 0 ? ['\n\n', endsTable(several)] : '',
    ...footing(work, total),
  );
}

function sayWorst({ reading, desk }: Work, asked: readonly Asked[], total: Asked): Piece {
  const scope = sayScope(reading.filters, desk.clock);
  const weakest = asked
    .filter(({ query }) => query.group_by[0] !== 'side')
    .flatMap((one) => (one.result.rows[0] ? [{ ...one, row: one.result.rows[0] }] : []))
    .sort((a, b) => Number(a.row.metrics['pnl']) - Number(b.row.metrics['pnl']))[0];
  const row = total.result.rows[0];
  if (!weakest || !row)
    return row
      ? [
          `Your P&L${scope} is **`,
          show(row, 'pnl', total.query),
          '**; there are too few kinds of trades to tell strong from weak.',
        ]
      : '';
  const kind = GROUP_TITLES[weakest.query.group_by[0] ?? 'symbol'].toLowerCase();
  const name = `**${nameOf(weakest.row, weakest.query.group_by)}** (${kind})`;
  const isLoss = Number(weakest.row.metrics['pnl']) < 0;
  return [
    isLoss
      ? `What costs you most${scope} is ${name}: `
      : `Nothing loses on the whole${scope}; the weakest is ${name}: `,
    show(weakest.row, 'pnl', weakest.query),
    ' over ',
    howMany(weakest),
    ', of a P&L of ',
    show(row, 'pnl', total.query),
    ' in all.',
  ];
}

function endsTable(asked: readonly Asked[]): Piece {
  const cell = (row: TradeRow, one: Asked): Piece => [
    nameOf(row, one.query.group_by),
    ' ',
    show(row, 'pnl', one.query),
    ' (',
    showCount(row, one.query),
    ')',
  ];
  const rows = asked.flatMap((one) => {
    const [first, last] = [one.result.rows[0], one.result.rows.at(-1)];
    const key = one.query.group_by[0];
    return first && last && key ? [[GROUP_TITLES[key], cell(first, one), cell(last, one)]] : [];
  });
  return [table(['By', 'Weakest', 'Strongest'], rows), '\n\nIn brackets is the number of trades.'];
}
