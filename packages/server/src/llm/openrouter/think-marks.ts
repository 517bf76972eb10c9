/** The marks by which models set their thoughts apart from their answer, where a server leaves them in the text. */

/** `open`, `close`: around a thought. `header`: a message begins, and says what it is. `noise`: ends one. */
export type MarkKind = 'open' | 'close' | 'header' | 'noise';

export interface Mark {
  readonly kind: MarkKind;
  readonly length: number;
}

const TAGS = ['think', 'thinking', 'reasoning', 'thought', 'thoughts', 'seed:think', 'scratchpad', 'antthinking'];
const PAIRS: readonly (readonly [open: string, close: string])[] = [
  ...[...TAGS, 'tool_call'].map((tag) => [`<${tag}>`, `</${tag}>`] as const),
  // Mistral's, Kimi's, Cohere's, and that of models taught by QwQ.
  ['[think]', '[/think]'],
  ['◁think▷', '◁/think▷'],
  ['<|start_thinking|>', '<|end_thinking|>'],
  ['<|begin_of_thought|>', '<|end_of_thought|>'],
  // Calls of tools that a server did not understand are no answer either: Llama's, DeepSeek's, Kimi's.
  ['<function=', '</function>'],
  ['<\uff5ctool\u2581calls\u2581begin\uff5c>', '<\uff5ctool\u2581calls\u2581end\uff5c>'],
  ['<|tool_calls_section_begin|>', '<|tool_calls_section_end|>'],
];
/** Calls again, which nothing ends: Mistral's and Llama's. */
const OPENINGS = ['[tool_calls]', '<|python_tag|>'];
/** The harmony format of gpt-oss: https://cookbook.openai.com/articles/openai-harmony */
const HEADERS = ['<|channel|>', '<|start|>'];
const HARMONY_ENDS = ['<|end|>', '<|call|>', '<|return|>'];
const NOISE = [
  ...['<|message|>', ...HARMONY_ENDS],
  ...['<|start_response|>', '<|end_response|>', '<|begin_of_solution|>', '<|end_of_solution|>'],
  // Where a server does not know what ends its model's answers.
  ...['<|im_end|>', '<|eot_id|>', '<|endoftext|>', '<\uff5cend\u2581of\u2581sentence\uff5c>'],
];
const MARKS: readonly (readonly [string, MarkKind])[] = [
  ...PAIRS.flatMap(([open, close]) => [[open, 'open'] as const, [close, 'close'] as const]),
  ...OPENINGS.map((mark) => [mark, 'open'] as const),
  ...HEADERS.map((mark) => [mark, 'header'] as const),
  ...NOISE.map((mark) => [mark, 'noise'] as const),
];
export const LONGEST_MARK = Math.max(...MARKS.map(([text]) => text.length));

/** What ends a thought, whichever mark began it. */
export const CLOSING = new RegExp(
  [...PAIRS.map(([, close]) => close), ...HEADERS, ...HARMONY_ENDS]
    .map((mark) => mark.replace(/[|[\]/]/g, String.raw`\$&`))
    .join('|'),
  'i',
);

/** Where the next mark may begin, from `from` on; -1: nowhere. Called for every delta. */
export function nextMark(text: string, from: number): number {
  for (let at = from; at < text.length; at += 1) {
    const unit = text.charCodeAt(at);
    if (unit === 0x3c || unit === 0x5b || unit === 0x25c1) return at;
  }
  return -1;
}

/** The mark that stands at `at`. `unclear`: the text ends before that can be told. */
export function readMark(text: string, at: number): Mark | 'none' | 'unclear' {
  const rest = text.slice(at, at + LONGEST_MARK).toLowerCase();
  let unclear = false;
  for (const [mark, kind] of MARKS) {
    if (rest.startsWith(mark)) return { kind, length: mark.length };
    if (mark.startsWith(rest)) unclear = true;
  }
  return unclear ? 'unclear' : 'none';
}
