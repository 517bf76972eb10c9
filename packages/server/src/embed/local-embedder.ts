/** The local embedder: MiniLM in threads. Questions have one of their own: reading a long passage takes longer than they may wait. */
import type { Embedder } from '../rag/ports.ts';
import { createReadingThread } from './reading-thread.ts';

/** Named in full: other weights, or other words beside the texts, make other vectors. */
const MODEL = 'local:all-MiniLM-L6-v2-fp16';
const DIMENSIONS = 384;
/** The model is there twice while passages are read; then that memory is given back. */
const STAYS_MS = 60_000;

/** `variant` is added to the model's name. */
export function createLocalEmbedder(variant: string): Embedder {
  const questions = createReadingThread({ givesWay: false, staysMs: null });
  const passages = createReadingThread({ givesWay: true, staysMs: STAYS_MS });
  return {
    model: `${MODEL}${variant}`,
    dimensions: () => DIMENSIONS,
    embed(texts, { purpose, signal }) {
      if (purpose === 'question') return questions.read(texts, signal);
      // What is read now is asked for soon, and whoever asks first would wait for the model to be loaded.
      questions.start();
      return passages.read(texts, signal);
    },
    async close() {
      await Promise.all([questions.close(), passages.close()]);
    },
  };
}
