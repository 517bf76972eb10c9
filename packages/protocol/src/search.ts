/** Searching by meaning and by word, over chats and the journal. */
import { z } from 'zod';
import { userText } from './chat.ts';

/** What a passage is a piece of. */
export const PassageKind = z.enum(['note', 'trade', 'playbook', 'question', 'answer']);
export type PassageKind = z.infer<typeof PassageKind>;

/** A part of a text: where it begins and how long it is, in UTF-16 code units. */
export const Span = z.object({ start: z.int().nonnegative(), length: z.int().nonnegative() });
export type Span = z.infer<typeof Span>;

/** `?q=&limit=` of `GET /api/ai/chat/search`: the user's own questions and answers. */
export const ChatSearchQuery = z.object({
  q: userText(500),
  limit: z.coerce.number().int().min(1).max(50).default(20),
});
export type ChatSearchQuery = z.infer<typeof ChatSearchQuery>;

/** `?q=&in=&limit=` of `GET /api/search`: `in` is `all`, `chats` (questions and answers) or `journal` (notes, trades, playbooks). */
export const SearchQuery = ChatSearchQuery.extend({ in: z.enum(['all', 'chats', 'journal']).default('all') });
export type SearchQuery = z.infer<typeof SearchQuery>;

/** One thing that was found: each thing at most once, by its best passage. */
export const SearchHit = z.object({
  kind: PassageKind,
  /** Of the note, trade, playbook or message. */
  id: z.string(),
  /** Of a message: where it was said. `null` for what stands in the journal. */
  session_id: z.string().nullable(),
  /** For a list: the session's title, the playbook's name, or how the text begins. */
  title: z.string(),
  /** The local day it is about; of a message, the UTC day it was written. */
  date: z.string(),
  symbols: z.array(z.string()),
  /** The passage that matched, as its author wrote it: plain text, never markup. */
  passage: z.string(),
  /** The sentence of `passage` that fits the query best. */
  sentence: Span,
  /** Where in `passage` words of the query stand; empty where it was found by meaning alone. */
  highlights: z.array(Span),
  found_by: z.enum(['meaning', 'words', 'both']),
  /** Only good for the order of one answer, best first. */
  score: z.number(),
});
export type SearchHit = z.infer<typeof SearchHit>;

/** Best first. `by_meaning` is false where words alone had to do, for example while the embedder is away. */
export const SearchResults = z.object({
  items: z.array(SearchHit),
  next_cursor: z.null(),
  by_meaning: z.boolean(),
});
export type SearchResults = z.infer<typeof SearchResults>;
