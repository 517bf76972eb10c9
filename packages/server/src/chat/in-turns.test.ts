/** What is said to a model goes back and forth, whatever became of earlier answers. */
import { expect, test } from 'vitest';
import { inTurns } from './in-turns.ts';

const question = (content: string) => ({ role: 'user' as const, content });
const answer = (content: string) => ({ role: 'assistant' as const, content });

test('a question whose answer never came is asked together with the next', () => {
  const history = [question('One?'), answer('One.'), question('Two?'), question('Three?')];
  expect(inTurns(history, 'Four?')).toEqual([question('One?'), answer('One.'), question('Two?\n\nThree?\n\nFour?')]);
});

test('a conversation that goes back and forth is as it was', () => {
  const history = [answer('Cut off.'), question('One?'), answer('One.')];
  expect(inTurns(history, 'Two?')).toEqual([...history, question('Two?')]);
  expect(inTurns([], 'One?')).toEqual([question('One?')]);
});
