/** What passages need of the database: things to be cut, pieces kept and found, vectors, and what is still to be done. */
import type { PassageKind } from '@tradistry/protocol';
import type { Passage } from './ports.ts';

export interface ThingKey {
  readonly kind: PassageKind;
  readonly id: string;
}

/** A note, playbook or message as its author wrote it, or a trade in the words that somebody put to it. */
export interface Thing extends ThingKey {
  readonly sessionId: string | null;
  readonly text: string;
  readonly date: string;
  readonly symbols: readonly string[];
  readonly tags: readonly string[];
}

/** A trade that somebody said something about. Money is a decimal string. */
export interface SpokenTrade extends ThingKey {
  readonly kind: 'trade';
  readonly date: string;
  readonly symbol: string;
  readonly underlying: string;
  readonly side: 'long' | 'short';
  readonly quantity: string;
  readonly entryPrice: string;
  readonly exitPrice: string | null;
  readonly netPnl: string | null;
  readonly currency: string;
  readonly heldSeconds: number | null;
  readonly setup: string | null;
  readonly tags: readonly string[];
}

export interface NewPiece {
  readonly text: string;
  /** Beside its stems: `$NVDA`, `~fomo`. */
  readonly marks: readonly string[];
}

/** A thing as it is kept: all its pieces, instead of those there were. */
export interface CutThing extends Omit<Thing, 'text'> {
  readonly pieces: readonly NewPiece[];
}

/** A piece without a vector of the model that is in use. */
export interface UnreadPassage {
  readonly id: string;
  readonly text: string;
  readonly symbols: readonly string[];
  readonly tags: readonly string[];
}

export interface ReadPassage extends Pick<UnreadPassage, 'id' | 'text'> {
  readonly vector: Float32Array;
}

/** A change that was not cut yet. */
export interface OutboxEntry extends ThingKey {
  readonly userId: string;
  /** Another one by the time it is taken off: it has changed since. */
  readonly stamp: string;
}

export interface PassageStore {
  /** Puts into the outbox what was cut by an older version of the traders' terms. */
  noteOlderTerms(): Promise<void>;
  /** The oldest changes over all users. */
  readOutbox(limit: number): Promise<OutboxEntry[]>;
  /** The oldest of one user's. */
  readOutboxOf(userId: string, limit: number): Promise<OutboxEntry[]>;
  /** Those that are still there. */
  loadThings(userId: string, keys: readonly ThingKey[]): Promise<(Thing | SpokenTrade)[]>;
  /** Pieces that say the same as before keep their vectors. Takes `done` off the outbox, in the same transaction. */
  writeThings(
    userId: string,
    things: readonly CutThing[],
    done: readonly (ThingKey & { readonly stamp: string })[],
  ): Promise<void>;
  /** Users with pieces that `model` has not read, and the first of those pieces. */
  findUnread(model: string, limit: number): Promise<{ userId: string; ids: string[] }[]>;
  loadUnread(userId: string, ids: readonly string[]): Promise<UnreadPassage[]>;
  /** Only where the text is still the one that was read. */
  writeVectors(userId: string, model: string, read: readonly ReadPassage[]): Promise<void>;
  /** Over all users, for people who watch: how many pieces `model` has read, and how many there are. */
  countRead(model: string): Promise<{ done: number; total: number }>;
}

export interface WordSearch {
  readonly text: string;
  /** Marks with their weights: 1 is that of a plain word. */
  readonly marks: readonly { readonly word: string; readonly weight: number }[];
  readonly kinds: readonly PassageKind[] | null;
  /** Nothing else counts. */
  readonly only: Bounds;
  /** Looked at besides: a period that the question names. */
  readonly also: Bounds;
  /** Whose messages are left out. */
  readonly exceptSession: string | null;
  readonly limit: number;
}

/** Local days, inclusive; null: open. */
export interface Bounds {
  readonly from: string | null;
  readonly to: string | null;
}

export interface WordHit extends Passage {
  /** By how rare the words are that it shares with the question; not bounded. */
  readonly wordScore: number;
}

export interface MeaningSearch {
  readonly model: string;
  readonly vector: Float32Array;
  readonly kinds: readonly PassageKind[] | null;
  readonly only: Bounds;
  readonly also: Bounds;
  readonly exceptSession: string | null;
  /** Those that were found by words: how near they are is wanted as well. */
  readonly ids: readonly string[];
  readonly limit: number;
}

export interface MeaningHit extends Passage {
  /** The cosine. */
  readonly similarity: number;
}

/** A word of a question that nobody wrote, and one of the user's own that begins like it. */
export interface NearWord {
  readonly asked: string;
  readonly word: string;
}

/** Where a search looks. */
export type SearchScope = Pick<WordSearch, 'kinds' | 'exceptSession'>;

export interface PassageSearch {
  /** Whether there is anything at all to be found. */
  hasAny(userId: string, scope: SearchScope): Promise<boolean>;
  findNearWords(userId: string, text: string): Promise<NearWord[]>;
  findByWords(userId: string, search: WordSearch): Promise<WordHit[]>;
  findByMeaning(userId: string, search: MeaningSearch): Promise<MeaningHit[]>;
}

/** One owner's vectors of one model. */
export interface OwnerVectors {
  readonly userId: string;
  readonly model: string;
  readonly dimensions: number;
}

/** Indexes of single owners' vectors. */
export interface OwnerIndexes {
  list(): Promise<OwnerVectors[]>;
  /** Who has at least so many vectors of the model. */
  countOwners(model: string, least: number): Promise<{ userId: string; passages: number }[]>;
  /** Minutes of one core for some hundred thousand; searches and writes go on meanwhile. */
  build(owner: OwnerVectors): Promise<void>;
  remove(owner: OwnerVectors): Promise<void>;
  /** Those of owners who are gone, and those that were cut off half-way. */
  removeStrays(): Promise<void>;
}
