/** Kinds that a question asks for by name. */
import { expect, test } from 'vitest';
import { readKinds } from './read-kinds.ts';

test.each([
  ['What does my playbook say about gaps?', ['playbook']],
  ['What did you tell me about stops last week?', ['answer']],
  ['What have I asked you about TSLA?', ['question']],
  ['What did I write on Monday?', ['note']],
  ['Where do I lose money?', []],
])('%s: %j', (question, kinds) => expect(readKinds(question)).toEqual(kinds));
