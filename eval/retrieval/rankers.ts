/** The ways of ranking that are compared: plain full text, plain meaning, the product's words alone, and what ships. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pino from 'pino';
import { createEmbedder } from '../../packages/server/src/compose/create-recall.ts';
import { readConfig } from '../../packages/server/src/config.ts';
import { createNoteStore } from '../../packages/server/src/db/note-store.ts';
import { openStorage, type Storage } from '../../packages/server/src/db/open-storage.ts';
import { createPassageSearch } from '../../packages/server/src/db/passage-search.ts';
import { createPassageStore } from '../../packages/server/src/db/passage-store.ts';
import { createSettingsStore } from '../../packages/server/src/db/settings-store.ts';
import { createNameReader } from '../../packages/server/src/db/trade-engine/name-reader.ts';
import { createHintReader } from '../../packages/server/src/llm/analyst/read-hints.ts';
import { createPassageKeeper } from '../../packages/server/src/rag/passage-keeper.ts';
import type { Embedder, Retriever } from '../../packages/server/src/rag/ports.ts';
import { createQuestionVectors } from '../../packages/server/src/rag/question-vectors.ts';
import { createRetriever } from '../../packages/server/src/rag/retriever.ts';
import { TERMS_VERSION } from '../../packages/server/src/rag/terms/vocabulary.ts';
import { ASKED_ON, type EvalQuestion } from './read-questions.ts';
import type { EvalSet } from './read-set.ts';
import type { Ranking } from './score.ts';

const DEFAULTS = { timeZone: 'UTC' };
const DEPTH = 10;
/** What is compared is the order, not the machine. */
const BUDGET_MS = 60_000;

export interface Ranker {
  readonly name: string;
  rank(question: EvalQuestion): Promise<Ranking>;
}

/** Keeps each set in an embedded database as one user's notes, and lets each way find them there. */
export async function openRankers(sets: readonly EvalSet[]) {
  const folder = mkdtempSync(join(tmpdir(), 'tradistry-eval-'));
  const config = readConfig({ DATA_DIR: folder, LOG_LEVEL: 'warn' });
  const storage = await openStorage(config, pino({ level: 'warn' }, pino.destination(2)));
  const embedder = createEmbedder(config);
  if (!embedder) throw new Error('EMBEDDINGS_MODEL names no embedder: there is no meaning to rank by.');
  const kept = await keepNotes({ storage, embedder }, sets);
  return {
    rankers: [
      byPlainText(storage, kept),
      await byPlainMeaning(embedder, sets),
      byRetriever('words', createOwn({ storage, embedder: null }), kept),
      byRetriever('what ships', createOwn({ storage, embedder }), kept),
    ],
    async close() {
      await embedder.close();
      await storage.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

type Kept = ReadonlyMap<string, string>;

/** The ids that the notes got, to the ids by which questions name them. */
async function keepNotes({ storage, embedder }: { storage: Storage; embedder: Embedder }, sets: readonly EvalSet[]) {
  const store = createNoteStore(storage.database);
  const kept = new Map<string, string>();
  for (const { name, notes } of sets)
    for (const { id, text, date, symbols, tags } of notes) {
      const note = await store.createNote(name, { text, date, symbols: [...symbols], tags: [...tags] });
      kept.set(note.id, id);
    }
  const keeper = createPassageKeeper({
    store: createPassageStore({ ...storage, ...DEFAULTS, terms: TERMS_VERSION }),
    embedder,
    giveWay: async () => undefined,
  });
  await keeper.catchUp(new AbortController().signal);
  return kept;
}

/** As the server composes it, but on the day of the questions. */
function createOwn({ storage, embedder }: { storage: Storage; embedder: Embedder | null }): Retriever {
  const { database } = storage;
  const today = () => ASKED_ON;
  const onError = (error: unknown) => {
    throw error;
  };
  return createRetriever({
    search: createPassageSearch(database),
    hints: createHintReader({
      names: createNameReader(database),
      settings: createSettingsStore(database, DEFAULTS),
      now: today,
    }),
    vectors: embedder && createQuestionVectors({ embedder, onError }),
    budgetMs: BUDGET_MS,
    today,
  });
}

function byRetriever(name: string, retriever: Retriever, kept: Kept): Ranker {
  return {
    name,
    async rank({ text, set }) {
      const { passages } = await retriever.retrieve(set, { text, limit: DEPTH, kinds: ['note'], onePerThing: true });
      return passages.map(({ sourceId }) => kept.get(sourceId) ?? sourceId);
    },
  };
}

const FULL_TEXT = `SELECT n.id FROM tradistry.notes n
  CROSS JOIN (SELECT replace(plainto_tsquery('english', $1)::text, '&', '|')::tsquery AS asked) q
  CROSS JOIN LATERAL (SELECT to_tsvector('english', n.text) AS words) w
  WHERE n.user_id = $3 AND w.words @@ asked ORDER BY ts_rank(w.words, asked) DESC, n.id LIMIT $2`;

/** PostgreSQL's own: any of the words, by `ts_rank`. */
function byPlainText(storage: Storage, kept: Kept): Ranker {
  return {
    name: 'full text',
    async rank({ text, set }) {
      const { rows } = await storage.query(FULL_TEXT, [text, DEPTH, set]);
      // As the statement selects them.
      return (rows as { id: string }[]).map(({ id }) => kept.get(id) ?? id);
    },
  };
}

/** The embedder's own: the cosine between the question and the beginning of each note, as they were written. */
async function byPlainMeaning(embedder: Embedder, sets: readonly EvalSet[]): Promise<Ranker> {
  const read = new Map<string, { id: string; vector: Float32Array | undefined }[]>();
  for (const { name, notes } of sets) {
    const texts = notes.map(({ text }) => text);
    const vectors = await embedder.embed(texts, { purpose: 'passage' });
    read.set(
      name,
      notes.map(({ id }, at) => ({ id, vector: vectors[at] })),
    );
  }
  return {
    name: 'meaning',
    async rank({ text, set }) {
      const [asked] = await embedder.embed([text], { purpose: 'question' });
      const near = (read.get(set) ?? []).map(({ id, vector }) => ({ id, similarity: dot(asked, vector) }));
      return near
        .sort((a, b) => b.similarity - a.similarity)
        .slice(0, DEPTH)
        .map(({ id }) => id);
    },
  };
}

/** Vectors have length 1. */
function dot(a: Float32Array | undefined, b: Float32Array | undefined): number {
  return a && b ? a.reduce((sum, value, at) => sum + value * (b[at] ?? 0), 0) : 0;
}
