import { describe, expect, it } from 'vitest';
import { type Node, newestLeaf, pathTo, siblings } from './branch-path.ts';

const node = (id: string, parent_id: string | null, minute: number): Node => ({
  id,
  parent_id,
  role: id.startsWith('q') ? 'user' : 'assistant',
  created_at: `2026-01-01T00:${String(minute).padStart(2, '0')}:00Z`,
});
// q1 was answered twice; the second answer is the newest, but the conversation went on from the first.
const messages = [
  node('q1', null, 0),
  node('a1', 'q1', 1),
  node('q2', 'a1', 2),
  node('a2', 'q2', 3),
  node('a1b', 'q1', 9),
];

describe('branches', () => {
  it('follow the newest leaf', () => {
    expect(newestLeaf(messages)).toBe('a1b');
    expect(pathTo(messages, 'a1b').map(({ id }) => id)).toEqual(['q1', 'a1b']);
  });

  it('find the newest leaf below a message', () => {
    expect(newestLeaf(messages, 'a1')).toBe('a2');
  });

  it('know who stands at the same place, oldest first', () => {
    expect(siblings(messages, node('a1b', 'q1', 9)).map(({ id }) => id)).toEqual(['a1', 'a1b']);
  });

  it('of an empty session are empty', () => {
    expect(newestLeaf([])).toBeNull();
    expect(pathTo([], null)).toEqual([]);
  });

  it('end even where the parents run in a circle', () => {
    expect(pathTo([node('a', 'b', 1), node('b', 'a', 2)], 'a').length).toBeLessThanOrEqual(3);
  });
});
