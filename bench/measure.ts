/** The measurements: each asks for answers and looks at what they cost the server, or the viewer. */
import { setTimeout as wait } from 'node:timers/promises';
import { askUsage, type Process, readUsage, runJob } from './processes.ts';
import { type Side, wholeJob } from './sides.ts';

const SHORT = 100;
const LONG = 400;
const BEGIN_OVER_MS = 1000;
const INTERVAL_MS = 30;

/** Who asks, and how many answers at once. */
export interface Load {
  readonly viewers: Process;
  readonly streams: number;
}

/** Of one answer, on average: CPU of a short one and of a long one in microseconds, memory in bytes, milliseconds to the first token. */
export interface Cost {
  readonly shortUs: number;
  readonly longUs: number;
  readonly perStreamBytes: number;
  readonly firstMs: readonly number[];
}

/** Microseconds: the slope between the two lengths. */
export function perToken({ shortUs, longUs }: Cost): number {
  return (longUs - shortUs) / (LONG - SHORT);
}

/** Milliseconds: what is left of the shorter. */
export function perTurn(cost: Cost): number {
  return (cost.shortUs - perToken(cost) * SHORT) / 1000;
}

/** The least of several rounds, each measure by itself: what else runs on the machine only ever adds. First tokens are those of all. */
export function quietest(costs: readonly Cost[]): Cost {
  const least = (read: (cost: Cost) => number) => Math.min(...costs.map(read));
  return {
    shortUs: least((cost) => cost.shortUs),
    longUs: least((cost) => cost.longUs),
    perStreamBytes: least((cost) => cost.perStreamBytes),
    firstMs: costs.flatMap((cost) => cost.firstMs),
  };
}

/** CPU of `server` over answers of two lengths. */
export async function measureCost(side: Side, server: Process, load: Load): Promise<Cost> {
  const { viewers, streams } = load;
  const many = (tokens: number) => ({ streams, tokens, intervalMs: INTERVAL_MS, spreadMs: BEGIN_OVER_MS });
  const idle = await askUsage(server.child);
  await runJob(viewers, side.job(many(20)));
  const start = await readUsage(server);
  const short = await runJob(viewers, side.job(many(SHORT)));
  const middle = await readUsage(server);
  const running = runJob(viewers, side.job(many(LONG)));
  await wait(BEGIN_OVER_MS + 4000);
  const busy = await askUsage(server.child);
  const long = await running;
  const end = await readUsage(server);
  requireWhole(side, short.lengths, long.lengths);
  return {
    shortUs: (middle.cpu - start.cpu) / streams,
    longUs: (end.cpu - middle.cpu) / streams,
    perStreamBytes: Math.max(0, busy.memory - idle.memory) / streams,
    firstMs: short.firstMs,
  };
}

/** Milliseconds to the first token, one stream at a time. */
export async function measureFirstTokens(side: Side, viewers: Process, count: number): Promise<number[]> {
  const first: number[] = [];
  for (let turn = 0; turn < count + 5; turn += 1) {
    const outcome = await runJob(viewers, side.job({ streams: 1, tokens: 3, intervalMs: INTERVAL_MS, spreadMs: 0 }));
    if (turn >= 5) first.push(...outcome.firstMs);
  }
  return first;
}

/** How long a user waits until something is there to read: by streaming, and by the call that answers whole. */
export async function measureWait(side: Side, viewers: Process): Promise<{ streamedMs: number; wholeMs: number }> {
  const job = side.job({ streams: 5, tokens: LONG, intervalMs: INTERVAL_MS, spreadMs: 0 });
  const streamed = await runJob(viewers, job);
  const whole = await runJob(viewers, wholeJob(job));
  return { streamedMs: percentile(streamed.firstMs, 50), wholeMs: percentile(whole.totalMs, 50) };
}

/** The nearest-rank percentile; 0 of nothing. */
export function percentile(values: readonly number[], rank: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil((rank / 100) * sorted.length) - 1)] ?? 0;
}

// A server that drops text would be cheap.
function requireWhole(side: Side, short: readonly number[], long: readonly number[]): void {
  const tokenLength = (short[0] ?? 0) / SHORT;
  const whole = short.every((length) => length === tokenLength * SHORT) && long.every((l) => l === tokenLength * LONG);
  if (!whole || tokenLength < 6) throw new Error(`${side.name}: answers came with text missing.`);
}
