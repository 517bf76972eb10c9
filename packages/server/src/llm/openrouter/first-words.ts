/** Whether an answer begins as models begin their thoughts: to themselves, about the one who asks. */

/**
 * As the reasoning models of DeepSeek, Qwen, GLM, Moonshot and OpenAI begin them. Nobody is answered so; a phrase that an
 * answer might begin with as well ("Okay, let me show", "I need to know") is none of these.
 */
const BEGINNINGS = [
  ...['okay', 'ok', 'alright'].flatMap((word) => [`${word}, so `, `${word}, the user`, `${word}, let's see`]),
  ...['hmm', 'so the user', 'the user', 'let me think', "let's think", 'wait, '],
  // Several of them think in Chinese, whatever they are asked in.
  ...['嗯，', '好的，用户', '用户'],
  ...['we need to', 'we are asked', "we're asked", 'first, i need to', 'first, the user'],
];

const LONGEST = Math.max(...BEGINNINGS.map(({ length }) => length));

/** `unclear`: the text ends before that can be told. White space before it counts as nothing. */
export function readFirstWords(text: string): 'thought' | 'answer' | 'unclear' {
  const words = text.trimStart().slice(0, LONGEST).toLowerCase();
  if (BEGINNINGS.some((beginning) => words.startsWith(beginning))) return 'thought';
  return BEGINNINGS.some((beginning) => beginning.startsWith(words)) ? 'unclear' : 'answer';
}
