/** Text from a file that is shown or stored beside it. */

/** Without control characters and halves of characters, which neither a database nor a terminal takes, and not longer than this. */
export function printable(text: string, longest: number): string {
  return text
    .slice(0, longest)
    .toWellFormed()
    .replace(/\p{Cc}/gu, ' ');
}
