/** Executions, one after another, to positions and trades. */
import type { MatchedTrade, ReviewItem, StoredExecution } from '../types.ts';
import { type Amount, amountOf, nothing, quantityText, takePart } from './amount.ts';
import { carryLots } from './carry-lots.ts';
import { type Method, Position } from './position.ts';
import { TradeDraft } from './trade-draft.ts';

/** A finished or still open trade with its pairs and the execution that opened it. */
export interface TradeOfMatch {
  readonly trade: MatchedTrade;
  readonly pairs: readonly MatchedTrade[];
  readonly opening: StoredExecution;
}

/** An execution with what of it is not placed yet. */
interface Incoming {
  readonly execution: StoredExecution;
  readonly left: Amount;
}

export class Matcher {
  readonly trades: TradeOfMatch[] = [];
  readonly review: ReviewItem[] = [];
  readonly #method: Method;
  readonly #positions = new Map<string, Position>();
  readonly #carriesIn: ReadonlyMap<string, StoredExecution>;

  /** `carriesIn`: the ends that take lots over, by carry key. */
  constructor(method: Method, carriesIn: ReadonlyMap<string, StoredExecution>) {
    this.#method = method;
    this.#carriesIn = carriesIn;
  }

  /**
   * Places all executions of one instant, in the order given. A close that finds nothing open is tried again after the
   * instant's opens: a fill can be opened and closed within the same second.
   */
  placeInstant(executions: readonly StoredExecution[]): void {
    const waiting: Incoming[] = [];
    for (const execution of executions) {
      const incoming = { execution, left: amountOf(execution) };
      this.#place(incoming);
      if (incoming.left.quantity > 0n) waiting.push(incoming);
    }
    for (const incoming of waiting) {
      this.#close(incoming);
      if (incoming.left.quantity > 0n) this.#reviewExcess(incoming);
    }
  }

  /** Adds what is still open to the trades. */
  finish(): void {
    for (const position of this.#positions.values()) {
      if (position.draft) this.#record(position, position.draft);
    }
  }

  #place(incoming: Incoming): void {
    const { execution } = incoming;
    if (execution.kind === 'carry_out') this.#carry(incoming);
    else if (execution.kind === 'carry_in') incoming.left.quantity = 0n;
    else if (!this.#fitsPosition(execution)) incoming.left.quantity = 0n;
    else if (execution.effect === 'close' || execution.side === null) this.#close(incoming);
    else this.#closeThenOpen(incoming);
  }

  #closeThenOpen(incoming: Incoming): void {
    this.#close(incoming);
    const { execution, left } = incoming;
    if (left.quantity === 0n) return;
    const position = this.#positionOf(execution);
    if (position.isFlat) {
      position.instrument = execution.instrument;
      position.side = execution.side === 'buy' ? 'long' : 'short';
    }
    position.draft ??= new TradeDraft(execution, position.side);
    const whole = takePart(left, left.quantity);
    position.draft.enter(execution, whole);
    position.add({ execution, left: whole, price: execution.price });
  }

  /** Closes as much as is open on the other side; the rest stays in `incoming`. */
  #close({ execution, left }: Incoming): void {
    const position = this.#positionOf(execution);
    if (execution.side === (position.side === 'long' ? 'buy' : 'sell')) return;
    while (left.quantity > 0n && !position.isFlat && position.draft) {
      const slice = position.takeSlice(left.quantity);
      const amount = takePart(left, slice.amount.quantity);
      position.draft.exit(slice, { execution, amount, instrument: position.instrument });
    }
    if (position.isFlat && position.draft) {
      this.#record(position, position.draft);
      position.draft = null;
    }
  }

  #record(position: Position, draft: TradeDraft): void {
    const trade = draft.toTrade(position.instrument, position.isFlat ? nothing() : position.total);
    this.trades.push({ trade, pairs: draft.toPairs(), opening: draft.opening });
  }

  #positionOf({ instrument }: StoredExecution): Position {
    const key = `${instrument.symbol} ${instrument.currency}`;
    const known = this.#positions.get(key);
    if (known) return known;
    const position = new Position(instrument, this.#method);
    this.#positions.set(key, position);
    return position;
  }

  /** Fills of one open position must agree on what a point is worth, or its P&L would be a guess. */
  #fitsPosition(execution: StoredExecution): boolean {
    const position = this.#positionOf(execution);
    const [here, there] = [position.instrument.multiplier, execution.instrument.multiplier];
    if (position.isFlat || here === there) return true;
    this.#toReview(
      execution,
      'multiplier_conflict',
      `The multiplier of ${execution.instrument.symbol} is ${there} here and ${here} in the open position.`,
    );
    return false;
  }

  #carry({ execution: out, left }: Incoming): void {
    const into = this.#carriesIn.get(out.carryKey ?? '');
    const problem = into
      ? carryLots({ out, into, left }, this.#positionOf(out), this.#positionOf(into))
      : { code: 'carry_unpaired', message: 'The row that takes this position over is missing.' };
    left.quantity = 0n;
    if (!problem) return;
    this.#toReview(out, problem.code, problem.message);
    if (into) this.#toReview(into, problem.code, problem.message);
  }

  #reviewExcess({ execution, left }: Incoming): void {
    const { symbol } = execution.instrument;
    const excess = quantityText(left.quantity);
    const what = excess === execution.quantity ? 'Nothing' : `${excess} of ${execution.quantity} more than what`;
    const message = `${what} was open of ${symbol} to close. Its opening is not among the imported executions; import the earlier history.`;
    this.#toReview(execution, 'close_without_open', message);
  }

  #toReview(execution: StoredExecution, code: string, message: string): void {
    this.review.push({ executionId: execution.id, row: execution.row, code, message });
  }
}
