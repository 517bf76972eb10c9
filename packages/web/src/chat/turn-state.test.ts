import type { StreamChunk } from '@tradistry/protocol';
import { describe, expect, it } from 'vitest';
import { applyChunk, isLive, newTurn, shownText, type TurnState } from './turn-state.ts';

const NOW = 1000;
const from = (turn: TurnState, ...chunks: StreamChunk[]) =>
  chunks.reduce((state, chunk) => applyChunk(state, chunk, NOW), turn);
const after = (...chunks: StreamChunk[]) => from(newTurn(), ...chunks);
const token = (content: string, at: number): StreamChunk => ({ type: 'token', content, at });
const info: StreamChunk = {
  type: 'session_info',
  session_id: 's',
  status: 'processing',
  stream_id: 't',
  message_id: 'q',
};

describe('a turn on the page', () => {
  it('knows its stream and its question from the first chunk', () => {
    expect(after(info)).toMatchObject({ phase: 'answering', streamId: 't', questionId: 'q', fresh: false });
  });

  it('grows by tokens, and a replay changes nothing', () => {
    expect(after(info, token('Hello', 0), token(' you', 5), token('Hello', 0), token(' you', 5)).answer).toBe(
      'Hello you',
    );
  });

  it('goes back to where a token says it begins', () => {
    expect(after(token('Hello wor', 0), token('there', 6)).answer).toBe('Hello there');
  });

  it('says a warning once, however often it comes', () => {
    const warning: StreamChunk = { type: 'warning', code: 'fallback', message: 'Another model answers.' };
    expect(after(warning, warning).warnings).toHaveLength(1);
  });

  it('is over with the end of its stream', () => {
    const turn = after(info, token('Hi', 0), { type: 'done', message: 'Streaming complete' }, { type: 'stream_end' });
    expect(turn.phase).toBe('ended');
    expect(isLive(turn)).toBe(false);
  });

  it('has failed when an error came before any text', () => {
    const error: StreamChunk = { type: 'error', code: 'provider_error', message: 'No.', retryable: true };
    expect(after(info, error, { type: 'stream_end' }).phase).toBe('failed');
    expect(after(info, token('Hi', 0), error, { type: 'stream_end' })).toMatchObject({ phase: 'ended', answer: 'Hi' });
  });

  it('knows when trying again has a chance', () => {
    const error: StreamChunk = { type: 'error', code: 'overloaded', message: 'Busy.', retryable: true };
    expect(after({ ...error, retry_after_ms: 5000 }).error?.retryAt).toBe(NOW + 5000);
    expect(after(error).error?.retryAt).toBeNull();
  });

  it('keeps a lookup at its place when it is done', () => {
    const tool = (call_id: string, status: 'running' | 'done'): StreamChunk => ({
      ...{ type: 'tool', call_id, status, name: 'query_trades' },
    });
    const { tools } = after(tool('a', 'running'), tool('b', 'running'), tool('a', 'done'));
    expect(tools.map(({ call_id, status }) => `${call_id} ${status}`)).toEqual(['a done', 'b running']);
  });

  it('forgets the figures of text that is taken back', () => {
    const figure = (at: number): StreamChunk => ({ type: 'figure', at, length: 2, verified: false });
    expect(after(token('10 and 20', 0), figure(0), figure(7), token('30', 7)).figures).toHaveLength(1);
  });

  it('leaves the text in place while a continued answer is told again, and then grows on', () => {
    const continued = newTurn({ kept: 'Half an ' });
    expect(shownText(continued)).toBe('Half an ');
    expect(shownText(from(continued, token('Half', 0)))).toBe('Half an ');
    const on = from(continued, token('Half', 0), token(' an ', 4), token('answer', 8));
    expect(shownText(on)).toBe('Half an answer');
  });

  it('shows only what the stream told once it is over', () => {
    const turn = from(newTurn({ kept: 'Half an ' }), token('Half', 0), { type: 'done', message: 'Streaming complete' });
    expect(shownText(turn)).toBe('Half');
  });
});
