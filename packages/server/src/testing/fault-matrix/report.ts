/** The matrix as Markdown: a row for each fault, a column for each thing behind it. */
import { BACKINGS } from './cases.ts';
import { endingOf } from './judge.ts';
import type { AtOnce } from './run-at-once.ts';
import type { Result } from './run-matrix.ts';

/** One line for each fault of each case. */
export function sayFaults(results: readonly Result[]): string[] {
  return results.flatMap(({ one, seen, faults }) => {
    const what = `${one.id}: ${one.plays.join(' | ')}`;
    return faults.map(
      (fault) => `${what}: ${fault}${seen ? ` (${endingOf(seen)}; calls ${seen.calls.join('+')})` : ''}`,
    );
  });
}

/** What came of many streams at once, in words. */
export function sayAtOnce({ results, breakers }: AtOnce, made: string): string {
  const right = results.filter(({ faults }) => faults.length === 0).length;
  const endings = Map.groupBy(results, ({ seen }) => (seen ? endingOf(seen) : 'no answer'));
  const said = [...endings].sort(([, a], [, b]) => b.length - a.length).map(([ending, of]) => `${of.length} ${ending}`);
  return `${right} of ${results.length} streams are right; breakers opened ${breakers.opened} times and closed ${breakers.closed} times. They ended: ${said.join(', ')}. ${made}`;
}

/** The table of docs/reliability.md, with what it was made of. */
export function toTable(results: readonly Result[], made: string): string {
  const firsts = results.filter(({ one }) => one.column in BACKINGS);
  const others = results.filter(({ one }) => !(one.column in BACKINGS));
  const right = results.filter(({ faults }) => faults.length === 0).length;
  return `${right} of ${results.length} cases are right. ${made}

${tableOf(firsts, Object.keys(BACKINGS), 'asked first')}
${others.length > 0 ? `\nA model whose answer is cut, at seven places, and one behind it that goes on in a way of its own:\n\n${tableOf(others, [...new Set(others.map(({ one }) => one.column))], 'goes on')}` : ''}`;
}

function tableOf(results: readonly Result[], columns: readonly string[], head: string): string {
  const rows = [...Map.groupBy(results, ({ one }) => one.row)].map(([row, of]) => {
    const cells = columns.map((column) => toCell(of.filter(({ one }) => one.column === column)));
    return `| \`${row.replace('fault/', '')}\` | ${cells.join(' | ')} |`;
  });
  const titles = columns.map((column) => (column in BACKINGS ? BACKINGS[column as keyof typeof BACKINGS] : column));
  return `| ${head} | ${titles.join(' | ')} |\n|---|${columns.map(() => '---|').join('')}\n${rows.join('\n')}\n`;
}

/** `exact at 6 places; completed; 0.4-2.1 s; 2+1 calls`, or what is wrong. */
function toCell(results: readonly Result[]): string {
  if (results.length === 0) return '';
  const seen = results.flatMap((result) => result.seen ?? []);
  const wrong = results.filter(({ faults }) => faults.length > 0);
  const endings = [...new Set(seen.map(endingOf))].join(', ');
  const times = seen.map(({ seconds }) => seconds);
  const spread = [...new Set([Math.min(...times), Math.max(...times)].map((time) => time.toFixed(1)))].join('-');
  const places = results.length > 1 ? ` at ${results.length} places` : '';
  const verdict = wrong.length > 0 ? `**wrong at ${wrong.length} of ${results.length}**` : `exact${places}`;
  return `${verdict}; ${endings}; ${spread} s; ${mostCalls(results)}`;
}

function mostCalls(results: readonly Result[]): string {
  const calls = results.flatMap(({ seen }) => (seen ? [seen.calls] : []));
  const most = (calls[0] ?? []).map((_, n) => Math.max(...calls.map((each) => each[n] ?? 0)));
  // The last counts models that are none of the case's.
  const shown = most.at(-1) === 0 ? most.slice(0, -1) : most;
  return `${shown.join('+')} calls`;
}
