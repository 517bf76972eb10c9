import { describe, expect, it } from 'vitest';
import { canContinue, endingOf, endingOfTurn } from './answer-ending.ts';
import { newTurn, type TurnError } from './turn-state.ts';

const cut = newTurn({ done: { type: 'done', message: 'Streaming complete', finish_reason: 'length' } });
const error: TurnError = { code: 'provider_error', message: 'The model broke off.', retryable: true, retryAt: null };

describe('the end of an answer', () => {
  it('needs no words where the answer is whole', () => {
    expect(endingOf({ content: 'All.', status: 'complete' }, null)).toBeNull();
    expect(canContinue({ content: 'All.', status: 'complete' }, null)).toBe(false);
  });

  it('says what cut it off, and offers to go on', () => {
    const partial = { content: 'Half', status: 'partial' as const };
    expect(endingOf(partial, null)).toBe('This answer was cut off before its end.');
    expect(endingOf(partial, newTurn({ error }))).toContain('The model broke off.');
    expect(canContinue(partial, null)).toBe(true);
  });

  it('offers to go on with what was stopped or ran out of room', () => {
    expect(canContinue({ content: 'Half', status: 'stopped' }, null)).toBe(true);
    expect(canContinue({ content: 'Half', status: 'complete' }, cut)).toBe(true);
    expect(endingOf({ content: 'Half', status: 'complete' }, cut)).toMatch(/ran out of room/);
  });

  it('offers nothing where no word was written', () => {
    expect(canContinue({ content: '', status: 'stopped' }, null)).toBe(false);
  });

  it('tells a line that is gone from an answer that is over', () => {
    expect(endingOfTurn(newTurn({ reconnecting: true, streamId: 't' }))).toMatch(/reconnecting/);
    expect(endingOfTurn(newTurn({ reconnecting: true }))).toMatch(/question is kept/);
    expect(endingOfTurn(newTurn({ phase: 'lost', streamId: 't', answer: 'Half' }))).toMatch(/may have gone on/);
    expect(endingOfTurn(newTurn({ phase: 'ended', answer: 'All.' }))).toBeNull();
  });
});
