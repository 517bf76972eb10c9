/** The line that says what figures rest on: unit, fee basis, days, clock, number of trades, what is left out. */
import type { TradeResult } from '@tradistry/protocol';
import type { Piece } from './compose.ts';
import type { Reading } from './reading.ts';
import { BASIS_WORDS, sayDays, UNIT_NAMES, UNIT_WORDS } from './say-filters.ts';

/** Below this many units a figure is a hint. */
const FEW = 20;

/** "By trade (flat to flat), net of fees, Mar 1 – Mar 31, 2026, by exit time in Europe/Berlin, 41 of 41 closed trades." */
export function sayBasis(result: TradeResult): Piece {
  const { included, matching, open, in_review: inReview } = result.completeness;
  const [one, many] = UNIT_NAMES[result.unit];
  const named = (count: number) => (count === 1 ? one : many);
  const unit = UNIT_WORDS[result.unit];
  const left = [
    ...(open > 0 ? [`${count(open)} still open ${open === 1 ? 'is' : 'are'} not counted`] : []),
    ...(inReview > 0 ? [`${count(inReview)} ${inReview === 1 ? 'row waits' : 'rows wait'} in review`] : []),
  ];
  return [
    `Basis: ${unit}, ${BASIS_WORDS[result.fee_basis]}, ${sayDays(result.period)}, by ${result.time_of} time in ${result.time_zone}; `,
    `${count(included)} of ${count(matching)} closed ${named(matching)}`,
    left.length > 0 ? `; ${left.join(', ')}.` : '.',
  ];
}

/** A warning where there is too little to go by. */
export function sayFew(n: number): Piece {
  if (n >= FEW || n === 0) return '';
  return `\n\nThat is a small sample: take it as a hint, not as a pattern.`;
}

/** Readings that were chosen among several. */
export function sayAssumptions(reading: Reading): Piece {
  return reading.assumptions.length === 0 ? '' : `\n\n${reading.assumptions.join(' ')}`;
}

function count(value: number): string {
  return value.toLocaleString('en-US');
}
