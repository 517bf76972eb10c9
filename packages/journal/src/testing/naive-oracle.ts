/**
 * A second way to the same figures, for tests only: every fill is broken into single units, each unit is matched with the
 * oldest unit of the other side, and money is counted in whole cents. Quantities must be whole and prices in cents.
 */
import type { StoredExecution } from '../types.ts';

export interface OracleResult {
  /** Realized before fees, in cents. */
  readonly gross: number;
  /** Units left open, below zero when short. */
  readonly open: number;
  /** Matched units by opening and closing execution. */
  readonly pairs: ReadonlyMap<string, number>;
  /** How often the position came back to zero or went through it. */
  readonly roundTrips: number;
  /** Units that wanted to close what was not open. */
  readonly excess: number;
}

/** Executions of one instrument, already in the order of time. */
export function matchUnitByUnit(executions: readonly StoredExecution[]): OracleResult {
  const queue: { id: string; sign: number; cents: number }[] = [];
  const pairs = new Map<string, number>();
  let gross = 0;
  let roundTrips = 0;
  let excess = 0;
  for (const { id, side, effect, quantity, price } of executions) {
    const sign = side === 'buy' ? 1 : -1;
    const cents = Math.round(Number(price) * 100);
    for (let unit = 0; unit < Number(quantity); unit += 1) {
      const oldest = queue[0];
      if (oldest && oldest.sign !== sign) {
        queue.shift();
        gross += oldest.sign * (cents - oldest.cents);
        pairs.set(`${oldest.id} ${id}`, (pairs.get(`${oldest.id} ${id}`) ?? 0) + 1);
        if (queue.length === 0) roundTrips += 1;
      } else if (effect === 'close') excess += 1;
      else queue.push({ id, sign, cents });
    }
  }
  return { gross, open: queue.length * (queue[0]?.sign ?? 0), pairs, roundTrips, excess };
}
