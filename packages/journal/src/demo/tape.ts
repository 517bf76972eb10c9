/** Records the demo's fills as a broker would report them. */
import { ZoneClock } from '../text/zoned-time.ts';
import type { Execution, Instrument } from '../types.ts';
import type { Random } from './random.ts';
import type { TradingDay } from './trading-days.ts';

/** An order that is filled at once. `minute` counts from midnight in New York and may have a fraction. */
export interface Order {
  readonly day: TradingDay;
  readonly minute: number;
  readonly instrument: Instrument;
  readonly side: 'buy' | 'sell' | null;
  readonly effect: Execution['effect'];
  readonly quantity: number;
  readonly price: number;
  readonly kind?: Execution['kind'];
  /** Legs of one order share its id. */
  readonly orderId?: string;
}

/** Fees in dollars for so many units at a price. */
export type FeeRule = (order: Pick<Order, 'instrument' | 'side' | 'effect' | 'quantity' | 'price' | 'kind'>) => number;

export class Tape {
  readonly #prefix: string;
  readonly #fees: FeeRule;
  readonly #random: Random;
  readonly #clock = new ZoneClock('America/New_York');
  readonly #recorded: Omit<Execution, 'row' | 'ordinal'>[] = [];
  #orders = 48_201_377;

  constructor(prefix: string, fees: FeeRule, random: Random) {
    this.#prefix = prefix;
    this.#fees = fees;
    this.#random = random;
  }

  newOrderId(): string {
    this.#orders += this.#random.whole(1, 90);
    return String(this.#orders);
  }

  /** Records the fills, now and then in parts; returns the key of the first. */
  fill(order: Order): string {
    const orderId = order.orderId ?? (order.kind === undefined ? this.newOrderId() : null);
    const keys = this.#parts(order).map((quantity, part) =>
      this.#record({ ...order, quantity }, { orderId, delay: part * 2 }),
    );
    return keys[0] ?? '';
  }

  /** All fills, oldest first. */
  executions(): Execution[] {
    const inOrder = this.#recorded.toSorted((a, b) => (a.time < b.time ? -1 : a.time > b.time ? 1 : 0));
    return inOrder.map((execution, ordinal) => ({ ...execution, row: ordinal + 2, ordinal }));
  }

  #parts({ quantity, kind, instrument }: Order): number[] {
    const lot = instrument.assetClass === 'stock' ? 10 : 1;
    if (kind !== undefined || quantity < 3 * lot || !this.#random.chance(0.22)) return [quantity];
    const first = Math.max(lot, Math.round((quantity * this.#random.between(0.25, 0.7)) / lot) * lot);
    return first < quantity ? [first, quantity - first] : [quantity];
  }

  #record(order: Order, { orderId, delay }: { orderId: string | null; delay: number }): string {
    const { instrument, kind = 'fill', side, effect, quantity } = order;
    const dedupeKey = `demo:${this.#prefix}:${this.#recorded.length}`;
    this.#recorded.push({
      externalId: null,
      dedupeKey,
      orderId,
      time: this.#timeOf(order, delay),
      instrument,
      kind,
      side,
      effect,
      quantity: String(quantity),
      price: decimal(order.price, instrument.assetClass === 'future' ? 0.25 : 0.01),
      fees: decimal(this.#fees(order), 0.01),
      carryKey: null,
    });
    return dedupeKey;
  }

  #timeOf({ day, minute }: Order, delay: number): string {
    const second = Math.floor((minute % 1) * 60);
    const local = { ...day, hour: Math.floor(minute / 60), minute: Math.floor(minute % 60), second, millisecond: 0 };
    return new Date((this.#clock.toInstant(local) ?? 0) + delay * 1000).toISOString();
  }
}

/** Rounded to a tick, as a decimal string. */
function decimal(value: number, tick: number): string {
  const text = (Math.round(value / tick) * tick).toFixed(2);
  return text.replace(/\.?0+$/, '') || '0';
}
