/** Reads what a user writes of futures' point values: `FDAX = 25, FGBL = 1000`. */

/** Money per point by root; `null` where a part of the text is no such pair. */
export function readPointValues(text: string): Record<string, string> | null {
  const values: Record<string, string> = {};
  for (const part of text.split(/[,;\n]/).map((piece) => piece.trim())) {
    if (part === '') continue;
    const match = /^([A-Za-z0-9._/]{1,16})\s*[=:]\s*(\d{1,9}(?:\.\d{1,9})?)$/.exec(part);
    if (!match?.[1] || !match[2]) return null;
    values[match[1].toUpperCase()] = match[2];
  }
  return values;
}
