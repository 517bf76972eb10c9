/** Overload begins after a second of it, ends well below, and does not flap between the two. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createLoadShedder, type Load, type OverloadCause } from './load-shedder.ts';

const CALM: Load = { delay: 0.1, memory: 0.5 };
const LATE: Load = { ...CALM, delay: 1 };
const FULL: Load = { ...CALM, memory: 1.2 };
const BETWEEN: Load = { delay: 0.8, memory: 0.97 };

/** Whether, and why, it sheds after each look. */
function watch(...loads: Load[]): (OverloadCause | null)[] {
  const shedder = createLoadShedder(() => undefined);
  return loads.map((load) => {
    shedder.look(load);
    return shedder.shedding;
  });
}

test.each([
  ['load', LATE],
  ['memory', FULL],
] as const)('two looks in a row begin it for %s, one does not', (cause, over) => {
  expect(watch(over, CALM, over, over)).toEqual([null, null, null, cause]);
});

test('it says what there is too much of now, memory before delay', () => {
  expect(watch(LATE, LATE, FULL, BETWEEN, LATE, { delay: 2, memory: 2 })).toEqual([
    ...[null, 'load', 'memory', 'memory', 'load', 'memory'],
  ]);
});

test('four calm looks in a row end it', () => {
  expect(
    watch(LATE, LATE, CALM, CALM, CALM, LATE, CALM, CALM, CALM, CALM).map((cause) => Number(cause !== null)),
  ).toEqual([0, 1, 1, 1, 1, 1, 1, 1, 1, 0]);
});

test('what lies between the two changes nothing', () => {
  expect(watch(BETWEEN, BETWEEN, BETWEEN)).toEqual([null, null, null]);
  expect(watch(LATE, LATE, ...Array(20).fill(BETWEEN))).toEqual([null, ...Array(21).fill('load')]);
});

test('whatever the load does, it never changes twice within four looks, and says each change once', () => {
  const loads = fc.array(fc.constantFrom(CALM, LATE, FULL, BETWEEN), { maxLength: 60 });
  fc.assert(
    fc.property(loads, (looks) => {
      const told: (OverloadCause | null)[] = [];
      const shedder = createLoadShedder((shedding) => told.push(shedding));
      let since = Number.POSITIVE_INFINITY;
      for (const load of looks) {
        const before = shedder.shedding;
        shedder.look(load);
        since += 1;
        if ((shedder.shedding === null) === (before === null)) continue;
        expect(since).toBeGreaterThanOrEqual(2);
        if (before) expect(since).toBeGreaterThanOrEqual(4);
        since = 0;
      }
      expect(told.map((cause) => cause !== null)).toEqual(told.map((_, index) => index % 2 === 0));
    }),
  );
});
