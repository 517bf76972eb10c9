/** Searching chats and journal for people: each thing once, with the passage and the sentence that matched. */
import type { PassageKind, SearchHit, SearchQuery, SearchResults } from '@tradistry/protocol';
import type { FoundPassage, Retriever } from './ports.ts';
import { showMatch } from './show-match.ts';
import { correctTerms } from './terms/correct-terms.ts';

/** Nobody waits for a token here. */
const BUDGET_MS = 1_500;
const TITLE_LENGTH = 80;
const KINDS: Readonly<Record<SearchQuery['in'], readonly PassageKind[] | undefined>> = {
  all: undefined,
  chats: ['question', 'answer'],
  journal: ['note', 'trade', 'playbook'],
};

/** Sees the user's own and nothing else. */
export async function searchEverything(
  { retriever }: { readonly retriever: Retriever },
  userId: string,
  { q, in: where, limit }: SearchQuery,
): Promise<SearchResults> {
  const kinds = KINDS[where];
  const query = { text: q, limit, onePerThing: true, budgetMs: BUDGET_MS, ...(kinds && { kinds }) };
  const { passages, degraded } = await retriever.retrieve(userId, query);
  const meant = correctTerms(q);
  return {
    items: passages.map((passage) => toHit(passage, meant)),
    next_cursor: null,
    by_meaning: degraded === null && retriever.byMeaning,
  };
}

function toHit(passage: FoundPassage, query: string): SearchHit {
  const { kind, sourceId, sessionId, title, date, symbols, text, foundBy, score } = passage;
  return {
    ...{
      kind,
      id: sourceId,
      session_id: sessionId,
      date,
      symbols: [...symbols],
      passage: text,
      found_by: foundBy,
      score,
    },
    title: title === '' ? beginning(text) : title,
    ...showMatch(text, query),
  };
}

function beginning(text: string): string {
  const line = text.replace(/\s+/gu, ' ');
  return line.length <= TITLE_LENGTH ? line : `${line.slice(0, TITLE_LENGTH - 1).toWellFormed()}…`;
}
