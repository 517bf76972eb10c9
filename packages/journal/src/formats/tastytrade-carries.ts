/** Splits, symbol changes and mergers: rows that give a position up and rows that take it over, brought together. */
import { ContentKeys } from '../dedupe-key.ts';
import { magnitude } from '../text/number-text.ts';
import type { TastyRow } from './tastytrade-row.ts';

const CARRIES = new Set([
  'symbol change',
  'name change',
  'cusip change',
  'reverse split',
  'forward split',
  'stock split',
  'split',
  'stock merger',
]);

/** Whether the row is one end of a lot being carried over. */
export function isCarry(row: TastyRow): boolean {
  return row.type === 'Receive Deliver' && CARRIES.has(row.subType) && row.side !== null && row.effect !== 'auto';
}

/** The carry key of each row (by line) that found its other end; the same two rows have the same key in every export. */
export function pairCarries(rows: readonly TastyRow[]): Map<number, string> {
  const keys = new Map<number, string>();
  const carries = rows.filter(isCarry);
  const names = new ContentKeys();
  const free = new Set(carries.filter((row) => row.effect === 'open'));
  for (const out of carries.filter((row) => row.effect === 'close')) {
    const into = bestOf(out, free);
    if (!into) continue;
    free.delete(into);
    const key = names.keyOf(contentOf(out, into));
    keys.set(out.row, key).set(into.row, key);
  }
  return keys;
}

function bestOf(out: TastyRow, candidates: Iterable<TastyRow>): TastyRow | null {
  let best: TastyRow | null = null;
  let bestLikeness = -1;
  for (const into of candidates) {
    const likeness = likenessOf(out, into);
    if (likeness > bestLikeness) [best, bestLikeness] = [into, likeness];
  }
  return best;
}

/** Negative for rows that cannot belong together; else the higher the likelier: cost, then contract, then quantity, then nearness. */
function likenessOf(out: TastyRow, into: TastyRow): number {
  const together = out.time === into.time && out.subType === into.subType && out.side !== into.side;
  if (!together || out.instrument.assetClass !== into.instrument.assetClass) return -1;
  const sameCost = magnitude(out.value) === magnitude(into.value);
  const sameContract =
    out.instrument.right === into.instrument.right && out.instrument.expiry === into.instrument.expiry;
  const sameStrike = sameContract && out.instrument.strike === into.instrument.strike;
  const near = 1 / (1 + Math.abs(out.row - into.row));
  return (
    [sameCost, sameContract, sameStrike, out.quantity === into.quantity].reduce(
      (sum, yes) => sum * 2 + Number(yes),
      0,
    ) + near
  );
}

function contentOf(out: TastyRow, into: TastyRow): string[] {
  return [
    String(out.time),
    out.subType,
    out.instrument.symbol,
    out.quantity,
    into.instrument.symbol,
    into.quantity,
    out.value,
  ];
}
