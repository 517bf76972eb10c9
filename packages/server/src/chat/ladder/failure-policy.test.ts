/** The closed table of the ladder: what follows from each way a model can fail. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { COUNTS_AGAINST_MODEL, type FailureClass, ModelFailure } from '../model-ports.ts';
import { policyOf, waitBeforeRetry } from './failure-policy.ts';

const CLASSES = Object.keys(COUNTS_AGAINST_MODEL) as FailureClass[];
const fail = (failureClass: FailureClass, facts: ConstructorParameters<typeof ModelFailure>[2] = {}) =>
  new ModelFailure(failureClass, 'Failed.', facts);
const half = () => 0.5;

describe('the same model is asked once more', () => {
  test('after a lost connection, a server’s own failure and a cut, at a random moment soon', () => {
    const retried = CLASSES.filter((each) => waitBeforeRetry(fail(each), half) !== null);
    expect(retried).toEqual(['network', 'provider_error', 'provider_down', 'overloaded', 'truncated']);
    expect(waitBeforeRetry(fail('network'), half)).toBe(200);
  });

  test('after a limit only where the provider names a short wait', () => {
    expect(waitBeforeRetry(fail('rate_limited'), half)).toBe(null);
    expect(waitBeforeRetry(fail('rate_limited', { retryAfterMs: 0 }), half)).toBe(200);
    expect(waitBeforeRetry(fail('rate_limited', { retryAfterMs: 3_000 }), half)).toBe(3_200);
    expect(waitBeforeRetry(fail('rate_limited', { retryAfterMs: 3_001 }), half)).toBe(null);
  });

  test('after a limit, a silence or a refusal of the request, too, where the provider says that it can help', () => {
    const told = CLASSES.filter((each) => waitBeforeRetry(fail(each, { retryable: true }), half) !== null);
    const alone = CLASSES.filter((each) => waitBeforeRetry(fail(each), half) !== null);
    expect(told.filter((each) => !alone.includes(each))).toEqual([
      'first_token_timeout',
      'idle_timeout',
      'total_timeout',
      'rate_limited',
      'model_gone',
      'bad_request',
    ]);
  });

  test('never where the provider says not to', () => {
    for (const each of CLASSES)
      expect(waitBeforeRetry(fail(each, { retryable: false, retryAfterMs: 0 }), half)).toBe(null);
  });

  test('never after more than the provider’s short wait, or its own', () => {
    const facts = fc.record({ retryAfterMs: fc.option(fc.integer({ min: 0, max: 1e8 })) });
    const chance = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
    fc.assert(
      fc.property(fc.constantFrom(...CLASSES), facts, chance, (failureClass, given, random) => {
        const ms = waitBeforeRetry(fail(failureClass, given), () => random);
        expect(ms ?? 0).toBeLessThanOrEqual(given.retryAfterMs === null ? 400 : 3_400);
      }),
    );
  });

  test('in another way, and at once, where it refused the way of asking', () => {
    const changed = CLASSES.filter((each) => policyOf(each).again === 'changed');
    expect(changed).toEqual(['prefill_refused', 'tools_refused']);
  });
});

describe('when a model is done with', () => {
  test('the next one is asked, but for a refusal and for the key', () => {
    const other = CLASSES.filter((each) => policyOf(each).afterwards !== 'next_model');
    expect(other).toEqual(['authentication', 'content_refused']);
    expect(policyOf('authentication').afterwards).toBe('last_layer');
    expect(policyOf('content_refused').afterwards).toBe('give_up');
  });

  test('lower layers ask it again, but where it cannot answer however it is asked', () => {
    const out = CLASSES.filter((each) => !policyOf(each).lowerLayers);
    expect(out).toEqual([
      'connect_timeout',
      'rate_limited',
      'authentication',
      'payment',
      'model_gone',
      'content_refused',
    ]);
  });
});
