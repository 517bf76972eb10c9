/** Whether an answer begins as models begin their thoughts: to themselves, about the one who asks. */

/** Who is spoken to is not spoken of. */
const THE_USER = ['the user', 'der nutzer', "l'utilisateur", 'el usuario', 'o usuário', "l'utente", 'пользователь'];
const STARTS = ['okay, ', 'ok, ', 'alright, '];

/**
 * As the reasoning models of DeepSeek, Qwen, GLM, Moonshot and OpenAI begin them. Nobody is answered so; a phrase that an
 * answer might begin with as well ("Okay, let me show", "I need to know") is none of these.
 */
const BEGINNINGS = [
  ...['', ...STARTS, 'so ', 'so, ', 'first, '].flatMap((start) => THE_USER.map((user) => start + user)),
  ...STARTS.flatMap((start) => ['so ', "let's see", 'i need to', 'let me think'].map((say) => start + say)),
  ...['hmm', 'let me think', "let's think", 'wait, ', 'user asks', 'user wants', 'need to answer'],
  // Several of them think in Chinese, whatever they are asked in.
  ...['嗯，', '好的，用户', '首先，用户', '用户', '我们需要', 'ユーザー', '사용자'],
  ...['we need to', 'we are asked', "we're asked", 'we should answer', 'first, i need to'],
];

const LONGEST = Math.max(...BEGINNINGS.map(({ length }) => length));

/** `unclear`: the text ends before that can be told. White space before it counts as nothing. */
export function readFirstWords(text: string): 'thought' | 'answer' | 'unclear' {
  const words = text.trimStart().slice(0, LONGEST).toLowerCase();
  if (BEGINNINGS.some((beginning) => words.startsWith(beginning))) return 'thought';
  return BEGINNINGS.some((beginning) => beginning.startsWith(words)) ? 'unclear' : 'answer';
}
