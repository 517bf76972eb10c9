/** Finds passages for a text: by its words at once, by its meaning when its vector is there in time; the best of both. */
import { correctSpelling } from './correct-spelling.ts';
import { symbolMark, termMark } from './cut-thing.ts';
import { dropNearDuplicates } from './near-duplicates.ts';
import type { Bounds, MeaningHit, NearWord, PassageSearch, WordHit } from './passage-ports.ts';
import type { FoundPassage, HintReader, QuestionHints, RetrievalQuery, Retriever } from './ports.ts';
import type { QuestionVectors } from './question-vectors.ts';
import { type Asked, rankPassages } from './rank-passages.ts';
import { readKinds } from './read-kinds.ts';
import { correctTerms } from './terms/correct-terms.ts';
import { firstSymbolOf } from './terms/instruments.ts';
import { instrumentsIn, termsIn } from './terms/trading-terms.ts';

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
    const right = correctTerms(text);
    const vector = vectors?.get(right, query.budgetMs ?? budgetMs);
    const [read, near] = await Promise.all([hints.readHints(userId, text), search.findNearWords(userId, text)]);
    const symbols = [...read.symbols, ...instrumentsIn(right), ...(query.about ?? []), ...(query.symbols ?? [])];
    const asked = { ...read, symbols: [...new Set(symbols.map(firstSymbolOf))] };
    const scope = scopeOf(query, asked);
    const byWords = await search.findByWords(userId, {
      ...scope,
      text: right === text ? text : `${text} ${right}`,
      marks: [...marksOf(right, asked), ...spelled(near)],
      limit: CANDIDATES,
    });
    const made = (await vector) ?? null;
    const byMeaning =
      made && 'vector' in made
        ? await search.findByMeaning(userId, { ...scope, ...made, ids: idsOf(byWords), limit: CANDIDATES })
        : [];
    const missed = made && 'degraded' in made ? made.degraded : null;
    // Nobody misses what there is none of.
    const degraded = missed && (byWords.length > 0 || (await search.hasAny(userId, scope))) ? missed : null;
    return {
      passages: choose({ byWords, byMeaning }, query, { ...asked, kinds: readKinds(text), today: today() }),
      degraded,
    };
  }

  return {
    byMeaning: vectors !== null,
    retrieve,
    prepare: (text) => void vectors?.prepare(correctTerms(text.slice(0, MOST_CHARACTERS).toWellFormed())),
  };
}

function scopeOf(query: RetrievalQuery, asked: QuestionHints) {
  const only: Bounds = { from: query.from ?? null, to: query.to ?? null };
  const also: Bounds = only.from || only.to ? ANY_DAY : { from: asked.from, to: asked.to };
  return { kinds: query.kinds ?? null, only, also, exceptSession: query.exceptSession ?? null };
}

function marksOf(text: string, asked: QuestionHints) {
  return [
    ...asked.symbols.map((symbol) => ({ word: symbolMark(symbol), weight: SYMBOL_WEIGHT })),
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

function choose(found: Found, query: RetrievalQuery, asked: Asked): FoundPassage[] {
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
