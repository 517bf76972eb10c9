/** Stored text on its way into a prompt: between the journal's markers it is data, and can neither close them nor pass for a line of its own. */

const OPEN = '<journal>';
const CLOSE = '</journal>';

/** One line, which can neither close the journal's markers nor pass for a line of its own. */
export function asData(text: string): string {
  return text
    .replace(/[\s\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ')
    .replace(/<[\s\p{Cf}]*\/?[\s\p{Cf}]*journal[^>]*>?/giu, '(journal)');
}

/** Lines of `asData` between the markers that the chat prompt tells the model about. */
export function inJournal(lines: readonly string[]): string {
  return [OPEN, ...lines, CLOSE].join('\n');
}
