/** Reads the column names of a CSV's first line, to offer them for mapping. */

const DELIMITERS = [',', ';', '\t', '|'] as const;

/** The names in the first line that is not blank; quotes are undone. */
export function readHeader(text: string): string[] {
  const line =
    text
      .replace(/^\uFEFF/, '')
      .split(/\r\n|\n|\r/)
      .find((candidate) => candidate.trim() !== '') ?? '';
  const delimiter = DELIMITERS.reduce((best, mark) =>
    line.split(mark).length > line.split(best).length ? mark : best,
  );
  return splitQuoted(line, delimiter)
    .map((name) => name.trim())
    .filter((name) => name !== '');
}

function splitQuoted(line: string, delimiter: string): string[] {
  const fields: string[] = [];
  let field = '';
  let quoted = false;
  for (let at = 0; at < line.length; at++) {
    const char = line.charAt(at);
    if (char === '"' && quoted && line.charAt(at + 1) === '"') {
      field += '"';
      at++;
    } else if (char === '"') quoted = !quoted;
    else if (char === delimiter && !quoted) {
      fields.push(field);
      field = '';
    } else field += char;
  }
  return [...fields, field];
}
