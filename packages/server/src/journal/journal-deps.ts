/** Everything the journal's routes and services are made of; `app.ts` builds it once. */

import type { AccountStore, SettingsStore } from './account-ports.ts';
import type { DemoStore } from './demo-ports.ts';
import type { ImportStore } from './import-ports.ts';
import type { ImportService } from './import-service.ts';
import type { BookStore, ExecutionStore } from './matching-ports.ts';
import type { NoteStore, PlaybookStore } from './note-ports.ts';
import type { TradeEngine, TradeStore } from './trade-ports.ts';
import type { UserQueue } from './user-queue.ts';

export interface JournalDeps {
  readonly accounts: AccountStore;
  readonly executions: ExecutionStore;
  readonly books: BookStore;
  readonly imports: ImportStore;
  readonly settings: SettingsStore;
  readonly trades: TradeStore;
  readonly engine: TradeEngine;
  readonly notes: NoteStore;
  readonly playbooks: PlaybookStore;
  readonly demo: DemoStore;
  /** Puts what changes a user's journal in line. */
  readonly queue: UserQueue;
  readonly importing: ImportService;
  /** Where uploads are kept until they are imported. */
  readonly uploads: string;
  /** The configured models. */
  readonly models: readonly string[];
  readonly now: () => Date;
}
