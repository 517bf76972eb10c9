/** Counting answers piece by piece comes to the same as counting all of them at once, however late their ratings come. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ANSWERS, countExecutions, EXPOSURE, valuesOf } from './count-executions.ts';
import type { DueExecution, UserSums } from './experiment-ports.ts';
import { addMoments, type Moments, moveUser, NO_MOMENTS } from './statistics/moments.ts';

const PLAIN: DueExecution = {
  ...{
    userId: 'u',
    streamId: 's',
    type: 'chat',
    version: 1,
    strategy: 'A_B_TEST',
    experimentId: 'e',
    variant: 'a',
    generation: 1,
    exposed: true,
  },
  ...{ warnings: 0, confidence: null, confidenceBy: null, ageMs: 0, counted: null, outcome: 'completed' },
  ...{ layer: 'streaming', firstTokenMs: 200, durationMs: 900, tokens: 50, costUsd: 0.25, readingMs: null },
  ...{ characters: null, kept: true, rating: null, regenerated: false, followed: false },
};

const execution = fc.record({
  userId: fc.constantFrom('u', 'v', 'w'),
  variant: fc.constantFrom('a', 'b'),
  outcome: fc.constantFrom('completed', 'degraded', 'stopped', 'failed'),
  first: fc.constantFrom('up', 'down', null),
  last: fc.constantFrom('up', 'down', null),
  followed: fc.boolean(),
});

/** A database that keeps what is counted. */
function world() {
  const counted = new Map<string, DueExecution['counted']>();
  const users = new Map<string, UserSums>();
  const moments = new Map<string, Moments>();
  return {
    moments,
    look(due: readonly DueExecution[]) {
      const result = countExecutions(
        due.map((each) => ({ ...each, counted: counted.get(each.streamId) ?? null })),
        [...users.values()],
      );
      for (const each of result.executions) counted.set(each.streamId, each.counted);
      for (const each of result.users) users.set(JSON.stringify([each.userId, each.scope, each.arm]), each);
      for (const { scope, arm, metric, change } of result.moments) {
        const name = `${scope} ${arm} ${metric}`;
        moments.set(name, addMoments(moments.get(name) ?? NO_MOMENTS, change));
      }
      return result;
    },
  };
}

test('in any batches, with ratings that come or change late, the sums are those of the end', () => {
  fc.assert(
    fc.property(fc.array(execution, { maxLength: 12 }), fc.integer({ min: 1, max: 5 }), (list, size) => {
      const looked = world();
      const early = list.map((each, n) => ({
        ...PLAIN,
        ...each,
        streamId: `s${n}`,
        rating: each.first,
        followed: false,
      }));
      const late = early.map((each, n) => ({
        ...each,
        rating: list[n]?.last ?? null,
        followed: list[n]?.followed ?? false,
      }));
      for (let at = 0; at < early.length; at += size) looked.look(early.slice(at, at + size));
      for (let at = 0; at < late.length; at += size) looked.look(late.slice(at, at + size));
      for (const arm of ['a', 'b'])
        for (const metric of ['success', 'helpful', 'follow_up', 'stopped', ANSWERS, EXPOSURE]) {
          const byUser = Map.groupBy(
            late.filter(({ variant }) => variant === arm),
            ({ userId }) => userId,
          );
          const whole = [...byUser.values()].reduce<Moments>((sum, answers) => {
            const values = answers.map((answer) => valuesOf(answer)[metric] ?? [0, 0]);
            const w = values.reduce((total, [each]) => total + each, 0);
            const x = values.reduce((total, [, each]) => total + each, 0);
            return moveUser(sum, { w: 0, x: 0 }, { w, x });
          }, NO_MOMENTS);
          expect([metric, looked.moments.get(`e ${arm} ${metric}`) ?? NO_MOMENTS]).toEqual([metric, whole]);
        }
    }),
  );
});

test('an answer is looked at again until a week is over, and then no more', () => {
  const look = (ageMs: number) => countExecutions([{ ...PLAIN, ageMs }], []).executions[0]?.lookAgainMs;
  expect(look(0)).toBe(15 * 60_000);
  expect(look(3_600_000)).toBe(3_600_000);
  expect(look(8 * 86_400_000)).toBe(null);
});

test('a conversation that is deleted takes nothing back, and a record that is pruned neither', () => {
  const { look, moments } = world();
  look([{ ...PLAIN, rating: 'up' }]);
  const before = new Map(moments);
  look([{ ...PLAIN, kept: false, rating: null }]);
  look([{ ...PLAIN, outcome: null }]);
  expect(moments).toEqual(before);
});

test('confidence by a judge and by rules are two figures, never one', () => {
  const judged = valuesOf({ ...PLAIN, confidence: 0.5, confidenceBy: 'judge' });
  const ruled = valuesOf({ ...PLAIN, confidence: 0.5, confidenceBy: 'rules' });
  expect([judged['confidence'], judged['confidence_heuristic']]).toEqual([[1, 0.5], undefined]);
  expect([ruled['confidence'], ruled['confidence_heuristic']]).toEqual([undefined, [1, 0.5]]);
});

test('a stopped answer is neither a success nor an error, and one that fell to another layer was not exposed', () => {
  const stopped = valuesOf({ ...PLAIN, outcome: 'stopped' });
  expect([stopped['success'], stopped['error'], stopped['stopped']]).toEqual([undefined, undefined, [1, 1]]);
  expect(valuesOf({ ...PLAIN, exposed: false })[EXPOSURE]).toBe(undefined);
});

test('an answer by a version that was asked for by name is in no sums', () => {
  const { moments, executions } = countExecutions([{ ...PLAIN, strategy: 'REQUESTED' }], []);
  expect([moments, executions[0]?.counted]).toEqual([[], valuesOf(PLAIN)]);
});

test('a call beside the turns is worth what it came to, and no more', () => {
  const of = (type: DueExecution['type'], more: Partial<DueExecution> = {}) =>
    Object.keys(valuesOf({ ...PLAIN, ...{ layer: null, firstTokenMs: null, characters: 24 }, type, ...more })).sort();
  const calls = ['answers', 'cost', 'duration', 'error', 'exposure', 'success', 'tokens'];
  expect(of('title')).toEqual([...calls, 'length'].sort());
  expect(of('title', { rating: 'up', followed: true })).toEqual(of('title'));
  expect(of('confidence', { confidence: 0.9, confidenceBy: 'judge' })).toEqual([...calls, 'confidence'].sort());
});

test('a judge is held against the rating of the answer that was judged', () => {
  const judged = (rating: 'up' | 'down' | null) =>
    valuesOf({ ...PLAIN, type: 'confidence', confidence: 0.75, confidenceBy: 'judge', rating })['agreement'];
  expect([judged('up'), judged('down'), judged(null)]).toEqual([[1, 0.75], [1, 0.25], undefined]);
});

test('what became of a turn is counted for each prompt that it was answered with, but for what no version of it changes', () => {
  const { moments } = countExecutions([{ ...PLAIN, type: 'legacy', layer: 'legacy_prompt' }], []);
  expect(moments.map(({ arm }) => arm)).toContain('legacy@1');
  expect(valuesOf({ ...PLAIN, type: 'legacy' })).toMatchObject({ success: [1, 1], first_token: [1, 200] });
  expect(valuesOf({ ...PLAIN, type: 'legacy' })['fallback']).toBe(undefined);
  expect(valuesOf({ ...PLAIN, type: 'continuation' })['first_token']).toBe(undefined);
});

test('what comes late comes to answers: a title is looked at once', () => {
  const again = (type: DueExecution['type']) => countExecutions([{ ...PLAIN, type }], []).executions[0]?.lookAgainMs;
  expect([again('title'), again('summary'), again('confidence')]).toEqual([null, null, null]);
  expect([again('legacy'), again('continuation')]).toEqual([15 * 60_000, 15 * 60_000]);
});
