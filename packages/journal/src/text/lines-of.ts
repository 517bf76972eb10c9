/** Text to numbered lines, blank ones left out. */

export interface Line {
  /** 1-based, blank lines counted. */
  readonly number: number;
  readonly text: string;
}

/** The lines that have anything but blanks in them; ends of line as Unix, Windows or old Macs write them. */
export function* linesOf(text: string): Generator<Line> {
  const end = text.includes('\n') || !text.includes('\r') ? '\n' : '\r';
  let number = 0;
  let from = 0;
  while (from < text.length) {
    const found = text.indexOf(end, from);
    const to = found < 0 ? text.length : found;
    const line = text.slice(from, text.charCodeAt(to - 1) === 13 ? to - 1 : to);
    from = to + 1;
    number += 1;
    if (line.trim() !== '') yield { number, text: line };
  }
}
