/** Several legs as one row: sums of their money, prices net over the legs. */
import { divideRounded, fromUnits, productOf, sumOf, toUnits } from '../decimal.ts';
import { negate } from '../text/number-text.ts';
import type { Instrument, MatchedTrade } from '../types.ts';

type Leg = MatchedTrade;

/**
 * The legs' row. It is long when it was paid for and short when it was sold for a credit; its quantity is the smallest leg's;
 * its prices are the net of all legs per unit of that quantity.
 */
export function strategyRow(id: string, legs: readonly Leg[]): MatchedTrade {
  const [first] = legs;
  if (!first) throw new Error('a strategy has legs');
  const quantity = smallest(legs.map((leg) => leg.quantity));
  const entry = netOf(legs, (leg) => [leg.quantity, leg.entryPrice]);
  const side = entry.startsWith('-') ? 'short' : 'long';
  const isOpen = legs.some((leg) => leg.status === 'open');
  const instrument = instrumentOf(first.instrument, legs);
  const openQuantity = largest(legs.map((leg) => leg.openQuantity));
  const perUnit = (money: string, units: string) =>
    priceOf(side === 'short' ? negate(money) : money, units, instrument.multiplier);
  return {
    id,
    unit: 'strategy',
    parentId: null,
    instrument,
    side,
    status: isOpen ? 'open' : 'closed',
    quantity,
    entryTime: edge(
      legs.map((leg) => leg.entryTime),
      'first',
    ),
    exitTime: isOpen
      ? null
      : edge(
          legs.flatMap((leg) => leg.exitTime ?? []),
          'last',
        ),
    entryPrice: perUnit(entry, quantity),
    exitPrice: isOpen
      ? null
      : perUnit(
          netOf(legs, (leg) => [leg.quantity, leg.exitPrice ?? '0']),
          quantity,
        ),
    grossPnl: sumOf(legs.map((leg) => leg.grossPnl)),
    fees: sumOf(legs.map((leg) => leg.fees)),
    netPnl: sumOf(legs.map((leg) => leg.netPnl)),
    openQuantity,
    openPrice:
      openQuantity === '0'
        ? null
        : perUnit(
            netOf(legs, (leg) => [leg.openQuantity, leg.openPrice ?? '0']),
            openQuantity,
          ),
    executionIds: [...new Set(legs.flatMap((leg) => leg.executionIds))],
  };
}

/** `SPY 2024-08-16 430 P + 2024-08-16 420 P`: the legs behind their underlying. */
function instrumentOf(first: Instrument, legs: readonly Leg[]): Instrument {
  const names = legs.map(({ instrument }) => instrument.symbol.replace(`${first.underlying} `, ''));
  const same = <T>(of: (instrument: Instrument) => T) =>
    legs.every((leg) => of(leg.instrument) === of(first)) ? of(first) : null;
  return {
    ...first,
    symbol: `${first.underlying} ${[...new Set(names)].join(' + ')}`,
    expiry: same((instrument) => instrument.expiry),
    strike: same((instrument) => instrument.strike),
    right: same((instrument) => instrument.right),
  };
}

/** Money over all legs, long ones counted up and short ones down. */
function netOf(legs: readonly Leg[], of: (leg: Leg) => readonly [quantity: string, price: string]): string {
  return sumOf(
    legs.map((leg) => {
      const money = productOf(...of(leg), leg.instrument.multiplier);
      return leg.side === 'long' ? money : negate(money);
    }),
  );
}

function priceOf(money: string, quantity: string, multiplier: string): string {
  const units = toUnits(quantity, 18) * toUnits(multiplier, 18);
  return units === 0n ? '0' : fromUnits(divideRounded(toUnits(money, 54), units * 10n ** 6n), 12);
}

function smallest(quantities: readonly string[]): string {
  return quantities.reduce((least, next) => (toUnits(next, 18) < toUnits(least, 18) ? next : least));
}

function largest(quantities: readonly string[]): string {
  return quantities.reduce((most, next) => (toUnits(next, 18) > toUnits(most, 18) ? next : most));
}

function edge(times: readonly string[], which: 'first' | 'last'): string {
  return times.reduce((kept, next) => ((which === 'first' ? next < kept : next > kept) ? next : kept));
}
