/** A bill is read whatever else is sent, and is none where nothing of one is there. */
import { expect, test } from 'vitest';
import { readBill } from './read-bill.ts';

test('tokens are the model’s own where they are told, and the cost is what was taken', () => {
  const data = { total_cost: 0.25, native_tokens_prompt: 7, tokens_prompt: 5, tokens_completion: 3, usage: 'LEAK' };
  expect(readBill({ data })).toEqual({ prompt_tokens: 7, completion_tokens: 3, total_tokens: 10, cost_usd: 0.25 });
});

test.each([null, 3, {}, { data: null }, { data: 'x' }, { data: {} }, { data: { total_cost: '1' } }, { error: {} }])(
  '%j is no bill',
  (body) => expect(readBill(body)).toBe(null),
);
