/** Answers in figures: one or several metrics, on the whole or by group. */
import type { GroupKey, Metric, TradeRow } from '@tradistry/protocol';
import { answered, type Draft, type Work } from './answer-parts.ts';
import { escapeLine, joined, type Piece, table } from './compose.ts';
import { type Asked, show, showCount } from './figure-desk.ts';
import { sayAssumptions, sayBasis, sayFew } from './say-basis.ts';
import { sayComparison } from './say-comparison.ts';
import { sayScope, UNIT_TITLES } from './say-filters.ts';
import { howMany, sayMetric } from './say-metric.ts';
import { GROUP_TITLES, WORDING, writeGroup } from './write-figure.ts';

const IN_ORDER: readonly GroupKey[] = ['weekday', 'hour', 'day', 'week', 'month', 'quarter', 'year'];
const MOST_ROWS = 31;
/** Enough for the days of a week. */
const RANKED_ROWS = 7;

/** Answers a question about figures. */
export async function sayFigures(work: Work): Promise<Draft> {
  const { reading, desk } = work;
  if (reading.compareWith) return sayComparison(work);
  const metrics = reading.metrics.length > 0 ? reading.metrics : DEFAULTS;
  const total = await desk.ask(titleOf(metrics, reading.groupBy.length > 0 ? ' in all' : ''), {
    metrics: withTally(metrics),
    filters: reading.filters,
  });
  if (total.result.n === 0) return nothingThere(work, total);
  if (reading.groupBy.length > 0) return sayGroups(work, metrics, total);
  const scope = sayScope(reading.filters, desk.clock);
  return answered(
    sentences(total, metrics, scope),
    definitions(work, total, metrics),
    await namedTrade(work, total),
    ...footing(work, total),
  );
}

const DEFAULTS: readonly Metric[] = ['pnl', 'win_rate', 'expectancy'];

/** The metrics, with what the sentence about a win rate says beside it. */
export function withTally(metrics: readonly Metric[]): Metric[] {
  return metrics.includes('win_rate')
    ? [...new Set([...metrics, 'wins', 'losses', 'break_evens'] as const)]
    : [...metrics];
}

/** Assumptions, a word about small samples, and the basis. */
export function footing({ reading }: Pick<Work, 'reading'>, { result }: Asked): Piece[] {
  return [sayFew(result.n), sayAssumptions(reading), '\n\n', sayBasis(result)];
}

/** Nothing matches: says so, and what there is. */
export function nothingThere({ reading, desk, names }: Work, { result }: Asked): Draft {
  const known = names.symbols.map((symbol) => symbol.toUpperCase());
  const unknown = (reading.filters.symbols ?? []).filter((symbol) => !known.includes(symbol.toUpperCase()));
  const hint = unknown.length > 0 ? ` Your journal has never traded ${escapeLine(unknown.join(', '))}.` : '';
  const accounts = reading.filters.accounts?.some((name) => !names.accounts.includes(name))
    ? ` Your accounts are: ${names.accounts.map(escapeLine).join(', ')}.`
    : '';
  return answered(
    `You have no closed trades${sayScope(reading.filters, desk.clock)}.${hint}${accounts}`,
    sayAssumptions(reading),
    '\n\n',
    sayBasis(result),
  );
}

function definitions({ reading }: Work, { result }: Asked, metrics: readonly Metric[]): Piece {
  if (!reading.define) return '';
  return metrics.map((metric) => `\n\n${WORDING[metric].title}: ${result.definitions[metric] ?? ''}`);
}

// The best and the worst are single trades: which ones?
async function namedTrade({ reading, asker, trades }: Work, total: Asked): Promise<Piece> {
  const row = total.result.rows[0];
  if (!row || total.result.rows.length > 1 || total.result.unit !== 'trade') return '';
  const lines: string[] = [];
  for (const metric of ['best', 'worst'] as const) {
    const value = reading.metrics.includes(metric) ? row.metrics[metric] : undefined;
    if (typeof value !== 'string' || reading.feeBasis !== null) continue;
    const [trade] = await trades.listTrades(asker.userId, {
      filters: { ...reading.filters, min_pnl: value, max_pnl: value },
      unit: 'trade',
      limit: 1,
    });
    if (trade?.exit_time)
      lines.push(
        `The ${metric} was ${escapeLine(trade.symbol)} (${trade.side}), closed on ${dayOf(trade.exit_time, total.result.time_zone)}.`,
      );
  }
  return lines.length > 0 ? `\n\n${lines.join(' ')}` : '';
}

function dayOf(instant: string, timeZone: string): string {
  return new Intl.DateTimeFormat('en-US', { dateStyle: 'medium', timeZone }).format(new Date(instant));
}

async function sayGroups(work: Work, metrics: readonly Metric[], total: Asked): Promise<Draft> {
  const { reading, desk } = work;
  const { groupBy, ranking } = reading;
  const columns = columnsOf(reading.metrics, ranking?.metric);
  const isInOrder = groupBy.some((key) => IN_ORDER.includes(key)) && !ranking;
  const order = ranking
    ? { order_by: { key: ranking.metric, direction: ranking.direction } }
    : { order_by: { key: columns[0] ?? 'pnl' } };
  const limit = ranking ? (reading.count ?? RANKED_ROWS) : MOST_ROWS;
  const grouped = await desk.ask(
    titleOf(metrics, ` by ${groupBy.map((key) => GROUP_TITLES[key].toLowerCase()).join(' and ')}`),
    {
      metrics: withTally(columns),
      filters: reading.filters,
      group_by: [...groupBy],
      limit,
      ...(isInOrder ? {} : order),
    },
  );
  return answered(
    ranking ? sayFirst(work, grouped) : [sayTotal(work, metrics, total), sayEnds(grouped, columns)],
    labelsRemark(groupBy),
    '\n\n',
    groupTable(grouped, columns),
    grouped.result.rows.length === limit && !ranking ? `\n\nOnly the first ${limit} rows are shown.` : '',
    ...footing(work, total),
  );
}

/** P&L and win rate beside whatever was asked for. */
function columnsOf(asked: readonly Metric[], ranked: Metric | undefined): Metric[] {
  const wanted = [...new Set(ranked && ranked !== 'trades' ? [ranked, ...asked] : asked)];
  const metrics = wanted.length > 0 ? wanted : DEFAULTS;
  const beside = metrics.length < 2 ? (['pnl', 'win_rate'] as const) : [];
  return [...new Set([...metrics, ...beside])].filter((metric) => metric !== 'trades');
}

function sayTotal({ reading, desk }: Work, metrics: readonly Metric[], total: Asked): Piece {
  return sentences(total, metrics, sayScope(reading.filters, desk.clock));
}

// A sentence a metric and currency; from four on as a list.
function sentences(total: Asked, metrics: readonly Metric[], scope: string): Piece {
  const said = total.result.rows.flatMap((row) => metrics.map((metric) => sayMetric(metric, { ...total, row, scope })));
  return said.length < 4
    ? joined(said, ' ')
    : joined(
        said.map((sentence) => ['- ', sentence]),
        '\n',
      );
}

function sayFirst({ reading, desk }: Work, grouped: Asked): Piece {
  const row = grouped.result.rows[0];
  const metric = reading.ranking?.metric ?? 'pnl';
  if (!row) return '';
  const name = nameOf(row, reading.groupBy);
  const kind = reading.groupBy.map((key) => GROUP_TITLES[key].toLowerCase()).join(' and ');
  const scope = sayScope(reading.filters, desk.clock);
  if (metric === 'trades') return [`You traded **${name}** most${scope}: `, howMany({ ...grouped, row }), '.'];
  const rank = reading.ranking?.direction === 'asc' ? 'weakest' : 'strongest';
  const value: Piece = ['**', show(row, metric, grouped.query), '**'];
  return [
    `Your ${rank} ${kind}${scope}, by ${WORDING[metric].name}, is **${name}**: `,
    value,
    ' over ',
    howMany({ ...grouped, row }),
    isFewer(row) ? ', which says little.' : '.',
  ];
}

// Which group is highest and which lowest, where there is one figure, one key and one currency.
function sayEnds({ query, result }: Asked, columns: readonly Metric[]): Piece {
  const metric = columns[0] ?? 'pnl';
  const valued = result.rows.filter((row) => row.metrics[metric] !== null);
  const currencies = new Set(valued.map((row) => row.currency));
  if (valued.length < 2 || query.group_by.length > 1 || currencies.size > 1) return '';
  const sorted = valued.toSorted((a, b) => Number(b.metrics[metric]) - Number(a.metrics[metric]));
  const named = (row: TradeRow | undefined): Piece =>
    row ? [`${nameOf(row, query.group_by)} (`, show(row, metric, query), ')'] : '';
  return [' It is highest for ', named(sorted[0]), ' and lowest for ', named(sorted.at(-1)), '.'];
}

function isFewer(row: TradeRow): boolean {
  return row.n < 5;
}

function labelsRemark(groupBy: readonly GroupKey[]): Piece {
  return groupBy.includes('tag') ? ' A trade with several tags counts in each of their rows.' : '';
}

/** A table of groups; with a column for the currency where there is more than one. */
export function groupTable(grouped: Asked, metrics: readonly Metric[]): Piece {
  const { query, result } = grouped;
  const keys = query.group_by;
  const isMixed = new Set(result.rows.map((row) => row.currency)).size > 1;
  const head = [
    keys.map((key) => GROUP_TITLES[key]).join(' · '),
    ...(isMixed ? ['Currency'] : []),
    UNIT_TITLES[result.unit],
    ...metrics.map((metric) => WORDING[metric].title),
  ];
  const rows = result.rows.map((row) => [
    nameOf(row, keys),
    ...(isMixed ? [row.currency] : []),
    showCount(row, query),
    ...metrics.map((metric) => show(row, metric, query)),
  ]);
  return table(head, rows);
}

/** The names of a row's group, escaped. */
export function nameOf(row: TradeRow, keys: readonly GroupKey[]): string {
  return keys.map((key) => escapeLine(writeGroup(key, row.group[key] ?? ''))).join(' · ');
}

function titleOf(metrics: readonly Metric[], how: string): string {
  return `${metrics.map((metric) => WORDING[metric].title).join(', ')}${how}`;
}
