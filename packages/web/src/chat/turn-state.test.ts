import type { StreamChunk } from '@tradistry/protocol';
import { describe, expect, it } from 'vitest';
import { applyChunk, isLive, newTurn } from './turn-state.ts';

const after = (...chunks: StreamChunk[]) => chunks.reduce(applyChunk, newTurn());
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
});
