/** The part of the composition root that remembers: passages, their words and vectors, and how they are found again. */
import type { Logger } from 'pino';
import type { Config } from '../config.ts';
import { createJournalVersions } from '../db/journal-versions.ts';
import type { Storage } from '../db/open-storage.ts';
import { createOwnerIndexes } from '../db/owner-indexes.ts';
import { createPassageSearch } from '../db/passage-search.ts';
import { createPassageStore } from '../db/passage-store.ts';
import { createSettingsStore } from '../db/settings-store.ts';
import { createNameReader } from '../db/trade-engine/name-reader.ts';
import { DEFAULTS } from '../defaults.ts';
import { createApiEmbedder } from '../embed/api-embedder.ts';
import { createLocalEmbedder } from '../embed/local-embedder.ts';
import { readApiOptions } from '../embed/read-options.ts';
import { keepNames } from '../journal/kept-figures.ts';
import { createHintReader } from '../llm/analyst/read-hints.ts';
import { createGiveWay } from '../rag/give-way.ts';
import { createPassageKeeper } from '../rag/passage-keeper.ts';
import type { Embedder } from '../rag/ports.ts';
import { createQuestionVectors } from '../rag/question-vectors.ts';
import { createRetriever } from '../rag/retriever.ts';
import { TERMS_VERSION } from '../rag/terms/vocabulary.ts';

interface Made {
  readonly storage: Storage;
  readonly logger: Logger;
  readonly embedder: Embedder | null;
}

/** What a user wrote or was told, found again. */
export type Recall = ReturnType<typeof createRecall>;

/** `null`: by words alone. */
export function createEmbedder(config: Config): Embedder | null {
  if (config.EMBEDDINGS_MODEL === 'none') return null;
  const variant = `#${TERMS_VERSION}`;
  const api = readApiOptions(config, variant);
  return api ? createApiEmbedder(api) : createLocalEmbedder(variant);
}

export function createRecall(config: Config, { storage, logger, embedder }: Made) {
  const { database } = storage;
  const versions = createJournalVersions(database);
  const names = keepNames(createNameReader(database), versions);
  const store = createPassageStore({ database, ...DEFAULTS, terms: TERMS_VERSION });
  const onError = (error: unknown) => logger.warn({ err: error }, "a question's vector could not be made");
  const indexes =
    storage.connect && createOwnerIndexes({ database, schema: config.DATABASE_SCHEMA, connect: storage.connect });
  return {
    names,
    versions,
    store,
    vectors: embedder && indexes && { embedder, indexes },
    keeper: createPassageKeeper({ store, embedder, giveWay: createGiveWay() }),
    retriever: createRetriever({
      search: createPassageSearch(database),
      hints: createHintReader({ names, settings: createSettingsStore(database, DEFAULTS), now: () => new Date() }),
      vectors: embedder && createQuestionVectors({ embedder, onError }),
      budgetMs: config.EMBEDDINGS_BUDGET_MS,
      today: () => new Date(),
    }),
  };
}
