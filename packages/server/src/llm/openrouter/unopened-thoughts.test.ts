/** A thought whose beginning stood in the prompt, so that only its end arrives, is no part of the answer. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { callAndCollect, type ModelUnderTest, type Outcome, requestOf } from '../../testing/chat-model.contract.ts';
import { ending, type Step } from '../../testing/play-script.ts';
import { startModel } from '../../testing/start-model.ts';

let model: ModelUnderTest;
beforeAll(async () => {
  model = await startModel();
});
afterAll(() => model.close());

function askModel(name: string, ...script: Step[]): Promise<Outcome> {
  model.script(script);
  return callAndCollect(model.model, requestOf({ model: name }));
}

const thought = ['SECRET', ' thought', '</thi', 'nk>\n\n', 'Hello', ' there.', ...ending(1)];

test.each([
  ['ends a line', '</think>\n\n'],
  ['begins a line', '\n</think> '],
])('is held back from the second answer of a model on, where its end %s', async (how, end) => {
  const thinks = ['SECRET', ' thought', ...end.split(/(?<=.)/s), 'Hello', ' there.', ...ending(1)];
  await askModel(`b/unknown-${how}`, ...thinks);
  const { text, reasoning } = await askModel(`b/unknown-${how}`, ...thinks);
  expect({ text, reasoning: reasoning.trim() }).toEqual({ text: 'Hello there.', reasoning: 'SECRET thought' });
});

test('it is held back from the first answer on, wherever those are cut', async () => {
  const words = [
    'Okay, so the user',
    '\nHmm',
    'WE NEED TO answer',
    'The user wants',
    "Alright, let's see",
    'Okay, I need to look',
    'Der Nutzer fragt',
    'First, the user',
    'ユーザーは',
  ];
  for (const [n, said] of words.entries()) {
    const pieces = n % 2 === 0 ? said.split('') : [said];
    const { text, reasoning } = await askModel(`g/${n}`, ...pieces, ': SECRET', '\n</think>\n\nHello', ...ending(1));
    expect([text, reasoning.trim()]).toEqual(['Hello', `${said.trim()}: SECRET`]);
    const next = await askModel(`g/${n}`, 'SECRET', '</think>', 'Hello', ...ending(1));
    expect(next.text).toBe('Hello');
  }
});

test('it is not expected of an answer that only begins like one: that is shown as it comes', async () => {
  for (const [n, said] of ['Okay, let me show you', 'Hm', 'We n', 'The use of', 'I need to know'].entries()) {
    const { text } = await askModel(`h/${n}`, ...said.split(''), ': fine', { cut: true });
    expect(text).toBe(`${said}: fine`);
  }
});

test('what turns out to be the answer is shown at its end, and none is expected of that model any more', async () => {
  const { text } = await askModel('i/talks', 'Hmm, ', 'July was fine.', ...ending(1));
  expect(text).toBe('Hmm, July was fine.');
  expect((await askModel('i/talks', 'Hmm, ', 'so was May', { cut: true })).text).toBe('Hmm, so was May');
});

test('it is not looked for where a prefill is gone on with', async () => {
  model.script(['we need to', ' see', { cut: true }]);
  const messages = [
    { role: 'user' as const, content: 'q' },
    { role: 'assistant' as const, content: 'To learn more ' },
  ];
  const { text } = await callAndCollect(model.model, requestOf({ model: 'j/goes-on', messages }));
  expect(text).toBe('we need to see');
});

test('it is not waited for because somebody had the mark written', async () => {
  for (const written of [
    ['So: ', '</think>'],
    ['Write </think> ', 'where it ends.'],
    ['Alone:\n', '</think>\n'],
  ]) {
    await askModel('b/asked', ...written, ...ending(1));
    expect((await askModel('b/asked', 'Hello', { cut: true })).text).toBe('Hello');
  }
});

test.each([
  'deepseek/deepseek-r1',
  'deepseek-r1:14b',
  'qwen/qwq-32b',
  'qwen3-30b-a3b-thinking-2507',
  'tngtech/r1t2',
  'glm-z1-9b',
  'minimax/minimax-m2',
])('is held back from the first answer of %s on', async (name) => {
  const { text, reasoning } = await askModel(name, ...thought);
  expect({ text, reasoning }).toEqual({ text: 'Hello there.', reasoning: 'SECRET thought' });
});

test('one that was expected and did not come keeps nothing of the answer back, and is expected no more', async () => {
  const { text } = await askModel('c/thinking', 'Hello', ' there.', ...ending(1));
  expect(text).toBe('Hello there.');
  const again = await askModel('c/thinking', 'Hello', { cut: true });
  expect(again.text).toBe('Hello');
});

test.each<[string, Step[]]>([
  ['is cut', [{ cut: true }]],
  ['has no more room', ending(1, 'length')],
])('is none of the answer where it %s', async (_how, end) => {
  const { text, failure } = await askModel(`d/r1-${end.length}`, 'SECRET', ' thought', ...end);
  expect(text).toBe('');
  expect(failure).not.toBeNull();
});

test('it is not waited for where thoughts come in a field of their own', async () => {
  const { text } = await askModel('e/r1', { reasoning: 'SECRET' }, 'Hello', { cut: true });
  expect(text).toBe('Hello');
  await askModel('e/r1', { reasoning: 'SECRET' }, 'Hello', ...ending(1));
  // Another of its providers leaves them in the text.
  expect((await askModel('e/r1', ...thought)).text).toBe('Hello there.');
});

test('one that opens after all is closed as ever', async () => {
  const { text } = await askModel('f/r1', '<think>SECRET', ' thought</think>', 'Hello', ' there.', ...ending(1));
  expect(text).toBe('Hello there.');
});
