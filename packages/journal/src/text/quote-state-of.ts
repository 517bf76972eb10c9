/** Whether the quotes of a line are in order, by RFC 4180. */

/** `open`: the last cell's quote goes on in the next line. `broken`: a quote stands where none may. */
export function quoteStateOf(text: string, delimiter: string): 'closed' | 'open' | 'broken' {
  let quote = text.indexOf('"');
  let cell = 0;
  while (quote >= 0) {
    // Only blanks may stand between the delimiter and the opening quote.
    cell = Math.max(cell, text.lastIndexOf(delimiter, quote) + 1);
    if (text.slice(cell, quote).trim() !== '') return 'broken';
    const closing = closingQuote(text, quote + 1);
    if (closing < 0) return 'open';
    const next = text.indexOf(delimiter, closing + 1);
    const end = next < 0 ? text.length : next;
    if (text.slice(closing + 1, end).trim() !== '') return 'broken';
    cell = end + 1;
    quote = text.indexOf('"', cell);
  }
  return 'closed';
}

function closingQuote(text: string, from: number): number {
  for (let at = text.indexOf('"', from); at >= 0; at = text.indexOf('"', at + 2)) {
    if (text[at + 1] !== '"') return at;
  }
  return -1;
}
