/** The measurements: each asks for answers and looks at what they cost the server, or the viewer. */
import { setTimeout as wait } from 'node:timers/promises';
import { askUsage, type Process, readUsage, runJob } from './processes.ts';
import { type Side, type Wanted, wholeJob } from './sides.ts';

const SHORT = 100;
const LONG = 400;
const BEGIN_OVER_MS = 1000;
const INTERVAL_MS = 30;
/** Long answers begin within a second, have their first tokens within six more (1,000 of them), and run for twelve. */
const STEADY_FROM_MS = 6500;
const STEADY_MS = 5000;
/** Tokens of an answer that nobody measures. */
const WARMING = 20;
/** A turn takes a third less CPU than at first once so many were answered, and short answers come before the long: slopes were too flat. */
const WARM_UP_TURNS = 1200;

/** Who asks, and how many answers at once. */
export interface Load {
  readonly viewers: Process;
  readonly streams: number;
}

/** Of one answer, on average, in microseconds of CPU: a short one, a long one, and a token while all long ones run; milliseconds to the first token. */
export interface Cost {
  readonly shortUs: number;
  readonly longUs: number;
  readonly steadyUs: number;
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

/**
 * All rounds together, each measure their mean. Not the least: machines are faster now and then for a while, and what was measured
 * then would be set against what was not: two servers that were the same differed by a fifth. First tokens are those of all.
 */
export function together(costs: readonly Cost[]): Cost {
  const mean = (read: (cost: Cost) => number) => costs.reduce((sum, cost) => sum + read(cost), 0) / costs.length;
  return {
    shortUs: mean((cost) => cost.shortUs),
    longUs: mean((cost) => cost.longUs),
    steadyUs: mean((cost) => cost.steadyUs),
    firstMs: costs.flatMap((cost) => cost.firstMs),
  };
}

/** Before the first round. */
export async function warmUp(side: Side, { viewers, streams }: Load): Promise<void> {
  for (let turns = 0; turns < WARM_UP_TURNS; turns += streams) await runJob(viewers, side.job(many(streams, WARMING)));
}

/** CPU of `server` over answers of two lengths. */
export async function measureCost(side: Side, server: Process, load: Load): Promise<Cost> {
  const { viewers, streams } = load;
  // Connections to the model are opened again, should they have been closed meanwhile.
  await runJob(viewers, side.job(many(streams, WARMING)));
  const start = await readUsage(server);
  const short = await runJob(viewers, side.job(many(streams, SHORT)));
  const middle = await readUsage(server);
  const [long, steadyUs] = await Promise.all([
    runJob(viewers, side.job(many(streams, LONG))),
    measureSteady(server, streams),
  ]);
  const end = await readUsage(server);
  requireWhole(side, short.lengths, long.lengths);
  return {
    shortUs: (middle.cpu - start.cpu) / streams,
    longUs: (end.cpu - middle.cpu) / streams,
    steadyUs,
    firstMs: short.firstMs,
  };
}

/** Of each token that comes after all long answers have begun and before the first has ended. */
async function measureSteady({ child }: Process, streams: number): Promise<number> {
  await wait(STEADY_FROM_MS);
  const [from, before] = [performance.now(), await askUsage(child)];
  await wait(STEADY_MS);
  const [to, after] = [performance.now(), await askUsage(child)];
  return (after.cpu - before.cpu) / (streams * ((to - from) / INTERVAL_MS));
}

function many(streams: number, tokens: number): Wanted {
  return { streams, tokens, intervalMs: INTERVAL_MS, spreadMs: BEGIN_OVER_MS };
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
