/** The beginning of a question, cut between words: how a chat is called until somebody finds a better name. */

const MOST_UNITS = 60;

export function titleOf(message: string): string {
  const line = message.replace(/\s+/g, ' ').trim();
  if (line.length <= MOST_UNITS) return line;
  const cut = line.slice(0, MOST_UNITS);
  const end = cut.lastIndexOf(' ');
  return `${(end > MOST_UNITS / 2 ? cut.slice(0, end) : cut).toWellFormed()}…`;
}
