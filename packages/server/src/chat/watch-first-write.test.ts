/** What is ours of a first token ends where it is handed to viewers. */
import { expect, test } from 'vitest';
import { aTurn } from '../testing/a-turn.ts';
import { overheadOf, watchFirstWrite } from './watch-first-write.ts';

/** A turn that began at 100, whose model was asked at 110 and spoke at 500. */
function turnUntilItsFirstToken() {
  const turn = aTurn({ startedAt: 100 });
  let now = 500;
  watchFirstWrite({ now: () => now }, turn);
  Object.assign(turn.progress, { firstCallAt: 110, firstTokenAt: 500 });
  const hand = (ms: number) => {
    now = ms;
    turn.log.appendText('x');
  };
  return { turn, hand };
}

test('the provider’s own time is not in it, nor what comes after the first token', () => {
  const { turn, hand } = turnUntilItsFirstToken();
  turn.log.appendMark({ type: 'warning', code: 'fallback', message: 'w' });
  expect(turn.progress.firstShownAt).toBeNull();
  hand(503);
  hand(900);
  expect(overheadOf(turn, 1000)).toBe(13);
});

test('an answer that is over before it was handed on counts until its end', () => {
  const { turn } = turnUntilItsFirstToken();
  expect(overheadOf(turn, 504)).toBe(14);
});

test('without a model all of it is ours; without a token, or of another process, it is not known', () => {
  const { turn, hand } = turnUntilItsFirstToken();
  turn.progress.firstCallAt = null;
  hand(502);
  expect(overheadOf(turn, 600)).toBe(402);
  expect(overheadOf({ ...turn, epoch: 1 }, 600)).toBeNull();
  turn.progress.firstTokenAt = null;
  expect(overheadOf(turn, 600)).toBeNull();
});
