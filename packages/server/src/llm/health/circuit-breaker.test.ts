/** One model's breaker under a clock of its own: what opens it, who may look, and how soon a model is back in use. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { COUNTS_AGAINST_MODEL, type FailureClass } from '../../chat/model-ports.ts';
import { CircuitBreaker, type Failing, type Passage, PROBE_LOST_MS } from './circuit-breaker.ts';

const down: Failing = { failureClass: 'provider_down', retryAfterMs: null };
const CLASSES = Object.keys(COUNTS_AGAINST_MODEL) as FailureClass[];

/** Calls that begin and end at one moment. */
function call(breaker: CircuitBreaker, now: number, failing: Failing | null): void {
  breaker.ended(breaker.enter(now), failing, now);
}

/** One that five failures have opened at 0. */
function opened(): CircuitBreaker {
  const breaker = new CircuitBreaker();
  for (let n = 0; n < 5; n += 1) call(breaker, 0, down);
  expect(breaker.stateAt(0)).toBe('open');
  return breaker;
}

describe('a closed breaker', () => {
  test('opens by five failures one after the other, and not by four', () => {
    const breaker = new CircuitBreaker();
    for (const failing of [down, down, down, down, null, down, down, down, down]) call(breaker, 0, failing);
    expect(breaker.wants(0)).toBe('call');
    call(breaker, 0, down);
    expect(breaker.wants(0)).toBe('nothing');
  });

  test('opens when half of at least ten calls within half a minute fail', () => {
    const breaker = new CircuitBreaker();
    for (let n = 0; n < 9; n += 1) call(breaker, n * 3_000, n % 2 === 0 ? null : down);
    expect(breaker.stateAt(27_000)).toBe('closed');
    call(breaker, 27_000, down);
    expect(breaker.stateAt(27_000)).toBe('open');
  });

  test('forgets failures after half a minute', () => {
    const breaker = new CircuitBreaker();
    for (let n = 0; n < 40; n += 1) call(breaker, n * 3_100, n % 4 === 0 ? down : null);
    expect(breaker.stateAt(40 * 3_100)).toBe('closed');
  });

  test('opens at once where the provider asks for a long wait, and not for a short one', () => {
    const breaker = new CircuitBreaker();
    call(breaker, 0, { ...down, retryAfterMs: 3_000 });
    expect(breaker.stateAt(0)).toBe('closed');
    call(breaker, 0, { ...down, retryAfterMs: 12_000 });
    expect([breaker.stateAt(11_999), breaker.stateAt(12_000)]).toEqual(['open', 'half_open']);
  });

  test('obeys no wait beyond what brings a model back in time', () => {
    const breaker = new CircuitBreaker();
    call(breaker, 0, { ...down, retryAfterMs: 86_400_000 });
    expect(breaker.openFor(0)).toBeLessThanOrEqual(18_000);
  });

  test.each(CLASSES.filter((each) => !COUNTS_AGAINST_MODEL[each]))('is not opened by %s', (failureClass) => {
    const breaker = new CircuitBreaker();
    for (let n = 0; n < 50; n += 1) call(breaker, n, { failureClass, retryAfterMs: 60_000 });
    expect(breaker.stateAt(50)).toBe('closed');
  });

  test('of a model that is never to be left alone is not opened by anything', () => {
    const breaker = new CircuitBreaker(0);
    for (const failureClass of CLASSES) call(breaker, 0, { failureClass, retryAfterMs: 60_000 });
    expect(breaker.stateAt(0)).toBe('closed');
  });
});

describe('an open breaker', () => {
  test('lets nobody through for ten seconds, then one', () => {
    const breaker = opened();
    expect([breaker.wants(0), breaker.wants(9_999), breaker.openFor(4_000)]).toEqual(['nothing', 'nothing', 6_000]);
    expect([breaker.stateAt(10_000), breaker.wants(10_000)]).toEqual(['half_open', 'probe']);
    breaker.enter(10_000);
    expect(breaker.wants(10_001)).toBe('nothing');
  });

  test('closes by the first content of its probe, and everyone is let through', () => {
    const breaker = opened();
    const probe = breaker.enter(10_000);
    breaker.began(probe);
    expect([breaker.stateAt(10_000), breaker.wants(10_000)]).toEqual(['closed', 'call']);
  });

  test('opens again at once where the probe fails, before its first content or after it', () => {
    const early = opened();
    early.ended(early.enter(10_000), down, 10_500);
    const late = opened();
    const probe = late.enter(10_000);
    late.began(probe);
    late.ended(probe, { failureClass: 'idle_timeout', retryAfterMs: null }, 19_000);
    expect([early.wants(19_999), early.wants(20_000)]).toEqual(['nothing', 'probe']);
    expect([late.stateAt(19_000), late.wants(23_999), late.wants(24_000)]).toEqual(['open', 'nothing', 'probe']);
  });

  test('learns nothing from a probe that nobody waited for, and lets the next one go', () => {
    const breaker = opened();
    breaker.ended(breaker.enter(10_000), { failureClass: 'cancelled', retryAfterMs: null }, 11_000);
    expect(breaker.wants(11_000)).toBe('probe');
  });

  test('closes by a probe that failed in a way which says that the model lives', () => {
    const breaker = opened();
    breaker.ended(breaker.enter(10_000), { failureClass: 'content_refused', retryAfterMs: null }, 10_100);
    expect(breaker.stateAt(10_100)).toBe('closed');
  });

  test('gives a probe up that is never heard of again', () => {
    const breaker = opened();
    const lost = breaker.enter(10_000);
    expect([breaker.wants(10_000 + PROBE_LOST_MS - 1), breaker.wants(10_000 + PROBE_LOST_MS)]).toEqual([
      'nothing',
      'probe',
    ]);
    const next = breaker.enter(10_000 + PROBE_LOST_MS);
    breaker.ended(lost, down, 26_000);
    breaker.began(next);
    expect(breaker.stateAt(26_000)).toBe('closed');
  });

  test('takes no notice of calls that began before it opened', () => {
    const breaker = new CircuitBreaker();
    const before = breaker.enter(0);
    for (let n = 0; n < 5; n += 1) call(breaker, 0, down);
    breaker.began(before);
    breaker.ended(before, null, 1_000);
    expect(breaker.stateAt(1_000)).toBe('open');
  });
});

describe('another instance', () => {
  test('opens it, for no longer than brings a model back in time', () => {
    const breaker = new CircuitBreaker();
    breaker.openFromElsewhere(1_000_000, 0);
    expect(breaker.openFor(0)).toBe(15_000);
    breaker.openFromElsewhere(2_000, 0);
    expect(breaker.openFor(0)).toBe(15_000);
  });

  test('closes it', () => {
    const breaker = opened();
    breaker.closeFromElsewhere();
    expect(breaker.wants(0)).toBe('call');
  });

  test('does not open it while a probe of our own is on its way', () => {
    const breaker = opened();
    const probe = breaker.enter(10_000);
    breaker.openFromElsewhere(10_000, 10_100);
    breaker.began(probe);
    expect(breaker.stateAt(10_200)).toBe('closed');
  });
});

interface World {
  /** It is dead from 1 s until then, in milliseconds. */
  readonly deadUntil: number;
  /** Somebody asks that often. */
  readonly everyMs: number;
  /** How long a call of the dead model takes to fail, and one of the living model to speak. */
  readonly failsAfterMs: number;
  readonly speaksAfterMs: number;
  readonly retryAfterMs: number | null;
}

interface Asked {
  readonly at: number;
  readonly passage: Passage;
  readonly alive: boolean;
}

/** Everyone who was let through, to 40 s after the model's recovery. */
function live({ deadUntil, everyMs, failsAfterMs, speaksAfterMs, retryAfterMs }: World): Asked[] {
  const breaker = new CircuitBreaker();
  const through = [] as Asked[];
  const due = new Map<number, (() => void)[]>();
  const later = (at: number, act: () => void) => due.set(at, [...(due.get(at) ?? []), act]);
  for (let now = 0; now <= deadUntil + 40_000; now += 1) {
    for (const act of due.get(now) ?? []) act();
    if (now % everyMs !== 0 || breaker.wants(now) === 'nothing') continue;
    const passage = breaker.enter(now);
    const alive = now < 1_000 || now >= deadUntil;
    const end = now + (alive ? speaksAfterMs : failsAfterMs);
    through.push({ at: now, passage, alive });
    if (alive) later(end, () => breaker.began(passage));
    later(end, () => breaker.ended(passage, alive ? null : { failureClass: 'provider_down', retryAfterMs }, end));
  }
  return through;
}

const world = fc.record({
  deadUntil: fc.integer({ min: 1_500, max: 70_000 }),
  everyMs: fc.integer({ min: 20, max: 1_000 }),
  // The longest is the default of LLM_FIRST_TOKEN_TIMEOUT_MS.
  failsAfterMs: fc.oneof(fc.integer({ min: 1, max: 500 }), fc.integer({ min: 1, max: 10_000 })),
  speaksAfterMs: fc.integer({ min: 1, max: 2_000 }),
  retryAfterMs: fc.option(fc.integer({ min: 0, max: 120_000 })),
});

describe('whatever happens', () => {
  const few = { numRuns: 60 };

  test('a model is in use again within 20 s of its recovery', () => {
    fc.assert(
      fc.property(world, (given) => {
        const back = live(given).find(({ at }) => at >= given.deadUntil);
        expect(back?.at ?? Number.POSITIVE_INFINITY).toBeLessThanOrEqual(given.deadUntil + 20_000);
      }),
      few,
    );
  });

  test('a dead model is asked a few times, and then one time in five seconds at most', () => {
    fc.assert(
      fc.property(world, (given) => {
        const dead = live(given).filter(({ alive }) => !alive);
        // Those that are asked before the first failure is known, or while earlier calls still end well.
        const unaware = Math.ceil((given.failsAfterMs + given.speaksAfterMs) / given.everyMs);
        expect(dead.length).toBeLessThanOrEqual(unaware + 10 + Math.ceil(given.deadUntil / 5_000));
      }),
      few,
    );
  });

  test('never more than one probe is under way', () => {
    fc.assert(
      fc.property(world, (given) => {
        const probes = live(given).filter(({ passage }) => passage.probe);
        const takes = ({ alive }: Asked) => (alive ? given.speaksAfterMs : given.failsAfterMs);
        for (const [n, probe] of probes.entries()) {
          const before = probes[n - 1];
          if (before) expect(probe.at).toBeGreaterThanOrEqual(before.at + takes(before));
        }
      }),
      few,
    );
  });
});
