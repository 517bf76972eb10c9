/** `ModelHealth` in memory: a breaker and the first-token times of each model, one retry budget over all. */
import {
  type AdmittedCall,
  type CircuitState,
  type FailureClass,
  ModelFailure,
  type ModelHealth,
} from '../../chat/model-ports.ts';
import { CircuitBreaker, type Failing, type Passage } from './circuit-breaker.ts';
import { RecentTimes } from './recent-times.ts';
import { RetryBudget } from './retry-budget.ts';

export interface ModelHealthDeps {
  /** Monotonic milliseconds. */
  readonly now: () => number;
  /** So many failures of a model one after the other open its breaker; 0: none does; absent: 5. */
  readonly failuresToOpen?: number;
  /** A breaker changed: for the log. */
  readonly onChange: (model: string, state: CircuitState) => void;
}

interface Watched {
  readonly breaker: CircuitBreaker;
  readonly firstTokens: RecentTimes;
}

export function createModelHealth({ now, onChange, failuresToOpen }: ModelHealthDeps): ModelHealth {
  const models = new Map<string, Watched>();
  const budget = new RetryBudget();

  function watched(model: string): Watched {
    const known = models.get(model);
    if (known) return known;
    const made = { breaker: new CircuitBreaker(failuresToOpen), firstTokens: new RecentTimes() };
    models.set(model, made);
    return made;
  }

  /** Tells of a change of state that `act` made. */
  function observe(model: string, act: (breaker: CircuitBreaker) => void): void {
    const { breaker } = watched(model);
    const before = breaker.stateAt(now());
    act(breaker);
    const after = breaker.stateAt(now());
    if (after !== before) onChange(model, after);
  }

  function handle(model: string, passage: Passage): AdmittedCall {
    let spoke = false;
    let over = false;
    return {
      began(firstTokenMs) {
        if (spoke || over) return;
        spoke = true;
        watched(model).firstTokens.add(firstTokenMs);
        observe(model, (breaker) => breaker.began(passage));
      },
      ended(failed) {
        if (over) return;
        over = true;
        observe(model, (breaker) => breaker.ended(passage, toFailing(failed), now()));
      },
    };
  }

  return {
    async admit(model) {
      const { breaker } = watched(model);
      if (breaker.wants(now()) === 'nothing') return null;
      budget.onCall();
      return handle(model, breaker.enter(now()));
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
