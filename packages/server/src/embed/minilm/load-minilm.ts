/** The local model, from its files: a text becomes a vector of length 1. */
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { createEncoder, MOST_PIECES } from './encoder.ts';
import { readTensors } from './read-tensors.ts';
import { createWordPieces } from './word-pieces.ts';

const Tokenizer = z.object({ model: z.object({ vocab: z.record(z.string(), z.int().nonnegative()) }) });

interface Files {
  readonly weights: Uint8Array<ArrayBuffer>;
  readonly tokenizerPath: string;
}

/** What a text has beyond `MOST_PIECES` is not read. */
export function loadMiniLm({ weights, tokenizerPath }: Files): (text: string) => Float32Array<ArrayBuffer> {
  const { vocab } = Tokenizer.parse(JSON.parse(readFileSync(tokenizerPath, 'utf8'))).model;
  const cut = createWordPieces(new Map(Object.entries(vocab)));
  const encode = createEncoder(readTensors(weights));
  return (text) => encode(cut(text, MOST_PIECES));
}
