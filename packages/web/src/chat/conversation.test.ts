import type { Message } from '@tradistry/protocol';
import { describe, expect, it } from 'vitest';
import { conversation, leafOf } from './conversation.ts';
import { newTurn } from './turn-state.ts';

const message = (id: string, parent_id: string | null, minute: number): Message => ({
  id,
  session_id: 's',
  parent_id,
  role: id.startsWith('q') ? 'user' : 'assistant',
  content: id,
  created_at: `2026-01-01T00:${String(minute).padStart(2, '0')}:00Z`,
  status: 'complete',
  model_used: null,
  layer: null,
  finish_reason: null,
  feedback: null,
  sources: [],
  partial: false,
  figures: [],
  warnings: [],
  tools: [],
});
const stored = [message('q1', null, 1), message('a1', 'q1', 2)];
const keys = (...args: Parameters<typeof conversation>) => conversation(...args).map(({ key }) => key);

describe('the conversation on the page', () => {
  it('shows the question at once, and the growing answer below it', () => {
    const turn = newTurn({ question: 'and now?', afterId: 'a1' });
    expect(conversation(stored, null, turn).map(({ kind }) => kind)).toEqual(['question', 'answer', 'asked', 'turn']);
  });

  it('draws a question once, also when it is among the stored ones already', () => {
    const turn = newTurn({ question: 'q2', questionId: 'q2', afterId: 'a1', phase: 'answering' });
    expect(keys([...stored, message('q2', 'a1', 3)], null, turn)).toEqual(['q1', 'a:q1', 'q2', 'a:q2']);
  });

  it('keeps the key of an answer when the stored one takes its place', () => {
    const live = newTurn({ question: 'q2', questionId: 'q2', afterId: 'a1', phase: 'answering' });
    const all = [...stored, message('q2', 'a1', 3), message('a2', 'q2', 4)];
    const over = { ...live, phase: 'ended' as const, answerId: 'a2' };
    expect(keys(all, null, over)).toEqual(keys(all, null, live));
    expect(conversation(all, null, over).at(-1)?.kind).toBe('answer');
  });

  it('goes on showing an answer that is over until the stored one is there', () => {
    const turn = newTurn({
      questionId: 'q2',
      question: 'q2',
      afterId: 'a1',
      phase: 'ended',
      answerId: 'a2',
      answer: 'text',
    });
    expect(conversation(stored, null, turn).at(-1)).toMatchObject({ kind: 'turn', turn: { answer: 'text' } });
  });

  it('puts the new answer in the place of the one it is asked instead of', () => {
    expect(keys(stored, null, newTurn({ questionId: 'q1' }))).toEqual(['q1', 'a:q1']);
  });

  it('finds the place of a turn that was begun before this page was opened', () => {
    const running = [...stored, message('q2', 'a1', 3), { ...message('a2', 'q2', 3), status: 'running' as const }];
    expect(keys(running, null, newTurn({ streamId: 't' }))).toEqual(['q1', 'a:q1', 'q2', 'a:q2']);
  });

  it('keeps a turn that failed, with the question that was not stored', () => {
    const turn = newTurn({
      phase: 'failed',
      question: 'hm?',
      error: { code: 'rate_limited', message: 'Wait.', retryable: true, retryAt: null },
    });
    expect(conversation([], null, turn).map(({ kind }) => kind)).toEqual(['asked', 'turn']);
  });

  it('goes on showing an answer that was continued until the longer one is stored', () => {
    const turn = newTurn({ questionId: 'q1', phase: 'ended', answerId: 'a1', answer: 'a1 and more' });
    expect(conversation(stored, null, turn).at(-1)).toMatchObject({ kind: 'turn' });
    const longer = [message('q1', null, 1), { ...message('a1', 'q1', 2), content: 'a1 and more' }];
    expect(conversation(longer, null, turn).at(-1)).toMatchObject({ kind: 'answer', turn });
  });

  it('says which answer is the last, and which turn has just written one', () => {
    const turn = newTurn({ questionId: 'q2', phase: 'ended', answerId: 'a2', answer: 'a2' });
    const all = [...stored, message('q2', 'a1', 3), message('a2', 'q2', 4)];
    const answers = conversation(all, null, turn).filter((entry) => entry.kind === 'answer');
    expect(answers).toMatchObject([
      { turn: null, last: false },
      { turn, last: true },
    ]);
  });

  it('knows what the next question follows', () => {
    expect(leafOf(conversation(stored, null, null))).toBe('a1');
    expect(leafOf([])).toBeNull();
  });
});
