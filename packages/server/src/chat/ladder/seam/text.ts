/** What the parts of the seam know of text: units that mean the same, and the place where the shown text ends. */

/** Models change these when they say a text again. */
const TWINS: Readonly<Record<string, string>> = {
  '‘': "'",
  '’': "'",
  '“': '"',
  '”': '"',
  '‑': '-',
  '–': '-',
  '—': '-',
  '−': '-',
};

/** A UTF-16 unit as it is compared: without case, typographic marks as plain ones; of the same length. */
export function fold(unit: string): string {
  if (isPlain(unit)) return unit.toLowerCase();
  const lower = unit.toLowerCase();
  return TWINS[lower] ?? (lower.length === unit.length ? lower : unit);
}

export function isSpace(unit: string): boolean {
  return isPlain(unit) ? unit === ' ' || (unit >= '\t' && unit <= '\r') : /^\s/.test(unit);
}

export function isDigit(unit: string): boolean {
  const code = unit.charCodeAt(0);
  return code >= 48 && code <= 57;
}

export function isLetter(unit: string): boolean {
  const code = unit.charCodeAt(0);
  if (code > 127) return /^[\p{L}\p{M}]/u.test(unit);
  return (code >= 97 && code <= 122) || (code >= 65 && code <= 90);
}

/** ASCII, which needs no table: a long restart is compared unit by unit. */
function isPlain(unit: string): boolean {
  return unit.charCodeAt(0) < 128;
}

/** Letters and digits: what makes a repetition no coincidence. */
export function isWord(unit: string): boolean {
  return isDigit(unit) || isLetter(unit);
}

/** The text on the screen, and where it ends. */
export interface Shown {
  readonly text: string;
  /** The white space at its end. */
  readonly space: string;
  /** The unit before that. */
  readonly last: string;
  /** Its last line that is not empty, without `space`. */
  readonly line: string;
  /** It ends with something behind which no word begins without a space. */
  readonly closed: boolean;
  /** Where that line begins. */
  readonly lineAt: number;
  /** It ends within a line. */
  readonly midLine: boolean;
  /** It ends within a fenced code block. */
  readonly inCode: boolean;
}

/** Reads the text once. */
export function describeShown(text: string): Shown {
  const solid = text.trimEnd();
  const space = text.slice(solid.length);
  const lineAt = solid.lastIndexOf('\n') + 1;
  const line = solid.slice(lineAt);
  const last = solid.slice(-1);
  return {
    text,
    space,
    last,
    line,
    closed:
      !/[.,;!?…。，、！？/\\&@#$€+=<>~^|([{-]/.test(last) &&
      (!/["`*_]/.test(last) || line.split(last).length % 2 === 1),
    lineAt,
    midLine: !space.includes('\n'),
    inCode: endsInCode(text),
  };
}

function endsInCode(text: string): boolean {
  let open = '';
  for (const { 1: fence = '', 2: language = '' } of text.matchAll(/^[ \t]*(`{3,}|~{3,})([^\n]*)/gm)) {
    if (open === '') open = fence;
    else if (fence.startsWith(open) && language.trim() === '') open = '';
  }
  return open !== '';
}

/** Whether it ends where a new sentence, item or line begins of its own accord. */
export function endsAtPause({ midLine, last }: Shown): boolean {
  return !midLine || /[.!?:;,]/.test(last);
}

/** Whether its last line is one of several alike, as far as it goes: a whole row, an item, a line of a file or of names. */
export function endsLikeARow({ line, inCode }: Shown): boolean {
  const begun = line.trimStart();
  if (begun.startsWith('|')) return begun.length > 1 && begun.endsWith('|');
  return inCode || /^(?:[-*+•]\s|\S*\d)/.test(begun);
}

/** Whether it ends within the line of a fence. */
export function isAmidFence({ line, space }: Shown): boolean {
  return space === '' && /^[ \t]*`+[\w+-]*$/.test(line);
}
