/** The marks by which models set their thoughts apart from their answer, where a server leaves them in the text. */

/** `open`, `close`: around a thought. `header`: a message begins, and says what it is. `noise`: ends one. */
export type MarkKind = 'open' | 'close' | 'header' | 'noise';

export interface Mark {
  readonly kind: MarkKind;
  readonly length: number;
}

const TAGS = ['think', 'thinking', 'reasoning', 'thought', 'seed:think'];
const MARKS: readonly (readonly [string, MarkKind])[] = [
  ...TAGS.flatMap((tag) => [[`<${tag}>`, 'open'] as const, [`</${tag}>`, 'close'] as const]),
  // Mistral's and Kimi's.
  ...([
    ['[think]', 'open'],
    ['[/think]', 'close'],
    ['◁think▷', 'open'],
    ['◁/think▷', 'close'],
  ] as const),
  // The harmony format of gpt-oss: https://cookbook.openai.com/articles/openai-harmony
  ...([
    ['<|channel|>', 'header'],
    ['<|start|>', 'header'],
    ['<|message|>', 'noise'],
    ['<|end|>', 'noise'],
  ] as const),
  ...([
    ['<|return|>', 'noise'],
    // Where a server does not know what ends its model's answers.
    ['<|im_end|>', 'noise'],
    ['<|eot_id|>', 'noise'],
    ['<|endoftext|>', 'noise'],
    ['<\uff5cend\u2581of\u2581sentence\uff5c>', 'noise'],
    ['<|call|>', 'noise'],
  ] as const),
];
export const LONGEST_MARK = Math.max(...MARKS.map(([text]) => text.length));

/** What ends a thought, whichever mark began it. */
export const CLOSING =
  /<\/(?:think|thinking|reasoning|thought|seed:think)>|\[\/think\]|◁\/think▷|<\|(?:end|call|return|start|channel)\|>/i;

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
