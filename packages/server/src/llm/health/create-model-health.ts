/** `ModelHealth`: a breaker and the first-token times of each model, one retry budget over all; shared where it can be. */
import {
  type AdmittedCall,
  type CircuitState,
  type FailureClass,
  ModelFailure,
  type ModelHealth,
} from '../../chat/model-ports.ts';
import { CircuitBreaker, type Failing, type Passage, PROBE_LOST_MS } from './circuit-breaker.ts';
import type { BreakerNews, HealthSharing } from './health-sharing.ts';
import { RecentTimes } from './recent-times.ts';
import { RetryBudget } from './retry-budget.ts';

export interface ModelHealthDeps {
  /** Monotonic milliseconds. */
  readonly now: () => number;
  /** So many failures of a model one after the other open its breaker; 0: none does; absent: 5. */
  readonly failuresToOpen?: number;
  /** A breaker changed: for the log. */
  readonly onChange: (model: string, state: CircuitState) => void;
  /** `null`: this instance is alone. */
  readonly sharing: HealthSharing | null;
}

interface Watched {
  readonly breaker: CircuitBreaker;
  readonly firstTokens: RecentTimes;
}

export function createModelHealth({ now, onChange, failuresToOpen, sharing }: ModelHealthDeps): ModelHealth {
  const models = new Map<string, Watched>();
  const budget = new RetryBudget();

  function watched(model: string): Watched {
    const known = models.get(model);
    if (known) return known;
    const made = { breaker: new CircuitBreaker(failuresToOpen), firstTokens: new RecentTimes() };
    models.set(model, made);
    return made;
  }

  /** Tells the log of a change that `act` made, and answers with it. */
  function observe(model: string, act: (breaker: CircuitBreaker) => void): CircuitState | null {
    const { breaker } = watched(model);
    const before = breaker.stateAt(now());
    act(breaker);
    const after = breaker.stateAt(now());
    if (after === before) return null;
    onChange(model, after);
    return after;
  }

  function observeAndShare(model: string, act: (breaker: CircuitBreaker) => void): void {
    const after = observe(model, act);
    if (after === 'closed') sharing?.publish({ model, openForMs: 0 });
    if (after === 'open') sharing?.publish({ model, openForMs: watched(model).breaker.openFor(now()) });
  }

  function takeNews({ model, openForMs }: BreakerNews): void {
    if (failuresToOpen === 0) return;
    observe(model, (breaker) => {
      if (openForMs > 0) breaker.openFromElsewhere(openForMs, now());
      else breaker.closeFromElsewhere();
    });
  }

  function enter(model: string): AdmittedCall {
    budget.onCall();
    return handle(model, watched(model).breaker.enter(now()));
  }

  /** The claim took a moment, in which anything may have happened to the breaker. */
  async function enterAsProbe(model: string, shared: HealthSharing): Promise<AdmittedCall | null> {
    const claim = await shared.claimProbe(model, PROBE_LOST_MS);
    const { breaker } = watched(model);
    const wants = claim === 'taken' && breaker.wants(now()) !== 'call' ? 'nothing' : breaker.wants(now());
    if (claim === 'mine' && wants !== 'probe') shared.releaseProbe(model);
    return wants === 'nothing' ? null : enter(model);
  }

  function handle(model: string, passage: Passage): AdmittedCall {
    let spoke = false;
    let over = false;
    return {
      began(firstTokenMs) {
        if (spoke || over) return;
        spoke = true;
        watched(model).firstTokens.add(firstTokenMs);
        observeAndShare(model, (breaker) => breaker.began(passage));
      },
      ended(failed) {
        if (over) return;
        over = true;
        observeAndShare(model, (breaker) => breaker.ended(passage, toFailing(failed), now()));
        if (passage.probe) sharing?.releaseProbe(model);
      },
    };
  }

  sharing?.listen(takeNews);
  return {
    async admit(model) {
      const { breaker } = watched(model);
      const wants = breaker.wants(now());
      if (wants === 'nothing') return null;
      return wants === 'probe' && sharing ? enterAsProbe(model, sharing) : enter(model);
    },
    takeRetry: () => budget.take(now()),
    slowFirstTokenMs: (model) => models.get(model)?.firstTokens.p95 ?? null,
    stateOf: (model) => models.get(model)?.breaker.stateAt(now()) ?? 'closed',
  };
}

function toFailing(failed: ModelFailure | FailureClass | null): Failing | null {
  if (failed === null) return null;
  if (failed instanceof ModelFailure) return failed;
  return { failureClass: failed, retryAfterMs: null };
}
