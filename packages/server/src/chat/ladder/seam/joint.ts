/** Where a continuation goes on exactly: what is too much or missing where the two texts meet. */
import type { JoinMode } from '../continuation.ts';
import { brokenRow, missingLine, type Repair, repeatedFence, repeatedRow, type Sides } from './lines.ts';
import { isDigit, isLetter, type Shown } from './text.ts';

/** `insert` stands between the shown text and what arrived, of which the first `skip` units are left out. */
export interface Joint {
  readonly insert: string;
  readonly skip: number;
}

/** So much is waited for at most. */
const LONGEST_WAIT = 2_000;

const REPAIRS: readonly ((sides: Sides) => Repair)[] = [
  repeatedRow,
  repeatedFence,
  repeatedFigure,
  brokenFigure,
  brokenRow,
  doubledSpace,
  brokenSentence,
  missingLine,
  missingSpace,
];

/** `wait`: more must come. */
export function joinExactly(shown: Shown, arrived: { text: string; final: boolean }, mode: JoinMode): Joint | 'wait' {
  const { text, final } = arrived;
  const head = text.trimStart();
  const space = text.slice(0, text.length - head.length);
  if (head === '') {
    if (!final) return 'wait';
    const isNew = mode === 'prefill' || (shown.midLine && /^[\r\n]*$/.test(space));
    return { insert: '', skip: isNew ? 0 : space.length };
  }
  for (const repair of REPAIRS) {
    const repaired = repair({ shown, mode, space, head, final });
    if (repaired === 'wait' && !final && text.length < LONGEST_WAIT) return 'wait';
    if (repaired === null || repaired === 'wait') continue;
    return { insert: repaired.between, skip: space.length + (repaired.skip ?? 0) };
  }
  return { insert: '', skip: 0 };
}

/** What of `space` is new behind text that ends in white space of its own. */
export function newSpace(shown: Shown, space: string): string {
  if (space.startsWith(shown.space)) return space.slice(shown.space.length);
  return space.includes('\n') && !shown.space.includes('\n') ? space : '';
}

/** "5" and "504.95": taken together they would break the grouping that the text's other figures have. */
function repeatedFigure({ shown, space, head }: Sides): Repair {
  const figure = figureAtEnd(shown);
  if (figure === '' || space !== '' || !isDigit(head) || !/\d,\d{3}(?!\d)/.test(shown.text)) return null;
  const said = /^[\d,]*/.exec(head)?.[0] ?? '';
  if (said === head && (figure.startsWith(said) || said.startsWith(figure))) return 'wait';
  if (!said.startsWith(figure) || !isGrouped(said) || isGrouped(figure + said)) return null;
  if (head.length < said.length + 2) return 'wait';
  return /^\.\d/.test(head.slice(said.length)) ? { between: '', skip: figure.length } : null;
}

/** "1,28" and " 4.50", "5" and " 04.95", "1" and " ,284": no figure begins or ends like that. */
function brokenFigure({ shown, mode, space, head }: Sides): Repair {
  const figure = figureAtEnd(shown);
  if (figure === '' || space === '' || (mode === 'prefill' && space !== ' ')) return null;
  if (/^(?:[.,]|0(?:[1-9]\d*\.?)?)$/.test(head)) return 'wait';
  if (/^(?:[.,]\d|0[1-9]\d*\.\d)/.test(head)) return { between: '' };
  const open = /,(\d{1,2})$/.exec(figure)?.[1]?.length;
  if (open === undefined || !isDigit(head)) return null;
  const digits = /^\d*/.exec(head)?.[0].length ?? 0;
  if (digits === head.length && digits <= 3 - open) return 'wait';
  return digits === 3 - open ? { between: '' } : null;
}

/** A second space between two words, a third line end between two paragraphs. */
function doubledSpace({ shown, mode, space, head }: Sides): Repair {
  if (shown.inCode || space === '' || shown.line === '') return null;
  if (shown.space.endsWith('\n\n'))
    return mode === 'instruction' && space.trim() === '' && !space.endsWith(' ') ? { between: '' } : null;
  if (space !== ' ' || shown.space !== ' ') return null;
  return /[.!?:|]/.test(shown.last) || head.startsWith('|') ? null : { between: '' };
}

/** A line end amid a sentence. */
function brokenSentence({ shown, mode, space, head }: Sides): Repair {
  if (mode === 'prefill' || !space.includes('\n') || !shown.midLine || shown.inCode) return null;
  const isSentence = /^[\p{L}\d*_(].{24}/u.test(shown.line) && /[\p{L},]/u.test(shown.last);
  if (!isSentence || !isLetter(head) || head.charAt(0) !== head.charAt(0).toLowerCase()) return null;
  return { between: shown.space === '' ? ' ' : '' };
}

/** A space before an operator in code, behind a sentence or a comma elsewhere. */
function missingSpace({ shown, mode, space, head }: Sides): Repair {
  if (space !== '' || shown.space !== '') return null;
  if (shown.inCode) {
    if (!/[\w)\]]/.test(shown.last)) return null;
    if (/^(?:[<>=!]{1,3}|&&?|\|\|?|[+/-])$/.test(head)) return 'wait';
    return /^(?:[<>=!]=+|=>|&&|\|\||[=+/-]) /.test(head) ? { between: ' ' } : null;
  }
  const { line } = shown;
  const isInlineCode = line.split('`').length % 2 === 0;
  if (mode === 'prefill' || isInlineCode) return null;
  const end = line.slice(-8);
  if (/[\p{L}\d%)*"”»][,;]$/u.test(end))
    return isLetter(head) && line.includes(' ') && !/[,;]\S/.test(line) ? { between: ' ' } : null;
  if (!/\p{Ll}[)*_]*[.!?]$/u.test(end)) return null;
  if (/^\p{Lu}\p{Ll}*$/u.test(head)) return 'wait';
  return /^\p{Lu}\p{Ll}*[ ,'’]/u.test(head) ? { between: ' ' } : null;
}

/** The figure the shown text ends in, as far as it goes. */
function figureAtEnd({ text, space }: Shown): string {
  return space === '' ? (/(?<![\d.,\p{L}])\d[\d,]*$/u.exec(text.slice(-24))?.[0] ?? '') : '';
}

function isGrouped(figure: string): boolean {
  return /^\d{1,3}(?:,\d{3})*$/.test(figure);
}
