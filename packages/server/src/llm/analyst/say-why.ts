/** "Why do I lose on Fridays?": these trades beside the others, what they consist of, and what was written about them. */
import type { GroupKey, Metric, Note, TradeFilters } from '@tradistry/protocol';
import type { Draft, Work } from './answer-parts.ts';
import { weekdayOf } from './calendar.ts';
import type { Piece } from './compose.ts';
import { type Asked, show } from './figure-desk.ts';
import { dimensionsOf, otherTrades } from './other-trades.ts';
import { quoteNotes } from './quote-notes.ts';
import { omit } from './read-comparison.ts';
import { sayComparison } from './say-comparison.ts';
import { footing, groupTable, nothingThere, withTally } from './say-figures.ts';
import { sayScope } from './say-filters.ts';
import { howMany, tally } from './say-metric.ts';
import { sayWeakSpots } from './say-weak-spots.ts';
import { GROUP_TITLES } from './write-figure.ts';

const WHOLE: readonly Metric[] = ['pnl', 'win_rate', 'expectancy', 'avg_win', 'avg_loss', 'payoff'];
const PARTS: readonly GroupKey[] = ['symbol', 'hour', 'tag', 'side'];
const ROWS = 3;

/** Answers with what the record shows; it describes and does not claim to know the cause. */
export async function sayWhy(work: Work): Promise<Draft> {
  const { reading, desk, names } = work;
  const limited = dimensionsOf(reading.filters).filter((dimension) => dimension !== 'period' && dimension !== 'last_n');
  if (limited.length === 0) return sayWeakSpots(work);
  const total = await desk.ask('These trades', { metrics: withTally(WHOLE), filters: reading.filters });
  if (total.result.n === 0) return nothingThere(work, total);
  const others = otherTrades(reading.filters, names);
  const compared = others
    ? await sayComparison({
        ...work,
        reading: {
          ...reading,
          metrics: ['expectancy'],
          compareWith: { ...omit(reading.filters, limited.slice(0, 1)), ...others },
        },
      })
    : null;
  const parts = await sayParts(work, limited);
  const { text, sources } = quoteNotes(await findNotes(work));
  return {
    understood: true,
    pieces: [
      sayWhole(work, total),
      ...(compared ? ['\n\n', withoutBasis(compared.pieces)] : []),
      ...parts,
      text ? `\n\nWhat you wrote about it:\n\n${text}` : '',
      '\n\nThe figures show where the result comes from; they do not prove a cause.',
      ...footing(work, total),
    ],
    sources,
  };
}

// The comparison ends with its own basis, which is said once, at the end.
function withoutBasis(pieces: readonly Piece[]): Piece {
  return pieces.slice(0, 1);
}

function sayWhole({ reading, desk }: Work, total: Asked): Piece {
  const scope = sayScope(reading.filters, desk.clock);
  return total.result.rows.map((row, index) => [
    index > 0 ? ' ' : '',
    Number(row.metrics['pnl']) < 0 ? `You do lose${scope}: ` : `On the whole you do not lose${scope}: `,
    `your ${total.result.fee_basis} P&L is **`,
    show(row, 'pnl', total.query),
    '** over ',
    howMany({ ...total, row }),
    ' (',
    tally({ ...total, row }),
    '). The average win is ',
    show(row, 'avg_win', total.query),
    ' and the average loss ',
    show(row, 'avg_loss', total.query),
    '.',
  ]);
}

async function sayParts({ reading, desk, names }: Work, limited: readonly string[]): Promise<Piece[]> {
  const isLimitedBy = (key: GroupKey) => limited.includes(`${key}s`) || (key === 'hour' && limited.includes('hours'));
  const keys = PARTS.filter((part) => !isLimitedBy(part) && (part !== 'tag' || names.tags.length > 0));
  return Promise.all(
    keys.map(async (key): Promise<Piece> => {
      const title = `P&L by ${GROUP_TITLES[key].toLowerCase()}, weakest first`;
      const grouped = await desk.ask(title, {
        metrics: ['pnl', 'win_rate'],
        filters: reading.filters,
        group_by: [key],
        order_by: { key: 'pnl', direction: 'asc' },
        limit: ROWS,
      });
      return grouped.result.rows.length > 0 ? [`\n\n${title}:\n\n`, groupTable(grouped, ['pnl', 'win_rate'])] : '';
    }),
  );
}

async function findNotes({ reading, asker, notes }: Work): Promise<Note[]> {
  const { symbols, tags, period, weekdays } = reading.filters;
  if (!symbols && !tags && !weekdays) return [];
  const found = await notes.findNotes(asker.userId, {
    words: null,
    symbols: symbols ?? [],
    from: period?.from ?? null,
    to: period?.to ?? null,
    limit: 100,
  });
  return found.filter((note) => speaksOf(note, reading.filters)).slice(0, ROWS);
}

function speaksOf(note: Note, { weekdays, tags }: TradeFilters): boolean {
  const isTagged = !tags || note.tags.some((tag) => tags.some((wanted) => wanted.toLowerCase() === tag.toLowerCase()));
  return isTagged && (!weekdays || weekdays.includes(weekdayOf(note.date)));
}
