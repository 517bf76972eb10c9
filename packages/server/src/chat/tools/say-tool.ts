/** Words and bounds that the tools' results share. */
import type { TradeUnit } from '@tradistry/protocol';

/** A result has at most so many rows. */
export const MAX_ROWS = 50;

/** The units as the model is told of them. */
export const UNIT_WORDS: Readonly<Record<TradeUnit, string>> = {
  trade: 'trade (one round trip, from flat to flat)',
  pair: 'pair (one matched lot)',
  strategy: 'strategy (option legs opened together)',
};

/** "1 row", "41 trades". */
export function sayMany(count: number, one: string): string {
  if (count === 1) return `1 ${one}`;
  return `${count.toLocaleString('en-US')} ${one.endsWith('y') ? `${one.slice(0, -1)}ies` : `${one}s`}`;
}

/** Writes instants as "2026-03-01 14:30" on a user's clock. */
export function clockOf(timeZone: string): (instant: string) => string {
  // Swedish writes dates as ISO does.
  const format = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'short' });
  return (instant) => format.format(new Date(instant));
}
