/** Finds passages for a text: by its words at once, by its meaning when its vector is there in time; the best of both. */
import { correctSpelling } from './correct-spelling.ts';
import { symbolMark, termMark } from './cut-thing.ts';
import { dropNearDuplicates } from './near-duplicates.ts';
import type { Bounds, MeaningHit, NearWord, PassageSearch, WordHit } from './passage-ports.ts';
import type { Degraded, FoundPassage, HintReader, QuestionHints, RetrievalQuery, Retriever } from './ports.ts';
import type { QuestionVectors } from './question-vectors.ts';
import { rankPassages } from './rank-passages.ts';
import { termsIn } from './trading-terms.ts';

/** Of each kind of search; what is shown is chosen among them. */
const CANDIDATES = 40;
/** Longer questions are pasted texts, whose words are too many to tell anything. */
const MOST_CHARACTERS = 2_000;
/** A word is 1. */
const SYMBOL_WEIGHT = 2;
const TERM_WEIGHT = 1.5;
const SPELLED_WEIGHT = 0.9;
const ANY_DAY: Bounds = { from: null, to: null };

interface Parts {
  readonly search: PassageSearch;
  readonly hints: HintReader;
  /** `null`: words alone. */
  readonly vectors: QuestionVectors | null;
  /** So long a question's vector is waited for unless its asker says otherwise. */
  readonly budgetMs: number;
  /** Today, for what is recent. */
  readonly today: () => Date;
}

export function createRetriever({ search, hints, vectors, budgetMs, today }: Parts): Retriever {
  async function retrieve(userId: string, query: RetrievalQuery) {
    if (query.limit === 0) return { passages: [], degraded: null };
    const text = query.text.slice(0, MOST_CHARACTERS).toWellFormed();
    const vector = vectors?.get(text, query.budgetMs ?? budgetMs);
    const [read, near] = await Promise.all([hints.readHints(userId, text), search.findNearWords(userId, text)]);
    const asked = { ...read, symbols: [...read.symbols, ...(query.about ?? []), ...(query.symbols ?? [])] };
    const scope = scopeOf(query, asked);
    const byWords = await search.findByWords(userId, {
      ...scope,
      text,
      marks: [...marksOf(text, asked), ...spelled(near)],
      limit: CANDIDATES,
    });
    const made = (await vector) ?? null;
    const byMeaning =
      made && 'vector' in made
        ? await search.findByMeaning(userId, { ...scope, ...made, ids: idsOf(byWords), limit: CANDIDATES })
        : [];
    const degraded: Degraded | null = made && 'degraded' in made ? made.degraded : null;
    return { passages: choose({ byWords, byMeaning }, query, { ...asked, today: today() }), degraded };
  }

  return {
    byMeaning: vectors !== null,
    retrieve,
    prepare: (text) => void vectors?.prepare(text.slice(0, MOST_CHARACTERS).toWellFormed()),
  };
}

function scopeOf(query: RetrievalQuery, asked: QuestionHints) {
  const only: Bounds = { from: query.from ?? null, to: query.to ?? null };
  const also: Bounds = only.from || only.to ? ANY_DAY : { from: asked.from, to: asked.to };
  return { kinds: query.kinds ?? null, only, also, exceptSession: query.exceptSession ?? null };
}

function marksOf(text: string, asked: QuestionHints) {
  const symbols = new Set(asked.symbols.map(symbolMark));
  return [
    ...[...symbols].map((word) => ({ word, weight: SYMBOL_WEIGHT })),
    ...termsIn(text).map((id) => ({ word: termMark(id), weight: TERM_WEIGHT })),
  ];
}

function spelled(near: readonly NearWord[]) {
  return correctSpelling(near).map((word) => ({ word, weight: SPELLED_WEIGHT }));
}

function idsOf(hits: readonly WordHit[]): string[] {
  return hits.map(({ id }) => id);
}

interface Found {
  readonly byWords: readonly WordHit[];
  readonly byMeaning: readonly MeaningHit[];
}

function choose(found: Found, query: RetrievalQuery, asked: QuestionHints & { today: Date }): FoundPassage[] {
  const wanted = query.symbols?.map((symbol) => symbol.toUpperCase()) ?? [];
  const allowed = rankPassages(found, asked).filter(
    ({ symbols, text }) =>
      wanted.length === 0 || wanted.some((symbol) => symbols.includes(symbol) || mentions(text, symbol)),
  );
  return query.onePerThing ? firstOfEach(allowed).slice(0, query.limit) : dropNearDuplicates(allowed, query.limit);
}

/** As a word of its own. */
function mentions(text: string, symbol: string): boolean {
  const at = text.toUpperCase().indexOf(symbol);
  return at >= 0 && !/[A-Z0-9]/.test(text.charAt(at - 1).toUpperCase() + text.charAt(at + symbol.length).toUpperCase());
}

function firstOfEach(passages: readonly FoundPassage[]): FoundPassage[] {
  return [...Map.groupBy(passages, ({ sourceId }) => sourceId).values()].flatMap((ofOne) => ofOne.slice(0, 1));
}
