/** Two sets of trades beside each other, with intervals, and what may be said about the difference. */
import { isDeepStrictEqual } from 'node:util';
import type { Metric, TradeFilters, TradeRow } from '@tradistry/protocol';
import { answered, type Draft, type Work } from './answer-parts.ts';
import { joined, type Piece, table } from './compose.ts';
import { type Asked, show, showCount, showInterval } from './figure-desk.ts';
import { dimensionsOf } from './other-trades.ts';
import { sayAssumptions, sayBasis } from './say-basis.ts';
import { BASIS_WORDS, sayDays, sayScope, UNIT_NAMES, UNIT_TITLES, UNIT_WORDS } from './say-filters.ts';
import { WORDING } from './write-figure.ts';

const SHOWN: readonly Metric[] = ['pnl', 'win_rate', 'expectancy'];
/** Of these, more is neither better nor worse. */
const NEUTRAL: readonly Metric[] = ['trades', 'quantity', 'avg_holding_seconds', 'break_evens', 'current_streak'];
/** Of these, less is better. */
const COSTS: readonly Metric[] = ['fees', 'max_drawdown', 'max_loss_streak', 'losses'];

interface Sides {
  readonly left: TradeFilters;
  readonly right: TradeFilters;
}

/** Both sides of a comparison, by row of one currency. */
interface Pair {
  readonly left: TradeRow;
  readonly right: TradeRow;
}

/** Answers "Mondays vs Fridays", "this month vs last month", "without Fridays". */
export async function sayComparison(work: Work): Promise<Draft> {
  const { reading, desk } = work;
  const other = reading.compareWith ?? {};
  // Winners against losers differ in their P&L by their name.
  const beside = reading.filters.outcomes && reading.metrics.length > 0 ? [] : SHOWN;
  const metrics = [...new Set([...reading.metrics, ...beside])];
  const asked = await desk.ask(`${nameSide(work, reading.filters)} against ${nameSide(work, other)}`, {
    metrics: [...new Set([...metrics, 'wins', 'losses', 'break_evens'] as const)],
    filters: reading.filters,
    compare_with: other,
  });
  const pairs = pairRows(asked);
  if (pairs.length === 0) return oneSided(work, asked);
  return answered(
    joined(
      pairs.map((pair) => [
        sayPair(work, asked, pair),
        '\n\n',
        pairTable(work, { asked, metrics }, pair),
        isPartOfAll(work) ? '' : sayCertainty(pair),
      ]),
      '\n\n',
    ),
    sayAssumptions(reading),
    '\n\n',
    sayPairBasis(asked, { left: reading.filters, right: other }),
  );
}

function sayPairBasis({ result }: Asked, { left, right }: Sides): Piece {
  const days = ({ period }: TradeFilters) => sayDays({ from: period?.from ?? null, to: period?.to ?? null });
  const period =
    !left.period && !right.period
      ? 'all time'
      : days(left) === days(right)
        ? days(left)
        : `${days(left)} against ${days(right)}`;
  return `Basis: ${UNIT_WORDS[result.unit]}, ${BASIS_WORDS[result.fee_basis]}, ${period}, by ${result.time_of} time in ${result.time_zone}; all closed ${UNIT_NAMES[result.unit][1]} of both sides.`;
}

function pairRows({ result }: Asked): Pair[] {
  return result.rows.flatMap((left) => {
    const right = result.compared?.find((row) => row.currency === left.currency);
    return right ? [{ left, right }] : [];
  });
}

function oneSided(work: Work, asked: Asked): Draft {
  const { reading } = work;
  const isLeftEmpty = asked.result.rows.length === 0;
  const isRightEmpty = (asked.result.compared ?? []).length === 0;
  const empty = [...(isLeftEmpty ? [reading.filters] : []), ...(isRightEmpty ? [reading.compareWith ?? {}] : [])];
  const names = empty.map((filters) => nameSide(work, filters)).join(' and ');
  const row = asked.result.rows[0] ?? asked.result.compared?.[0];
  const rest: Piece = row
    ? [' On the other side: P&L ', show(row, 'pnl', asked.query), ', ', showCount(row, asked.query), ' closed.']
    : '';
  return answered(
    `There is nothing to compare: no closed trades for ${names}.`,
    rest,
    sayAssumptions(reading),
    '\n\n',
    sayBasis(asked.result),
  );
}

function sayPair(work: Work, { query }: Asked, { left, right }: Pair): Piece {
  const { reading } = work;
  const metric = reading.metrics[0] ?? 'expectancy';
  const sides = [nameSide(work, reading.filters), nameSide(work, reading.compareWith ?? {})] as const;
  const values: Piece = ['**', show(left, metric, query), '** against **', show(right, metric, query), '**'];
  const order = orderOf(metric, { left, right });
  if (order === null || isPartOfAll(work))
    return [`${capital(WORDING[metric].name)}, ${sides[0]} against ${sides[1]}: `, values, '.'];
  if (order === 0) return [`${capital(sides[0])} and ${sides[1]} are equal in ${WORDING[metric].name}: `, values, '.'];
  const verb = COSTS.includes(metric) ? 'did better (less is better)' : 'did better';
  const [better, worse] = order > 0 ? sides : [sides[1], sides[0]];
  const inOrder: Piece =
    order > 0 ? values : ['**', show(right, metric, query), '** against **', show(left, metric, query), '**'];
  return [`${capital(better)} ${verb} than ${worse} in ${WORDING[metric].name}: `, inOrder, '.'];
}

// Above 0: the left side did better; null: more is neither better nor worse, or there is no figure.
function orderOf(metric: Metric, { left, right }: Pair): number | null {
  const [a, b] = [left.metrics[metric], right.metrics[metric]];
  if (a == null || b == null || NEUTRAL.includes(metric)) return null;
  return Math.sign(Number(a) - Number(b)) * (COSTS.includes(metric) ? -1 : 1);
}

// "Without Fridays" beside all trades: the one is part of the other.
function isPartOfAll({ reading }: Work): boolean {
  const left = new Map(Object.entries(reading.filters));
  return Object.entries(reading.compareWith ?? {}).every(([key, value]) => isDeepStrictEqual(left.get(key), value));
}

function pairTable(
  work: Work,
  { asked, metrics }: { asked: Asked; metrics: readonly Metric[] },
  { left, right }: Pair,
): Piece {
  const { query } = asked;
  const { reading } = work;
  const line = (metric: Metric): Piece[] => [
    WORDING[metric].title,
    withInterval(left, metric, asked),
    withInterval(right, metric, asked),
  ];
  const outcomes = (['wins', 'losses', 'break_evens'] as const).filter((metric) => !metrics.includes(metric));
  return table(
    [left.currency, capital(nameSide(work, reading.filters)), capital(nameSide(work, reading.compareWith ?? {}))],
    [
      [UNIT_TITLES[asked.result.unit], showCount(left, query), showCount(right, query)],
      ...metrics.filter((metric) => metric !== 'trades').map(line),
      ...outcomes.map(line),
    ],
  );
}

function withInterval(row: TradeRow, metric: Metric, { query }: Asked): Piece {
  const interval = showInterval(row, metric, query);
  return interval ? [show(row, metric, query), ' (', interval, ')'] : show(row, metric, query);
}

/** Whether the intervals speak for a difference; they stand in brackets in the table. Empty where no figure has any. */
function sayCertainty({ left, right }: Pair): Piece {
  const asked = (['expectancy', 'win_rate'] as const).filter((metric) => metric in left.metrics);
  const named = asked.filter((metric) => left.intervals[metric] && right.intervals[metric]);
  if (asked.length === 0) return '';
  if (named.length === 0) return '\n\nThere are too few trades on one side to say how sure this is.';
  const apart = named.filter((metric) => areApart(left.intervals[metric], right.intervals[metric]));
  const brackets = 'In brackets are 95% intervals.';
  if (apart.length === 0) return `\n\n${brackets} They overlap, so the difference may be chance.`;
  return `\n\n${brackets} Those of the ${apart.map((metric) => WORDING[metric].name).join(' and the ')} do not overlap: chance alone is an unlikely reason.`;
}

function areApart(a: readonly string[] | undefined, b: readonly string[] | undefined): boolean {
  const [aLow = 0, aHigh = 0] = (a ?? []).map(Number);
  const [bLow = 0, bHigh = 0] = (b ?? []).map(Number);
  return aHigh < bLow || bHigh < aLow;
}

// Each side by what tells it from the other; all else is the same in both.
function nameSide({ reading, desk }: Work, filters: TradeFilters): string {
  const other = filters === reading.filters ? (reading.compareWith ?? {}) : reading.filters;
  const own = Object.fromEntries(
    Object.entries(filters).filter(
      ([key, value]) =>
        JSON.stringify(value) !== JSON.stringify(Object.entries(other).find(([name]) => name === key)?.[1]),
    ),
  );
  const said = sayScope(own, desk.clock).trim();
  if (said) return `trades ${said}`;
  return dimensionsOf(filters).length === 0 ? 'all trades' : `all trades ${sayScope(filters, desk.clock).trim()}`;
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
