/** 95 % intervals: Wilson for a rate, the bootstrap's percentiles for a mean. Deterministic: the same figures give the same interval. */
import { setImmediate } from 'node:timers/promises';

export type Interval = [low: string, high: string];

const Z = 1.959963984540054;
const RESAMPLES = 2000;
const SEED = 0x7ad15712;
/** Draws between two turns of the event loop: about 2 ms. */
const DRAWS_PER_SLICE = 400_000;
/** Draws for all rows of one query; above it the mean is as good as normal, and a stream must not wait for statistics. */
const DRAW_BUDGET = 6_000_000;

/** Wilson's score interval of `hits` of `n`, as ratios with six digits. */
export function wilsonInterval(hits: number, n: number): Interval {
  const rate = hits / n;
  const weight = 1 + (Z * Z) / n;
  const middle = (rate + (Z * Z) / (2 * n)) / weight;
  const reach = (Z / weight) * Math.sqrt((rate * (1 - rate)) / n + (Z * Z) / (4 * n * n));
  return [Math.max(0, middle - reach).toFixed(6), Math.min(1, middle + reach).toFixed(6)];
}

/** A row whose mean needs an interval. `samples` is null where there are too many to draw from. */
export interface MeanSample {
  readonly n: number;
  readonly mean: number;
  readonly deviation: number;
  readonly samples: readonly number[] | null;
}

/** An interval for each sample, in money with four digits: by bootstrap for the smallest while the budget lasts, else by the normal distribution. */
export async function meanIntervals(samples: readonly MeanSample[]): Promise<Interval[]> {
  const intervals: Interval[] = samples.map(normalInterval);
  const smallestFirst = samples.map((sample, index) => ({ sample, index })).sort((a, b) => a.sample.n - b.sample.n);
  let budget = DRAW_BUDGET;
  for (const { sample, index } of smallestFirst) {
    budget -= sample.n * RESAMPLES;
    if (budget < 0 || sample.samples === null) break;
    intervals[index] = await bootstrapInterval(sample.samples);
  }
  return intervals;
}

function normalInterval({ n, mean, deviation }: MeanSample): Interval {
  const reach = (Z * deviation) / Math.sqrt(n);
  return [money(mean - reach), money(mean + reach)];
}

async function bootstrapInterval(samples: readonly number[]): Promise<Interval> {
  const values = Float64Array.from(samples);
  const means = new Float64Array(RESAMPLES);
  const perSlice = Math.ceil(DRAWS_PER_SLICE / values.length);
  let state = SEED;
  for (let done = 0; done < RESAMPLES; done += perSlice) {
    if (done > 0) await setImmediate();
    state = drawMeans(values, means.subarray(done, done + perSlice), state);
  }
  means.sort();
  return [money(means[Math.floor(RESAMPLES * 0.025)] ?? 0), money(means[Math.ceil(RESAMPLES * 0.975) - 1] ?? 0)];
}

// Marsaglia's xorshift32, written out in the loop: a call per draw costs three times as much. Returns its state.
function drawMeans(values: Float64Array, means: Float64Array, seed: number): number {
  const scale = values.length / 4_294_967_296;
  let state = seed;
  for (let resample = 0; resample < means.length; resample++) {
    let sum = 0;
    for (let draw = 0; draw < values.length; draw++) {
      state ^= state << 13;
      state ^= state >>> 17;
      state ^= state << 5;
      sum += values[Math.floor((state >>> 0) * scale)] ?? 0;
    }
    means[resample] = sum / values.length;
  }
  return state;
}

function money(value: number): string {
  return value.toFixed(4);
}
