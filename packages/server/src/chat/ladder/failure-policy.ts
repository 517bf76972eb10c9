/** What follows from each way a model can fail: the closed table of the ladder. Pure; what counts is `COUNTS_AGAINST_MODEL`. */
import type { FailureClass, ModelFailure } from '../model-ports.ts';

/** A wait that the provider asks for is waited up to here, in milliseconds; a longer one means the next model. */
const MAX_ASKED_WAIT_MS = 3_000;
/** Without a wished wait the second try comes at a random moment within so long, in milliseconds (full jitter). */
const JITTER_MS = 400;

interface Policy {
  /**
   * One more try on the same model. `never`; `retry`: after a wait, if the retry budget has one; `if_told`: the same, but
   * only where the provider says that it can help; `if_asked`: there, or where it names a wait that is short; `changed`: at
   * once, asked in another way, which is no retry.
   */
  readonly again: 'never' | 'retry' | 'if_told' | 'if_asked' | 'changed';
  /** What comes when the model is done with: the next one, the last layer, or the end of the turn with an error. */
  readonly afterwards: 'next_model' | 'last_layer' | 'give_up';
  /** False: this model cannot answer this turn however it is asked, so lower layers pass it over as well. */
  readonly lowerLayers: boolean;
}

const LOST: Policy = { again: 'retry', afterwards: 'next_model', lowerLayers: true };
const SILENT: Policy = { again: 'never', afterwards: 'next_model', lowerLayers: true };
const SLOW: Policy = { again: 'if_told', afterwards: 'next_model', lowerLayers: true };
const OUT: Policy = { again: 'never', afterwards: 'next_model', lowerLayers: false };
const ASK_OTHERWISE: Policy = { again: 'changed', afterwards: 'next_model', lowerLayers: true };

/** Every class has its line; a new one that has none fails the build. */
const POLICIES: Readonly<Record<FailureClass, Policy>> = {
  // A lost connection or a server's own failure: once more, then elsewhere.
  network: LOST,
  truncated: LOST,
  provider_error: LOST,
  provider_down: LOST,
  overloaded: LOST,
  // Who was silent for so long will be again.
  connect_timeout: OUT,
  first_token_timeout: SLOW,
  idle_timeout: SLOW,
  total_timeout: SLOW,
  // What the provider will not do for this model now.
  rate_limited: { again: 'if_asked', afterwards: 'next_model', lowerLayers: false },
  payment: OUT,
  model_gone: { ...OUT, again: 'if_told' },
  // All models share the key.
  authentication: { again: 'never', afterwards: 'last_layer', lowerLayers: false },
  // Another model may have more room; the legacy prompt is short.
  context_too_long: SILENT,
  // Never shopped around.
  content_refused: { again: 'never', afterwards: 'give_up', lowerLayers: false },
  bad_request: SLOW,
  prefill_refused: ASK_OTHERWISE,
  tools_refused: ASK_OTHERWISE,
  malformed: SILENT,
  empty: SILENT,
  cancelled: { again: 'never', afterwards: 'next_model', lowerLayers: true },
};

/** What a failure calls for. */
export function policyOf(failureClass: FailureClass): Policy {
  return POLICIES[failureClass];
}

/** How long to wait before the one more try on the same model, in milliseconds; `null`: none. `random` is in [0, 1). */
export function waitBeforeRetry(failure: ModelFailure, random: () => number): number | null {
  const { again } = POLICIES[failure.failureClass];
  const { retryAfterMs: asked, retryable } = failure;
  if (again === 'never' || again === 'changed' || retryable === false) return null;
  if (again === 'if_told' && retryable !== true) return null;
  if (asked === null) return again === 'if_asked' && retryable !== true ? null : random() * JITTER_MS;
  // Those who were told the same moment do not all come back in it.
  return asked <= MAX_ASKED_WAIT_MS ? asked + random() * JITTER_MS : null;
}
