/** What retrieval is to the rest, and what it needs: passages found for a text, vectors made of texts, questions read. */
import type { PassageKind } from '@tradistry/protocol';

/** A piece of what the user wrote or was told. */
export interface Passage {
  /** Of the passage; the thing it is a piece of is `sourceId`. */
  readonly id: string;
  readonly kind: PassageKind;
  /** The note, trade, playbook or message. */
  readonly sourceId: string;
  /** Of a message. */
  readonly sessionId: string | null;
  /** A playbook's name, a session's title; empty elsewhere. */
  readonly title: string;
  readonly text: string;
  /** The local day it is about, YYYY-MM-DD; of a message, the UTC day it was written. */
  readonly date: string;
  readonly symbols: readonly string[];
  readonly tags: readonly string[];
}

export interface FoundPassage extends Passage {
  readonly foundBy: 'meaning' | 'words' | 'both';
  /** Higher is better; only good for the order of one result. */
  readonly score: number;
}

/** Why a result rests on words alone. */
export type Degraded = 'embedder_slow' | 'embedder_away';

export interface RetrievalResult {
  /** Best first, no near-duplicates, at most `limit`. */
  readonly passages: readonly FoundPassage[];
  /** `null`: nothing was missing, which includes a server that is set to words alone. */
  readonly degraded: Degraded | null;
}

export interface RetrievalQuery {
  readonly text: string;
  readonly limit: number;
  /** Absent: all kinds. */
  readonly kinds?: readonly PassageKind[];
  /** Only passages about one of these, or that mention it. */
  readonly symbols?: readonly string[];
  /** Symbols it is about, beside those that the text names: passages about them come first. */
  readonly about?: readonly string[];
  /** Only of these local days, inclusive; absent: those that the text names come first. */
  readonly from?: string | null;
  readonly to?: string | null;
  /** Messages of this session are in the chat's history already. */
  readonly exceptSession?: string;
  /** For people: at most one passage of each thing, and two things that say the same are two. */
  readonly onePerThing?: boolean;
  /** So long the text's vector is waited for, in milliseconds. */
  readonly budgetMs?: number;
}

/** Finds what the user wrote or was told that fits a text. Sees `userId`'s rows and no others. Never rejects for a lack of vectors. */
export interface Retriever {
  /** False where the server is set to words alone. */
  readonly byMeaning: boolean;
  retrieve(userId: string, query: RetrievalQuery): Promise<RetrievalResult>;
  /** Begins to make the vector of a text that will be asked for in a moment. */
  prepare(text: string): void;
}

/** What a question asks for by name: known symbols, a period in the asker's local days, days of the week. */
export interface QuestionHints {
  readonly symbols: readonly string[];
  /** 1 is Monday, 7 is Sunday; empty: none is named. */
  readonly weekdays: readonly number[];
  readonly from: string | null;
  readonly to: string | null;
}

export interface HintReader {
  readHints(userId: string, text: string): Promise<QuestionHints>;
}

/** Texts to vectors. All vectors of one `model` have its `dimensions` and length 1. */
export interface Embedder {
  /** Stored with each vector, its length beside it: vectors of two models are never compared. */
  readonly model: string;
  /** `null`: not known before the first vector. */
  dimensions(): number | null;
  /** Questions go before passages that wait. Rejects with `EmbedderAway` where no vector comes. */
  embed(
    texts: readonly string[],
    wish: { purpose: 'question' | 'passage'; signal?: AbortSignal },
  ): Promise<Float32Array[]>;
  close(): Promise<void>;
}
