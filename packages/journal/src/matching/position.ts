/** What is open of one instrument: its lots, oldest first, and the trade they belong to. */
import type { Instrument, StoredExecution } from '../types.ts';
import { type Amount, addTo, nothing, takePart } from './amount.ts';
import type { Slice, TradeDraft } from './trade-draft.ts';

export type Method = 'fifo' | 'average';

/** One opening execution, as far as it is still open. */
export interface Lot {
  readonly execution: StoredExecution;
  readonly left: Amount;
  /** Price a unit while it is the execution's own, else null. */
  readonly price: string | null;
}

export class Position {
  instrument: Instrument;
  side: 'long' | 'short' = 'long';
  draft: TradeDraft | null = null;
  /** Sum of all lots. */
  readonly total = nothing();
  readonly #method: Method;
  #lots: Lot[] = [];
  #first = 0;

  constructor(instrument: Instrument, method: Method) {
    this.instrument = instrument;
    this.#method = method;
  }

  get isFlat(): boolean {
    return this.total.quantity === 0n;
  }

  add(lot: Lot): void {
    this.#lots.push(lot);
    addTo(this.total, lot.left);
  }

  /** Takes the next slice from the oldest lot, at most `quantity`, at the lot's own cost or at the average of all. Only to be called while something is open. */
  takeSlice(quantity: bigint): Slice {
    const lot = this.#lots[this.#first];
    if (!lot) throw new Error('a position with a quantity has no lots');
    const size = quantity < lot.left.quantity ? quantity : lot.left.quantity;
    const amount = this.#method === 'fifo' ? this.#takeOwn(lot, size) : this.#takeAverage(lot, size);
    if (lot.left.quantity === 0n) this.#dropFirst();
    return { execution: lot.execution, amount, price: this.#method === 'fifo' ? lot.price : null };
  }

  #takeOwn(lot: Lot, size: bigint): Amount {
    const part = takePart(lot.left, size);
    this.total.quantity -= part.quantity;
    this.total.value -= part.value;
    this.total.fees -= part.fees;
    return part;
  }

  /** At average cost the money comes from the sum of all lots; the lot only says which execution it is paired with. */
  #takeAverage(lot: Lot, size: bigint): Amount {
    lot.left.quantity -= size;
    return takePart(this.total, size);
  }

  #dropFirst(): void {
    this.#first += 1;
    // Cut off in bulk: shifting one by one would cost the length of the queue each time.
    if (this.#first < 1024 && this.#first < this.#lots.length) return;
    this.#lots = this.#lots.slice(this.#first);
    this.#first = 0;
  }
}
