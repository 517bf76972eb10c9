/** Vectors of questions: the last ones are kept, each is made once, and nobody waits longer than they said. */
import type { Degraded, Embedder } from './ports.ts';
import { inPlainWords } from './terms/trading-terms.ts';

/** 1.5 KB each. */
const MOST_KEPT = 1_000;
/** An embedder that has not answered by then is not waited for by anybody. */
const GIVE_UP_MS = 10_000;

export interface QuestionVectors {
  /** Resolves within `budgetMs`, never rejects. */
  get(text: string, budgetMs: number): Promise<{ model: string; vector: Float32Array } | { degraded: Degraded }>;
  /** Begins to make one that will be asked for. */
  prepare(text: string): void;
}

interface Options {
  readonly embedder: Embedder;
  readonly onError: (error: unknown) => void;
}

export function createQuestionVectors({ embedder, onError }: Options): QuestionVectors {
  const kept = new Map<string, Promise<Float32Array | null>>();

  function make(text: string): Promise<Float32Array | null> {
    const known = kept.get(text);
    if (known !== undefined) {
      kept.delete(text);
      kept.set(text, known);
      return known;
    }
    const made = embedder
      .embed([inPlainWords(text)], { purpose: 'question', signal: AbortSignal.timeout(GIVE_UP_MS) })
      .then(([vector]) => vector ?? null)
      .catch((error: unknown) => {
        kept.delete(text);
        onError(error);
        return null;
      });
    kept.set(text, made);
    const [oldest] = kept.keys();
    if (kept.size > MOST_KEPT && oldest !== undefined) kept.delete(oldest);
    return made;
  }

  return {
    prepare: (text) => void make(text),
    async get(text, budgetMs) {
      const late = Promise.withResolvers<'late'>();
      const timer = setTimeout(() => late.resolve('late'), budgetMs);
      const vector = await Promise.race([make(text), late.promise]);
      clearTimeout(timer);
      if (vector === 'late') return { degraded: 'embedder_slow' };
      return vector ? { model: embedder.model, vector } : { degraded: 'embedder_away' };
    },
  };
}
