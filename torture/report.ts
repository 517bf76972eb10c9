/** The table of docs/reliability.md, one row a mode, and what is said while the runs go. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import type { Tortured } from './lanes.ts';
import { KINDS, type Kind, type Mode } from './plan.ts';
import type { RunResult } from './run.ts';
import type { Fault, Violation } from './sightings.ts';
import { emptyTally, type Tally } from './strike.ts';

const PAGE = 'docs/reliability.md';
const TITLE = '## When a process or a line dies';
const HEAD = [
  '| mode | runs | turns | viewers | killed | of them | taken over | reconnects | lost | doubled | other faults | made by |',
  '|---|--:|--:|--:|--:|---|--:|--:|--:|--:|--:|---|',
];
const WORDS: Record<Kind, string> = {
  server: 'server `kill -9`',
  drain: 'server SIGTERM',
  freeze: 'server frozen 12-18 s',
  postgres: 'PostgreSQL `kill -9`',
  valkey: 'Valkey `kill -9`',
  nginx: 'nginx `kill -9`',
  proxy: 'all lines at once',
  line: 'one line',
  tab: 'tab',
};

export interface Row {
  readonly mode: Mode;
  readonly text: string;
}

interface Made {
  readonly seed: number;
  readonly runs: number;
  readonly lanes: number;
  readonly seconds: number;
}

/** The row of one mode. */
export function toRow(mode: Mode, { results, violations }: Tortured, made: Made): Row {
  const sum = (value: (result: RunResult) => number) => results.reduce((total, result) => total + value(result), 0);
  const tally = emptyTally();
  for (const { strikes } of results) for (const kind of KINDS) tally[kind] += strikes[kind];
  const cells = [
    `\`${mode}\``,
    ...[results.length, sum(({ turns }) => turns.length), sum(({ viewers }) => viewers)],
    Object.values(tally).reduce((total, count) => total + count, 0),
    describeTally(tally),
    ...[sum(({ takeovers }) => takeovers), sum(({ reconnects }) => reconnects)],
    ...[count(violations, ['lost']), count(violations, ['doubled'])],
    violations.length - count(violations, ['lost', 'doubled']),
    `\`--mode ${mode} --seed ${made.seed} --runs ${made.runs} --lanes ${made.lanes}\`, ${Math.round(made.seconds)} s, ${new Date().toISOString().slice(0, 10)}`,
  ];
  return { mode, text: `| ${cells.join(' | ')} |` };
}

/** One line for a run that ended. */
export function describeRun(mode: Mode, { seed, turns, violations, strikes, takeovers, seconds }: RunResult): string {
  const verdict = violations.length === 0 ? 'ok' : `${violations.length} VIOLATIONS`;
  return `  ${mode} seed ${seed}: ${verdict}, ${turns.length} turns, ${describeTally(strikes)}, ${takeovers} taken over, ${Math.round(seconds)} s`;
}

/** The row as text, and the first violations. */
export function summarise(row: Row, violations: readonly Violation[]): string {
  const lines = violations.slice(0, 40).map(({ turn, fault, detail }) => `  ${turn} ${fault}: ${detail}`);
  return `${[...HEAD, row.text, ...lines].join('\n')}\n`;
}

/** Puts the row into the page, in place of the mode's last one. */
export function writeTable(row: Row): void {
  const page = existsSync(PAGE) ? readFileSync(PAGE, 'utf8') : '# Reliability\n';
  const lines = page.split('\n');
  if (!lines.includes(TITLE)) lines.push(TITLE, '', ...HEAD, '');
  const start = lines.indexOf(TITLE);
  const table = lines.indexOf(HEAD[1] ?? '', start);
  if (table < 0) throw new Error(`${PAGE} has lost the head of its table below "${TITLE}".`);
  const old = lines.findIndex((line, index) => index > table && line.startsWith(`| \`${row.mode}\``));
  const end = lines.findIndex((line, index) => index > table && !line.startsWith('|'));
  lines.splice(...((old < 0 ? [end, 0] : [old, 1]) as [number, number]), row.text);
  writeFileSync(PAGE, lines.join('\n'));
}

function describeTally(tally: Tally): string {
  const struck = KINDS.filter((kind) => tally[kind] > 0);
  return struck.map((kind) => `${tally[kind]} ${WORDS[kind]}`).join(', ');
}

function count(violations: readonly Violation[], faults: readonly Fault[]): number {
  return violations.filter(({ fault }) => faults.includes(fault)).length;
}
