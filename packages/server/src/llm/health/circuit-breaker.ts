/** One model's breaker: a state machine that is told the time, so that tests and other instances can drive it. */
import { type CircuitState, COUNTS_AGAINST_MODEL, type FailureClass } from '../../chat/model-ports.ts';

/** Opens it too: half of at least so many calls within so long. */
const MIN_CALLS = 10;
const WINDOW_MS = 30_000;
const MAX_OUTCOMES = 200;
/** What the provider asks to wait beyond this is no retry's matter: the model is left alone at once. */
const LONG_WAIT_MS = 3_000;
const OPEN_MS = 10_000;
/** A model that recovers must be in use within 20 s, so no wait that a provider asks for closes it out for longer. */
const MAX_OPEN_MS = 15_000;
/** A call that was silent for long has used up most of the wait already. */
const AFTER_SLOW_CALL_MS = 5_000;
/** Counted from the beginning of the call that failed: the model may have recovered the moment after. */
const LONGEST_MS = 18_000;
/** A probe that says nothing for so long is lost, and another may go. */
export const PROBE_LOST_MS = 15_000;

/** How a call failed, as far as the breaker looks. */
export interface Failing {
  readonly failureClass: FailureClass;
  readonly retryAfterMs: number | null;
}

/** Mark of a call that was let through; equal marks are the same call. */
export interface Passage {
  readonly probe: boolean;
  readonly at: number;
  /** Calls let through before the last change of state say nothing of the model as it is now. */
  readonly era: number;
}

/** All times are milliseconds of one clock that never goes back. */
export class CircuitBreaker {
  #state: CircuitState = 'closed';
  #era = 0;
  #openUntil = 0;
  #probe: Passage | null = null;
  /** The probe that closed it by its first content: should it fail after all, it opens again at once. */
  #onTrial: Passage | null = null;
  #inARow = 0;
  readonly #failuresToOpen: number;
  readonly #outcomes: { readonly at: number; readonly failed: boolean }[] = [];

  /** So many failures one after the other open it; 0: nothing does. */
  constructor(failuresToOpen = 5) {
    this.#failuresToOpen = failuresToOpen;
  }

  /** Half-open from the moment on at which a probe is due. */
  stateAt(now: number): CircuitState {
    if (this.#state === 'open' && now >= this.#openUntil) return 'half_open';
    return this.#state;
  }

  /** How long it stays open, in milliseconds; 0 when it is not. */
  openFor(now: number): number {
    return this.#state === 'open' ? Math.max(0, this.#openUntil - now) : 0;
  }

  /** `probe`: let through if this caller is the only one to ask. */
  wants(now: number): 'call' | 'probe' | 'nothing' {
    const state = this.stateAt(now);
    if (state === 'closed') return 'call';
    if (state === 'open') return 'nothing';
    return this.#probe && now - this.#probe.at < PROBE_LOST_MS ? 'nothing' : 'probe';
  }

  /** Only after `wants` said so, in the same turn of the loop. */
  enter(now: number): Passage {
    const probe = this.stateAt(now) === 'half_open';
    if (probe && this.#state !== 'half_open') this.#become('half_open');
    const passage = { probe, at: now, era: this.#era };
    if (probe) this.#probe = passage;
    return passage;
  }

  /** The first content of a call. */
  began(passage: Passage): void {
    if (passage !== this.#probe) return;
    this.#close();
    this.#onTrial = passage;
  }

  /** The end of a call: `null` well. */
  ended(passage: Passage, failing: Failing | null, now: number): void {
    if (passage === this.#probe) this.#endProbe(passage, failing, now);
    else if (passage === this.#onTrial) this.#endTrial(passage, failing, now);
    else if (this.#state === 'closed' && passage.era === this.#era) this.#count(passage, failing, now);
  }

  /** Another instance opened it. */
  openFromElsewhere(ms: number, now: number): void {
    const until = now + Math.min(Math.max(0, ms), MAX_OPEN_MS);
    const probing = this.#probe !== null && now - this.#probe.at < PROBE_LOST_MS;
    if (probing || (this.#state === 'open' && until <= this.#openUntil)) return;
    this.#open(until);
  }

  /** Another instance's probe found the model well. */
  closeFromElsewhere(): void {
    if (this.#state !== 'closed') this.#close();
  }

  #endProbe(passage: Passage, failing: Failing | null, now: number): void {
    this.#probe = null;
    // Nobody waited for it: it says nothing, and the next call is the probe.
    if (failing?.failureClass === 'cancelled') return;
    if (failing && COUNTS_AGAINST_MODEL[failing.failureClass]) this.#open(nextProbe(passage, failing, now));
    else this.#close();
  }

  #endTrial(passage: Passage, failing: Failing | null, now: number): void {
    this.#onTrial = null;
    if (failing && COUNTS_AGAINST_MODEL[failing.failureClass]) this.#open(nextProbe(passage, failing, now));
  }

  #count(passage: Passage, failing: Failing | null, now: number): void {
    if (this.#failuresToOpen === 0 || (failing && !COUNTS_AGAINST_MODEL[failing.failureClass])) return;
    this.#inARow = failing ? this.#inARow + 1 : 0;
    this.#outcomes.push({ at: now, failed: failing !== null });
    while (this.#outcomes.length > MAX_OUTCOMES || now - (this.#outcomes[0]?.at ?? now) > WINDOW_MS)
      this.#outcomes.shift();
    if (!failing) return;
    const toldToWait = (failing.retryAfterMs ?? 0) > LONG_WAIT_MS;
    if (toldToWait || this.#inARow >= this.#failuresToOpen || this.#mostlyFails())
      this.#open(nextProbe(passage, failing, now));
  }

  #mostlyFails(): boolean {
    const failed = this.#outcomes.filter((outcome) => outcome.failed).length;
    return this.#outcomes.length >= MIN_CALLS && failed * 2 >= this.#outcomes.length;
  }

  #open(until: number): void {
    this.#become('open');
    this.#openUntil = until;
  }

  #close(): void {
    this.#become('closed');
  }

  #become(state: CircuitState): void {
    this.#state = state;
    this.#era += 1;
    this.#probe = null;
    this.#onTrial = null;
    this.#inARow = 0;
    this.#outcomes.length = 0;
  }
}

/** Ten seconds after the failed call began, but never at once after a slow one; longer where the provider asks for it. */
function nextProbe({ at }: Passage, { retryAfterMs }: Failing, now: number): number {
  const due = Math.max(at + OPEN_MS, now + AFTER_SLOW_CALL_MS);
  const asked = now + Math.min(retryAfterMs ?? 0, MAX_OPEN_MS);
  return Math.max(due, Math.min(asked, at + LONGEST_MS));
}
