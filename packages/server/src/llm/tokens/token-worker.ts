/** The thread that counts tokens. */
import { parentPort } from 'node:worker_threads';
import { countTokens } from 'gpt-tokenizer/encoding/o200k_base';
import { countInPieces } from './count-in-pieces.ts';

parentPort?.on('message', ({ id, texts }: { id: number; texts: readonly string[] }) => {
  const tokens = texts.reduce((sum, text) => sum + countInPieces(text, count), 0);
  parentPort?.postMessage({ id, tokens });
});

// A special token that a user wrote is text like any other.
function count(text: string): number {
  return countTokens(text, { disallowedSpecial: new Set() });
}
