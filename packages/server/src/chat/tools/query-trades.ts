/** The tool over the engine: one `TradeQuery`, answered with its rows and what they rest on. */
import { TradeQuery, type TradeResult, type TradeRow } from '@tradistry/protocol';
import { MAX_ROWS, sayMany, UNIT_WORDS } from './say-tool.ts';
import { defineTool, type ToolResult } from './tool.ts';

/** Of a row that is kept with the answer; the engine's own bound is for pages. */
const MAX_TRADE_IDS = 20;

export const queryTrades = defineTool({
  name: 'query_trades',
  description:
    'Figures over the trader\'s closed trades, computed exactly. Use it for every figure that is not in the data you were given; never calculate over trades yourself. Weekdays: 1 is Monday. Days are local, both ends included. Money is text, for example "-12.50". A symbol also matches its options and contracts. At most 50 rows come back.',
  doing: 'Computing figures from your trades',
  schema: TradeQuery,
  async run({ engine }, { userId }, args) {
    const query = { ...args, limit: Math.min(args.limit, MAX_ROWS) };
    const result = await engine.query(userId, query);
    return toToolResult(query, result);
  },
});

function toToolResult(query: TradeQuery, result: TradeResult): ToolResult {
  const title = titleOf(query);
  const compared = result.compared ? ['compared with, the second filters:', ...tableOf(query, result.compared)] : [];
  return {
    summary: `${title}: ${sayMany(result.rows.length, 'row')}, ${sayMany(result.n, result.unit)}`,
    basis: basisOf(query, result),
    rows: [...tableOf(query, result.rows), ...compared],
    figures: [{ title, query, result: { ...result, rows: result.rows.map(shorten) } }],
  };
}

function shorten(row: TradeRow): TradeRow {
  return { ...row, trade_ids: row.trade_ids.slice(0, MAX_TRADE_IDS) };
}

/** "P&L, win rate by weekday". */
function titleOf({ metrics, group_by }: TradeQuery): string {
  const named = (name: string) => name.replaceAll('_', ' ').replace('pnl', 'P&L');
  const by = group_by.length > 0 ? ` by ${group_by.map(named).join(' and ')}` : '';
  const what = `${metrics.slice(0, 4).map(named).join(', ')}${metrics.length > 4 ? ' and more' : ''}${by}`;
  return what.charAt(0).toUpperCase() + what.slice(1);
}

function basisOf(query: TradeQuery, result: TradeResult): string {
  const { included, matching, open, in_review: inReview } = result.completeness;
  const { from, to } = result.period;
  const currencies = [...new Set(result.rows.map((row) => row.currency))].join(', ');
  return [
    `Unit: ${UNIT_WORDS[result.unit]}. P&L is ${result.fee_basis} of fees${currencies && `, in ${currencies}`}.`,
    `Period ${from ?? 'open'} to ${to ?? 'open'}, by ${result.time_of} time in ${result.time_zone}.`,
    `n ${result.n}: ${included} of ${matching} closed units that match are in the figures; ${open} open and ${inReview} in review are in none.`,
    ...(result.rows.length >= query.limit ? [`Only the first ${query.limit} rows are given.`] : []),
    ...Object.entries(result.definitions).map(([metric, meaning]) => `${metric}: ${meaning}`),
  ].join('\n');
}

function tableOf(query: TradeQuery, rows: readonly TradeRow[]): string[] {
  if (rows.length === 0) return ['no closed trades match'];
  const head = [...query.group_by, 'n', 'currency', ...query.metrics].join(' | ');
  return [head, ...rows.map((row) => rowOf(query, row))];
}

function rowOf(query: TradeQuery, row: TradeRow): string {
  const groups = query.group_by.map((key) => String(row.group[key] ?? '-'));
  const metrics = query.metrics.map((metric) => {
    const interval = row.intervals[metric];
    const value = row.metrics[metric] ?? `not defined (${row.reasons[metric] ?? 'no data'})`;
    return interval ? `${value} (95 %: ${interval[0]} to ${interval[1]})` : String(value);
  });
  return [...groups, String(row.n), row.currency, ...metrics].join(' | ');
}
