/** Full load: thousands of streams at once, and what their viewers see of it. */
import { once } from 'node:events';
import { setTimeout as wait } from 'node:timers/promises';
import type { LoadJob, LoadOutcome } from './load-viewers.ts';
import { askUsage, type Process } from './processes.ts';
import type { Side, Wanted } from './sides.ts';

/** Letters and blanks of each token that the benchmark's model sends; see `WORDS` there. */
const WORD_LENGTHS = [7, 6, 7, 8, 8];

/** Milliseconds; `tokensPerSecond` while all streams run; bytes of the whole process in the middle of that time. */
export interface LoadResult extends Wanted {
  readonly name: string;
  readonly tokensPerSecond: number;
  readonly first: Percentiles;
  readonly gap: Percentiles;
  readonly cpuPart: number;
  readonly memory: number;
}

interface Percentiles {
  readonly p50: number;
  readonly p99: number;
  readonly p999: number;
}

/** Throws where a single stream was not whole. */
export async function measureLoad(
  side: Side,
  processes: { server: Process; viewers: Process },
  load: Wanted,
): Promise<LoadResult> {
  const { server, viewers } = processes;
  const window = { fromMs: load.spreadMs + 2000, toMs: load.tokens * load.intervalMs };
  const length = lengthOf(load.tokens);
  const place = side.saysPlace ? null : { perToken: length / load.tokens };
  const job: LoadJob = { ...side.job(load), length, window, place };
  viewers.child.send(job);
  const ended = once(viewers.child, 'message') as Promise<[LoadOutcome]>;
  await wait(window.fromMs);
  const before = await askUsage(server.child);
  await wait(window.toMs - window.fromMs);
  const after = await askUsage(server.child);
  const [outcome] = await ended;
  if (outcome.whole < load.streams)
    throw new Error(`${load.streams - outcome.whole} of ${load.streams} streams failed: ${outcome.faults.join('\n')}`);
  const seconds = (window.toMs - window.fromMs) / 1000;
  return {
    ...load,
    name: side.name,
    tokensPerSecond: outcome.charactersInWindow / (length / load.tokens) / seconds,
    first: percentilesOf(toCounts(outcome.firstMs)),
    gap: percentilesOf(outcome.gaps),
    cpuPart: (after.cpu - before.cpu) / 1e6 / seconds,
    memory: after.memory,
  };
}

/** The rows of one run. */
export function describeLoad({
  name,
  streams,
  intervalMs,
  tokensPerSecond,
  first,
  gap,
  cpuPart,
  memory,
}: LoadResult): string {
  const cells = [
    `${streams} streams, a token each ${intervalMs} ms`,
    name,
    `${Math.round(tokensPerSecond)} of ${Math.round((streams * 1000) / intervalMs)}`,
    `${first.p50} / ${first.p99} ms`,
    `${gap.p50} / ${gap.p99} / ${gap.p999} ms`,
    `${Math.round(cpuPart * 100)} % of a core`,
    `${Math.round(memory / 2 ** 20)} MiB`,
  ];
  return `| ${cells.join(' | ')} |`;
}

function lengthOf(tokens: number): number {
  let length = 0;
  for (let index = 0; index < tokens; index += 1) length += WORD_LENGTHS[index % WORD_LENGTHS.length] ?? 0;
  return length;
}

/** How many of each whole millisecond. */
function toCounts(values: readonly number[]): number[] {
  const counts: number[] = new Array(Math.ceil(Math.max(0, ...values)) + 1).fill(0);
  for (const value of values) counts[Math.round(value)] = (counts[Math.round(value)] ?? 0) + 1;
  return counts;
}

function percentilesOf(counts: readonly number[]): Percentiles {
  const total = counts.reduce((sum, count) => sum + count, 0);
  const at = (part: number) => {
    let seen = 0;
    return Math.max(
      0,
      counts.findIndex((count) => {
        seen += count;
        return seen >= total * part;
      }),
    );
  };
  return { p50: at(0.5), p99: at(0.99), p999: at(0.999) };
}
