/** From raw rows to the rows of a result: figures, order, limit, intervals. */
import type { GroupKey, Metric, TradeQuery, TradeRow } from '@tradistry/protocol';
import { DEFINITIONS } from './definitions.ts';
import { compareFigures, deviationOf, figuresOf } from './figures.ts';
import { type Interval, meanIntervals, wilsonInterval } from './intervals.ts';
import { MIN_SAMPLE, type RawRow } from './row-statement.ts';

/** The keys of `group_by`, each once. */
export function groupsOf(query: TradeQuery): GroupKey[] {
  return [...new Set(query.group_by)];
}

/** The metrics asked for, and the one to order by. */
export function neededMetrics(query: TradeQuery): Set<Metric> {
  const order = query.order_by?.key;
  return new Set([...query.metrics, ...(order !== undefined && isMetric(order) ? [order] : [])]);
}

function isMetric(key: string): key is Metric {
  return key in DEFINITIONS;
}

interface Figured {
  readonly raw: RawRow;
  readonly group: Record<string, string | number>;
  readonly figures: ReturnType<typeof figuresOf>;
}

/** Orders, cuts and completes the rows. Statistics run here, after the transaction. */
export async function finishRows(raws: readonly RawRow[], query: TradeQuery): Promise<TradeRow[]> {
  const metrics = neededMetrics(query);
  const figured = raws.map((raw) => ({ raw, group: groupOf(raw, query), figures: figuresOf(raw, metrics) }));
  const rows = figured.sort((a, b) => compareRows(a, b, query)).slice(0, query.limit);
  const means = await expectancyIntervals(rows, query);
  return rows.map((row) => finishRow(row, query, means));
}

function groupOf(raw: RawRow, query: TradeQuery): Record<string, string | number> {
  const values = [raw.k0, raw.k1, raw.k2];
  return Object.fromEntries(groupsOf(query).map((key, index) => [key, values[index] ?? '']));
}

function compareRows(a: Figured, b: Figured, query: TradeQuery): number {
  const figureOf = (row: Figured, key: string) => row.group[key] ?? row.figures.metrics[key] ?? null;
  const order = query.order_by;
  const byOrder = order ? compareFigures(figureOf(a, order.key), figureOf(b, order.key), order.direction) : 0;
  if (byOrder !== 0) return byOrder;
  for (const key of groupsOf(query)) {
    const byKey = compareFigures(a.group[key] ?? null, b.group[key] ?? null, 'asc');
    if (byKey !== 0) return byKey;
  }
  return compareFigures(a.raw.currency, b.raw.currency, 'asc');
}

async function expectancyIntervals(rows: readonly Figured[], query: TradeQuery): Promise<Map<RawRow, Interval>> {
  if (!query.metrics.includes('expectancy')) return new Map();
  const large = rows.map(({ raw }) => raw).filter((raw) => raw.n >= MIN_SAMPLE);
  const intervals = await meanIntervals(
    large.map((raw) => ({
      n: raw.n,
      mean: Number(raw.pnl) / raw.n,
      deviation: deviationOf(raw),
      samples: raw.samples ?? null,
    })),
  );
  return new Map(large.flatMap((raw, index) => (intervals[index] ? [[raw, intervals[index]]] : [])));
}

function finishRow({ raw, group, figures }: Figured, query: TradeQuery, means: Map<RawRow, Interval>): TradeRow {
  const rate = query.metrics.includes('win_rate') && raw.n >= MIN_SAMPLE ? wilsonInterval(raw.wins, raw.n) : undefined;
  const mean = means.get(raw);
  const asked = (values: Record<string, unknown>) => query.metrics.filter((metric) => metric in values);
  return {
    group,
    currency: raw.currency,
    n: raw.n,
    metrics: Object.fromEntries(asked(figures.metrics).map((metric) => [metric, figures.metrics[metric] ?? null])),
    reasons: Object.fromEntries(asked(figures.reasons).map((metric) => [metric, figures.reasons[metric] ?? ''])),
    intervals: { ...(rate && { win_rate: rate }), ...(mean && { expectancy: mean }) },
    trade_ids: raw.trade_ids,
  };
}
