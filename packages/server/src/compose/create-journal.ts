/** The part of the composition root that keeps the journal: its stores, the engine, imports, the analyst. */

import { join } from 'node:path';
import type { Logger } from 'pino';
import type { ChatDeps } from '../chat/deps.ts';
import type { Config } from '../config.ts';
import { createAccountStore } from '../db/account-store.ts';
import { createBookStore } from '../db/book-store.ts';
import { createDemoStore } from '../db/demo-store.ts';
import { createExecutionStore } from '../db/execution-store.ts';
import { createImportStore } from '../db/import-store.ts';
import { createNoteStore } from '../db/note-store.ts';
import type { Storage } from '../db/open-storage.ts';
import { createPlaybookStore } from '../db/playbook-store.ts';
import { createSettingsStore } from '../db/settings-store.ts';
import { createTradeEngine } from '../db/trade-engine/trade-engine.ts';
import { createTradeStore } from '../db/trade-store.ts';
import { DEFAULTS } from '../defaults.ts';
import { createImportService } from '../journal/import-service.ts';
import type { JournalDeps } from '../journal/journal-deps.ts';
import { keepFigures, keepLists } from '../journal/kept-figures.ts';
import { createUserQueue } from '../journal/user-queue.ts';
import { createAnalyst } from '../llm/analyst/analyst.ts';
import { createSearchableDemo } from '../rag/searchable-demo.ts';
import { createSearchableNotes } from '../rag/searchable-notes.ts';
import { createSearchablePlaybooks } from '../rag/searchable-playbooks.ts';
import { createSearchableTrades } from '../rag/searchable-trades.ts';
import type { Recall } from './create-recall.ts';

/** Of one user, the running one included. */
const MAX_CHANGES_WAITING = 20;
/** Without a sign of life for so long, an import's process is dead. */
const DEAD_IMPORT_MS = 60_000;

export type Journal = JournalDeps & Pick<ChatDeps, 'analyst'>;

interface Made {
  readonly storage: Storage;
  readonly logger: Logger;
  /** `null`: no model is configured. */
  readonly model: object | null;
  readonly instance: string;
  readonly recall: Recall;
}

export function createJournal(config: Config, { storage, logger, model, instance, recall }: Made): Journal {
  const { database, alone } = storage;
  const stores = {
    accounts: createAccountStore(database),
    executions: createExecutionStore(database),
    books: createBookStore(database),
    imports: createImportStore(database, instance),
    settings: createSettingsStore(database, DEFAULTS),
    queue: createUserQueue(MAX_CHANGES_WAITING),
  };
  const stored = keepLists(createTradeStore(database, DEFAULTS), recall.versions);
  const trades = createSearchableTrades({ ...recall, trades: stored });
  const engine = keepFigures(createTradeEngine({ database, defaultTimeZone: DEFAULTS.timeZone }), recall.versions);
  const notes = createSearchableNotes({ ...recall, notes: createNoteStore(database) });
  const uploads = join(config.DATA_DIR, 'uploads');
  return {
    ...stores,
    uploads,
    importing: createImportService({
      ...stores,
      folder: uploads,
      deadAfterMs: alone ? 0 : DEAD_IMPORT_MS,
      onError: (error, what) => logger.error({ err: error, ...what }, 'an import failed'),
    }),
    trades,
    engine,
    notes,
    playbooks: createSearchablePlaybooks({ ...recall, playbooks: createPlaybookStore(database) }),
    demo: createSearchableDemo({ ...recall, demo: createDemoStore(database) }),
    models: model ? config.LLM_MODELS.map((configured) => configured.id) : [],
    now: () => new Date(),
    analyst: createAnalyst({ engine, notes, trades, names: recall.names, explainNoModel: model === null }),
  };
}
