/** Splits and symbol changes: open lots go over to another instrument or quantity, with their cost and opening time. */
import { divideRounded } from '../decimal.ts';
import type { StoredExecution } from '../types.ts';
import { type Amount, addTo, amountOf, nothing } from './amount.ts';
import type { Lot, Position } from './position.ts';
import { type Slice, TradeDraft } from './trade-draft.ts';

interface Carry {
  readonly out: StoredExecution;
  readonly into: StoredExecution;
  /** How much `out` gives up. */
  readonly left: Amount;
}

interface Problem {
  readonly code: string;
  readonly message: string;
}

/** Moves the lots from `source` to `target`. Returns what a person must look at, or null. */
export function carryLots(carry: Carry, source: Position, target: Position): Problem | null {
  const { out, into } = carry;
  const { symbol } = out.instrument;
  if (source.isFlat || out.side === (source.side === 'long' ? 'buy' : 'sell')) {
    return {
      code: 'carry_without_lot',
      message: `Nothing was open of ${symbol} to be carried over to ${into.instrument.symbol}.`,
    };
  }
  if (target !== source && !target.isFlat && target.side !== source.side) {
    return {
      code: 'carry_against_position',
      message: `${symbol} would be carried over to an opposite position in ${into.instrument.symbol}.`,
    };
  }
  const known = source.total.quantity;
  move(carry, source, target);
  if (known >= carry.left.quantity) return null;
  return {
    code: 'carry_exceeds_position',
    message: `Less of ${symbol} was open than is carried over; what was open has been.`,
  };
}

function move(carry: Carry, source: Position, target: Position): void {
  const { side } = source;
  const slices = takeLots(source, carry.left.quantity);
  const lots = scaled(slices, carry);
  const draft = source.draft;
  const isWhole = source.isFlat;
  if (isWhole) source.draft = null;
  if (target.isFlat) target.side = side;
  if (isWhole && draft) moveTrade(draft, carry, target);
  else if (draft) splitTrade({ from: draft, slices, lots }, carry, target);
  target.instrument = carry.into.instrument;
  for (const lot of lots) target.add(lot);
}

function takeLots(source: Position, quantity: bigint): Slice[] {
  const slices: Slice[] = [];
  let wanted = quantity;
  while (wanted > 0n && !source.isFlat) {
    const slice = source.takeSlice(wanted);
    wanted -= slice.amount.quantity;
    slices.push(slice);
  }
  return slices;
}

/** The lots in units of the new instrument; fees of the change itself go to the first. */
function scaled(slices: readonly Slice[], { out, into }: Carry): Lot[] {
  const [from, to] = [amountOf(out), amountOf(into)];
  let before = 0n;
  let after = 0n;
  return slices.map(({ execution, amount }, at) => {
    // Each lot ends where the sum so far ends when it is scaled: rounding can not add up to more or less than the whole.
    before += amount.quantity;
    const upTo = divideRounded(before * to.quantity, from.quantity);
    const quantity = upTo - after;
    after = upTo;
    return {
      execution,
      price: null,
      left: { quantity, value: amount.value, fees: amount.fees + (at === 0 ? from.fees + to.fees : 0n) },
    };
  });
}

function moveTrade(draft: TradeDraft, carry: Carry, target: Position): void {
  const { out, into } = carry;
  draft.carryOver([out, into], { from: amountOf(out).quantity, to: amountOf(into).quantity });
  if (target.draft) target.draft.absorb(draft);
  else target.draft = draft;
}

/** Only a part goes over: it becomes a trade of its own, opened when its oldest lot was. */
function splitTrade(
  moved: { from: TradeDraft; slices: readonly Slice[]; lots: readonly Lot[] },
  carry: Carry,
  target: Position,
): void {
  const sum = nothing();
  for (const { amount } of moved.slices) addTo(sum, amount);
  moved.from.giveUp(sum);
  target.draft ??= new TradeDraft(carry.into, target.side, moved.slices[0]?.execution.time);
  for (const lot of moved.lots) target.draft.enter(carry.into, lot.left);
}
