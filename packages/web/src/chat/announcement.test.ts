import type { StreamChunk } from '@tradistry/protocol';
import { expect, test } from 'vitest';
import { announcement } from './announcement.ts';
import { applyChunk, newTurn } from './turn-state.ts';

test('a listener hears the beginning, the line that is gone and the end, and no token', () => {
  const chunks: StreamChunk[] = [
    { type: 'token', content: 'One', at: 0 },
    { type: 'tool', call_id: 'c', name: 'query_trades', status: 'running' },
    { type: 'token', content: ' two', at: 3 },
    { type: 'done', message: 'Streaming complete', finish_reason: 'stop' },
    { type: 'stream_end' },
  ];
  const heard = new Set<string>();
  let turn = newTurn();
  for (const chunk of chunks) {
    heard.add(announcement(turn));
    turn = applyChunk(turn, chunk, 0);
  }
  heard.add(announcement(turn));
  expect([...heard]).toEqual(['The answer is being written.', 'The answer is complete.']);
  expect(announcement(newTurn({ reconnecting: true }))).toMatch(/reconnecting/);
});
