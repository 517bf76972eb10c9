/** The model all-MiniLM-L6-v2: numbers of word pieces become one vector of length 1 (https://arxiv.org/abs/1810.04805, 2002.10957). */
import { createArena } from './arena.ts';
import { createAttention } from './attention.ts';
import { applyDense, readDense } from './dense.ts';
import { createMultiply } from './multiply.ts';
import type { Tensors } from './read-tensors.ts';
import { addAndNormalise, gelu } from './row-functions.ts';

const WIDTH = 384;
const INNER = 4 * WIDTH;
const HEADS = 12;
const LAYERS = 6;
export const MOST_PIECES = 256;
/** All layers' weights, and what a text of `MOST_PIECES` needs. */
const MEMORY = 48 * 2 ** 20;

export function createEncoder(tensors: Tensors): (pieces: readonly number[]) => Float32Array<ArrayBuffer> {
  const arena = createArena(MEMORY);
  const multiply = createMultiply(arena.memory);
  const norm = (name: string) => ({ weight: numbers(`${name}.weight`), bias: numbers(`${name}.bias`) });
  const numbers = (name: string) => new Float32Array(tensors(name));
  const layers = Array.from({ length: LAYERS }, (_, n) => {
    const named = (part: string) => `encoder.layer.${n}.${part}`;
    const dense = (...parts: string[]) => readDense(tensors, arena, parts.map(named));
    return {
      look: dense('attention.self.query', 'attention.self.key', 'attention.self.value'),
      mix: dense('attention.output.dense'),
      mixNorm: norm(named('attention.output.LayerNorm')),
      widen: dense('intermediate.dense'),
      narrow: dense('output.dense'),
      norm: norm(named('output.LayerNorm')),
    };
  });
  const embedding = {
    // As they are: they are half of the model, and a text needs few of them.
    words: tensors('embeddings.word_embeddings.weight'),
    places: numbers('embeddings.position_embeddings.weight'),
    type: numbers('embeddings.token_type_embeddings.weight').subarray(0, WIDTH),
    norm: norm('embeddings.LayerNorm'),
  };
  const attend = createAttention(arena, multiply, { heads: HEADS, width: WIDTH / HEADS, mostRows: MOST_PIECES });
  const take = (width: number) => arena.take(MOST_PIECES * width);
  const [state, looked, mixed, inner, change] = [take(WIDTH), take(3 * WIDTH), take(WIDTH), take(INNER), take(WIDTH)];

  function embed(pieces: readonly number[]): void {
    for (const [row, piece] of pieces.entries()) {
      const at = row * WIDTH;
      state.values.set(embedding.words.subarray(piece * WIDTH, (piece + 1) * WIDTH), at);
      for (let n = 0; n < WIDTH; n += 1)
        change.values[at + n] = (embedding.places[at + n] ?? 0) + (embedding.type[n] ?? 0);
    }
    addAndNormalise(state.values, change.values.subarray(0, pieces.length * WIDTH), embedding.norm);
  }

  function pass(layer: (typeof layers)[number], rows: number): void {
    const changed = change.values.subarray(0, rows * WIDTH);
    applyDense(multiply, layer.look, { from: state, to: looked, rows });
    attend({ from: looked, to: mixed, rows });
    applyDense(multiply, layer.mix, { from: mixed, to: change, rows });
    addAndNormalise(state.values, changed, layer.mixNorm);
    applyDense(multiply, layer.widen, { from: state, to: inner, rows });
    gelu(inner.values.subarray(0, rows * INNER));
    applyDense(multiply, layer.narrow, { from: inner, to: change, rows });
    addAndNormalise(state.values, changed, layer.norm);
  }

  return (pieces) => {
    embed(pieces);
    for (const layer of layers) pass(layer, pieces.length);
    return toUnitMean(state.values.subarray(0, pieces.length * WIDTH));
  };
}

function toUnitMean(rows: Float32Array): Float32Array<ArrayBuffer> {
  const sum = new Float64Array(WIDTH);
  for (const [n, value] of rows.entries()) sum[n % WIDTH] = (sum[n % WIDTH] ?? 0) + value;
  const length = Math.hypot(...sum);
  return Float32Array.from(sum, (value) => value / length);
}
