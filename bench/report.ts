/** The table of costs, as it is printed and as docs/capacity.md keeps it. */
import { type Cost, percentile, perToken, perTurn } from './measure.ts';

/** All that was measured in one run. Times in milliseconds. */
export interface Measured {
  readonly streams: number;
  readonly database: string;
  readonly machine: string;
  readonly floor: Cost;
  /** Where the project's logs are in Valkey: the same server with its logs in memory. */
  readonly inMemory: Cost | null;
  readonly project: Cost;
  readonly modelFirstMs: readonly number[];
  readonly firstMs: readonly number[];
  readonly perceived: { readonly streamedMs: number; readonly wholeMs: number };
}

export function toReport(run: Measured): string {
  const { floor, inMemory, project, perceived } = run;
  const sides = [floor, ...(inMemory ? [inMemory] : []), project];
  const sooner = (1 - perceived.streamedMs / perceived.wholeMs) * 100;
  const blank = sides.slice(1).map(() => '');
  const ratios = (read: (side: Cost) => number) => {
    const ofMemory = inMemory ? `, ${ratio(read(project) / read(inMemory))} of memory's` : '';
    return `${ratio(read(project) / read(floor))} of the pipe's${ofMemory}`;
  };
  const rows = [
    ['CPU per token', ...sides.map((side) => us(perToken(side))), ratios(perToken)],
    ['CPU per token while all run', ...sides.map((side) => us(side.steadyUs)), ratios((side) => side.steadyUs)],
    ['CPU per turn, beside its tokens', ...sides.map((side) => ms(perTurn(side))), ''],
    ['first token p50 / p99, all streams begun within 1 s', ...sides.map((side) => firstOf(side.firstMs)), ''],
    ['added time to the first token, 1 stream, p50 / p99', ...blank, firstOf(added(run)), ''],
    [
      'perceived wait: first token / whole answer, 400 tokens at 33/s',
      ...blank,
      `${ms(perceived.streamedMs)} / ${ms(perceived.wholeMs)}`,
      `${sooner.toFixed(1)} % sooner`,
    ],
  ];
  const heads = ['', 'bare Node pipe', ...(inMemory ? ['tradistry, logs in memory', 'in Valkey'] : ['tradistry']), ''];
  return `${run.streams} streams, ${run.database}, ${run.machine}. Server and pipe have one core to themselves.

${[heads, heads.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n')}
`;
}

/** What a round came to, a side after the other: a slope that is off shows beside those of the other rounds. */
export function tellRound(sides: readonly Cost[]): string {
  const told = sides.map(
    (cost) =>
      `${ms(cost.shortUs / 1000)} and ${ms(cost.longUs / 1000)}, ${us(perToken(cost))} a token (${us(cost.steadyUs)} while all run)`,
  );
  return `  CPU of an answer of 100 and of 400 tokens: ${told.join('; ')}`;
}

/** What the server adds to the model's own time, rank by rank. */
function added({ firstMs, modelFirstMs }: Measured): number[] {
  return Array.from({ length: 100 }, (_, rank) => percentile(firstMs, rank + 1) - percentile(modelFirstMs, rank + 1));
}

function firstOf(values: readonly number[]): string {
  return `${ms(percentile(values, 50))} / ${ms(percentile(values, 99))}`;
}

function us(value: number): string {
  return `${value.toFixed(1)} µs`;
}

function ms(value: number): string {
  return `${value.toFixed(value < 10 ? 1 : 0)} ms`;
}

function ratio(value: number): string {
  return `${value.toFixed(2)} x`;
}
