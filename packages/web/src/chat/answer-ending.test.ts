import { describe, expect, it } from 'vitest';
import { canContinue, endingOf, endingOfTurn } from './answer-ending.ts';
import { newTurn, type TurnError } from './turn-state.ts';

const whole = { content: 'All.', status: 'complete', finish_reason: 'stop' } as const;
const cut = { content: 'Half', status: 'complete', finish_reason: 'length' } as const;
const partial = { content: 'Half', status: 'partial', finish_reason: null } as const;
const stopped = { content: 'Half', status: 'stopped', finish_reason: 'stopped' } as const;
const error: TurnError = { code: 'provider_error', message: 'The model broke off.', retryable: true, retryAt: null };

describe('the end of an answer', () => {
  it('needs no words where the answer is whole', () => {
    expect(endingOf(whole, null)).toBeNull();
    expect(canContinue(whole)).toBe(false);
  });

  it('says what cut it off, and offers to go on', () => {
    expect(endingOf(partial, null)).toBe('This answer was cut off before its end.');
    expect(endingOf(partial, newTurn({ error }))).toContain('The model broke off.');
    expect(canContinue(partial)).toBe(true);
  });

  it('offers to go on with what was stopped or ran out of room', () => {
    expect(canContinue(stopped)).toBe(true);
    expect(canContinue(cut)).toBe(true);
    expect(endingOf(cut, null)).toMatch(/ran out of room/);
  });

  it('offers nothing where no word was written', () => {
    expect(canContinue({ ...stopped, content: '' })).toBe(false);
  });

  it('tells a line that is gone from an answer that is over', () => {
    expect(endingOfTurn(newTurn({ reconnecting: true, streamId: 't' }))).toMatch(/reconnecting/);
    expect(endingOfTurn(newTurn({ reconnecting: true }))).toMatch(/question is kept/);
    expect(endingOfTurn(newTurn({ phase: 'lost', streamId: 't', answer: 'Half' }))).toMatch(/may have gone on/);
    expect(endingOfTurn(newTurn({ phase: 'ended', answer: 'All.' }))).toBeNull();
  });
});
