/** One futures or stock trade within a day, ended at a target or a stop. */
import type { Instrument } from '../../types.ts';
import type { Tape } from '../tape.ts';
import type { TradingDay } from '../trading-days.ts';
import type { Mark, World } from '../world.ts';

export interface DayTrade {
  readonly day: TradingDay;
  readonly minute: number;
  /** Minutes. */
  readonly hold: number;
  readonly instrument: Instrument;
  readonly tape: Tape;
  readonly side: 'long' | 'short';
  readonly quantity: number;
  readonly entry: number;
  /** Distance of the stop in points; the result is a multiple of it. */
  readonly risk: number;
  readonly result: number;
  readonly mark: Pick<Mark, 'account' | 'story' | 'setup' | 'tags'>;
  /** Whether a stop was set from the start. */
  readonly hasStop: boolean;
}

/** Records the trade, now and then with a half taken off early; returns the minute it was over. */
export function dayTrade(world: World, trade: DayTrade): number {
  const { day, minute, hold, instrument, tape, side, quantity, entry, risk, result } = trade;
  const sign = side === 'long' ? 1 : -1;
  const [into, out] = side === 'long' ? (['buy', 'sell'] as const) : (['sell', 'buy'] as const);
  const common = { day, instrument, effect: 'auto' as const };
  const opening = tape.fill({ ...common, minute, side: into, quantity, price: entry });
  const isScaled = quantity >= 2 && result > 1 && world.random.chance(0.4);
  const half = isScaled ? Math.floor(quantity / 2) : 0;
  if (half > 0)
    tape.fill({ ...common, minute: minute + hold * 0.5, side: out, quantity: half, price: entry + sign * risk });
  const end = minute + hold;
  tape.fill({ ...common, minute: end, side: out, quantity: quantity - half, price: entry + sign * risk * result });
  const stop = (Math.round((entry - sign * risk) * 4) / 4).toString();
  world.marks.push({ ...trade.mark, opening, initialStop: trade.hasStop ? stop : null });
  return end;
}
