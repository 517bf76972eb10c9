/** A trade while it is being built from flat to flat, with its pairs. */
import { divideRounded } from '../decimal.ts';
import type { Instrument, MatchedTrade, StoredExecution } from '../types.ts';
import { type Amount, addTo, averagePrice, moneyText, nothing, quantityText } from './amount.ts';
import { stableId } from './stable-id.ts';

/** A slice of what an execution opened. */
export interface Slice {
  readonly execution: StoredExecution;
  readonly amount: Amount;
  /** Price a unit where it is the execution's own; null at average cost and after a split: then it follows from the amount. */
  readonly price: string | null;
}

interface PairDraft {
  readonly open: StoredExecution;
  readonly close: StoredExecution;
  readonly instrument: Instrument;
  readonly entry: Amount;
  readonly entryPrice: string | null;
  readonly exit: Amount;
}

export class TradeDraft {
  readonly id: string;
  readonly side: 'long' | 'short';
  readonly opening: StoredExecution;
  #entryTime: string;
  #exitTime: string | null = null;
  readonly #entered = nothing();
  readonly #exited = nothing();
  #gross = 0n;
  #fees = 0n;
  readonly #pairs: PairDraft[] = [];
  readonly #executions = new Set<string>();

  /** `entryTime` is the opening execution's, or earlier for a lot that was carried over from another trade. */
  constructor(opening: StoredExecution, side: 'long' | 'short', entryTime: string = opening.time) {
    this.id = stableId(`trade:${opening.id}`);
    this.side = side;
    this.opening = opening;
    this.#entryTime = entryTime;
  }

  enter(execution: StoredExecution, amount: Amount): void {
    addTo(this.#entered, amount);
    this.#executions.add(execution.id);
  }

  /** Closes a slice of a lot with a part of an execution. */
  exit(slice: Slice, close: { execution: StoredExecution; amount: Amount; instrument: Instrument }): void {
    addTo(this.#exited, close.amount);
    this.#gross += profitOf(this.side, slice.amount, close.amount);
    this.#fees += slice.amount.fees + close.amount.fees;
    this.#exitTime = close.execution.time;
    this.#executions.add(close.execution.id);
    this.#pairs.push({
      open: slice.execution,
      close: close.execution,
      instrument: close.instrument,
      entry: slice.amount,
      entryPrice: slice.price,
      exit: close.amount,
    });
  }

  /** A split or symbol change of all that is open: quantities so far are counted in the new units. */
  carryOver(executions: readonly StoredExecution[], ratio: { from: bigint; to: bigint }): void {
    for (const execution of executions) this.#executions.add(execution.id);
    for (const amount of [this.#entered, this.#exited]) {
      amount.quantity = divideRounded(amount.quantity * ratio.to, ratio.from);
    }
  }

  /** Takes in what another trade has done so far: two lots of what is now one instrument became one position. */
  absorb(other: TradeDraft): void {
    if (other.#entryTime < this.#entryTime) this.#entryTime = other.#entryTime;
    addTo(this.#entered, other.#entered);
    addTo(this.#exited, other.#exited);
    this.#gross += other.#gross;
    this.#fees += other.#fees;
    for (const id of other.#executions) this.#executions.add(id);
    for (const pair of other.#pairs) this.#pairs.push(pair);
  }

  /** Moves a lot that is carried away in part to another trade. */
  giveUp(amount: Amount): void {
    this.#entered.quantity -= amount.quantity;
    this.#entered.value -= amount.value;
    this.#entered.fees -= amount.fees;
  }

  /** The trade as a row, under the instrument it is now; `open` is what is still open of it. */
  toTrade(instrument: Instrument, open: Amount): MatchedTrade {
    const isFlat = open.quantity === 0n;
    return {
      id: this.id,
      unit: 'trade',
      parentId: null,
      instrument,
      side: this.side,
      status: isFlat ? 'closed' : 'open',
      quantity: quantityText(this.#entered.quantity),
      entryTime: this.#entryTime,
      exitTime: isFlat ? this.#exitTime : null,
      entryPrice: averagePrice(this.#entered, instrument.multiplier) ?? '0',
      exitPrice: averagePrice(this.#exited, instrument.multiplier),
      ...resultOf(this.#gross, this.#fees),
      openQuantity: quantityText(open.quantity),
      openPrice: averagePrice(open, instrument.multiplier),
      executionIds: [...this.#executions],
    };
  }

  /** One row a matched lot. */
  toPairs(): MatchedTrade[] {
    const places = new Map<string, number>();
    return this.#pairs.map((pair) => {
      const couple = `${pair.open.id}:${pair.close.id}`;
      const place = places.get(couple) ?? 0;
      if (this.#pairs.length > 1) places.set(couple, place + 1);
      return this.#pairRow(pair, stableId(`pair:${couple}:${place}`));
    });
  }

  #pairRow(pair: PairDraft, id: string): MatchedTrade {
    const { multiplier } = pair.instrument;
    return {
      id,
      unit: 'pair',
      parentId: this.id,
      instrument: pair.instrument,
      side: this.side,
      status: 'closed',
      quantity: quantityText(pair.exit.quantity),
      entryTime: pair.open.time,
      exitTime: pair.close.time,
      entryPrice: pair.entryPrice ?? averagePrice(pair.entry, multiplier) ?? '0',
      exitPrice: pair.close.price,
      ...resultOf(profitOf(this.side, pair.entry, pair.exit), pair.entry.fees + pair.exit.fees),
      openQuantity: '0',
      openPrice: null,
      executionIds: [pair.open.id, pair.close.id],
    };
  }
}

function profitOf(side: 'long' | 'short', entry: Amount, exit: Amount): bigint {
  return side === 'long' ? exit.value - entry.value : entry.value - exit.value;
}

function resultOf(gross: bigint, fees: bigint): Pick<MatchedTrade, 'grossPnl' | 'fees' | 'netPnl'> {
  return { grossPnl: moneyText(gross), fees: moneyText(fees), netPnl: moneyText(gross - fees) };
}
