/** What a model does to the numbers of a row beside multiplying them. */

const NORM_EPSILON = 1e-12;
/** Beyond it, GELU is the identity or zero, as far as 32 bits can tell. */
const GELU_REACH = 8;
const GELU_STEPS = 256;

/** Shares of one: of the first `count` scores; the rest becomes zero. */
export function softmax(scores: Float32Array, count: number, scale: number): void {
  let most = Number.NEGATIVE_INFINITY;
  for (let n = 0; n < count; n += 1) most = Math.max(most, scores[n] ?? 0);
  let sum = 0;
  for (let n = 0; n < count; n += 1) {
    const share = Math.exp(((scores[n] ?? 0) - most) * scale);
    scores[n] = share;
    sum += share;
  }
  for (let n = 0; n < count; n += 1) scores[n] = (scores[n] ?? 0) / sum;
  scores.fill(0, count);
}

export interface Norm {
  readonly weight: Float32Array;
  readonly bias: Float32Array;
}

/** Adds `more` to each row of `values` and brings the row to a mean of 0 and a variance of 1, then as the model has learnt. */
export function addAndNormalise(values: Float32Array, more: Float32Array, { weight, bias }: Norm): void {
  const width = weight.length;
  for (let row = 0; row < more.length; row += width) {
    let [sum, squares] = [0, 0];
    for (let n = row; n < row + width; n += 1) {
      const value = (values[n] ?? 0) + (more[n] ?? 0);
      values[n] = value;
      sum += value;
      squares += value * value;
    }
    const mean = sum / width;
    const scale = 1 / Math.sqrt(squares / width - mean * mean + NORM_EPSILON);
    for (let n = 0; n < width; n += 1) {
      values[row + n] = ((values[row + n] ?? 0) - mean) * scale * (weight[n] ?? 0) + (bias[n] ?? 0);
    }
  }
}

/** By a table small enough to stay near, and straight lines between its points: to within 2e-6. */
export function gelu(values: Float32Array): void {
  for (let n = 0; n < values.length; n += 1) {
    const value = values[n] ?? 0;
    if (value >= GELU_REACH) continue;
    const place = (value + GELU_REACH) * GELU_STEPS;
    const before = Math.trunc(place);
    const left = GELU[before] ?? 0;
    const right = GELU[before + 1] ?? 0;
    values[n] = value <= -GELU_REACH ? 0 : left + (place - before) * (right - left);
  }
}

const GELU = Float32Array.from({ length: 2 * GELU_REACH * GELU_STEPS + 1 }, (_, n) =>
  exactGelu(n / GELU_STEPS - GELU_REACH),
);

function exactGelu(value: number): number {
  return (value * (1 + errorFunction(value / Math.SQRT2))) / 2;
}

/** Abramowitz and Stegun, 7.1.26: to within 1.5e-7. */
function errorFunction(value: number): number {
  const t = 1 / (1 + 0.3275911 * Math.abs(value));
  const polynomial = [1.061405429, -1.453152027, 1.421413741, -0.284496736, 0.254829592].reduce(
    (sum, factor) => sum * t + factor,
    0,
  );
  return Math.sign(value) * (1 - polynomial * t * Math.exp(-value * value));
}
