/** Numbers in digits and in words. */
import { NUMBERS } from './lexicon.ts';

/** A number, for use inside a pattern. */
export const NUMBER = `\\d{1,6}|${Object.keys(NUMBERS)
  .sort((a, b) => b.length - a.length)
  .join('|')}`;

/** The value of what `NUMBER` matched; 1 for anything else. */
export function readNumber(text: string | undefined): number {
  const words = text?.trim() ?? '';
  return NUMBERS[words] ?? (Number(words) || 1);
}

/** A number where it is written, in digits or in words. */
export function numberPattern(value: number): RegExp {
  const words = Object.keys(NUMBERS).filter((word) => word !== 'a' && NUMBERS[word] === value);
  return new RegExp(`\\b(?:${[value, ...words].join('|')})\\b`, 'i');
}
