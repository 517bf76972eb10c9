/** What tools found gives way where there is no room: the oldest first, and never a call without its result. */
import { expect, test } from 'vitest';
import { aClimb } from '../../testing/a-climb.ts';
import type { PromptMessage } from '../model-ports.ts';
import { climbDown } from './climb.ts';
import { sayLeftOut, tooMany, withoutOldest } from './found.ts';

const result = (callId: string): PromptMessage => ({ role: 'tool', callId, content: `found by ${callId}` });

test('the oldest are too many as soon as all together are too long', () => {
  expect(tooMany([])).toBe(0);
  expect(tooMany(['x'.repeat(30_000), 'x'.repeat(30_000)])).toBe(0);
  expect(tooMany(['x'.repeat(30_000), 'x', 'x'.repeat(30_000)])).toBe(1);
  expect(tooMany(['x'.repeat(60_001)])).toBe(1);
});

test('a result that is left out still stands where its call is', () => {
  const calls: PromptMessage = { role: 'assistant', content: '', toolCalls: [] };
  const kept = withoutOldest([calls, result('a'), result('b'), calls, result('c')], 2);
  expect(kept.map(({ content }) => content.split(' ')[0])).toEqual(['', 'Left', 'Left', '', 'found']);
});

test.each([
  [null, 0, null],
  ['2 notes', 0, '2 notes'],
  [null, 1, '1 earlier look-up'],
  ['2 notes', 3, '2 notes, and 3 earlier look-ups'],
])('of %j and %i results it is said: %j', (context, results, said) => expect(sayLeftOut(context, results)).toBe(said));

test('a model with little room is asked without the oldest, and people are told', async () => {
  const { climb, calls, shown } = await aClimb({
    models: ['a/one'],
    hedgePercent: null,
    facts: { 'a/one': { contextTokens: 20_000 } },
    countTokens: (texts) => (texts.join('').includes('the old one') ? 1_000_000 : 100),
  });
  climb.lookups.push(`the old one ${'x'.repeat(20_000)}`, `the new one ${'x'.repeat(20_000)}`);
  const climbing = climbDown(climb);
  for (let n = 0; n < 5; n += 1) await new Promise((resolve) => setImmediate(resolve));
  const system = calls[0]?.request.messages[0]?.content;
  expect([system?.includes('the new one'), system?.includes('the old one')]).toEqual([true, false]);
  calls[0]?.sink.onText('Here.');
  calls[0]?.end();
  expect(await climbing).toBe(null);
  expect(shown().warnings).toEqual([expect.stringContaining('1 earlier look-up')]);
});
