/**
 * The known text of a turn. Every word is numbered, so a word that is lost or doubled is seen; and every word ends with the
 * letter of the attempt that wrote it, so that two attempts' texts are never equal by luck.
 */

export interface Story {
  /** In UTF-16 code units; the same for every attempt. */
  readonly length: number;
  /** The whole text as attempt `attempt` (from 0) writes it. */
  tell(attempt: number): string;
  /** True where `text` is the story's first `text.length` units, whoever wrote which of its words. */
  isBeginning(text: string): boolean;
}

const SLOT = '\0';

/** What may follow a word: languages, line ends and characters that SSE and JSON treat specially. */
const BETWEEN = [
  ' ',
  ', ',
  '. ',
  ' \u{1F4C8} ',
  ' é ',
  '\n\n',
  ' | ',
  '\r\n',
  ' "q" \\ ',
  ' 日本 ',
  '; data: ',
] as const;

/** The story of `key`, so many words long. */
export function createStory(key: string, words: number): Story {
  const template = Array.from({ length: words }, (_, n) => word(key, n)).join('');
  const slots = new Set([...template.matchAll(/\0/g)].map(({ index }) => index));
  const blank = (text: string) => text.split('').map((unit, index) => (slots.has(index) ? SLOT : unit));
  return {
    length: template.length,
    tell: (attempt) => template.replaceAll(SLOT, String.fromCharCode(97 + (attempt % 26))),
    isBeginning: (text) => template.startsWith(blank(text).join('')),
  };
}

function word(key: string, n: number): string {
  return `${key}w${n}${SLOT}${BETWEEN[(n * 7) % BETWEEN.length]}`;
}

/** The question that asks for a story; the model server reads it back. */
export function toQuestion(key: string, words: number): string {
  return `Tell me story:${key}:${words} please.`;
}

/** The story that a prompt asks for, or null. */
export function readQuestion(prompt: string): { key: string; words: number } | null {
  const found = [...prompt.matchAll(/story:(\w+):(\d+)/g)].at(-1);
  return found ? { key: found[1] ?? '', words: Number(found[2]) } : null;
}
