/** What the chat is built with: one typed object, made once in `app.ts`. Time, ids and chance come in through it. */
import type { Settings } from '@tradistry/protocol';
import type { Logger } from 'pino';
import type { NoteFinder, PlaybookReader } from '../journal/note-ports.ts';
import type { NameReader, TradeEngine, TradeReader } from '../journal/trade-ports.ts';
import type { ConfiguredModel } from '../model-list.ts';
import type { Retriever } from '../rag/ports.ts';
import type { Analyst } from './analyst-ports.ts';
import type { OtherInstances } from './instance-ports.ts';
import type { Hedging } from './ladder/hedging.ts';
import type { LateBills } from './late-bills.ts';
import type { ChatLimits } from './limit-ports.ts';
import type { ChatModel, ModelHealth } from './model-ports.ts';
import type { Prompts } from './rendering-ports.ts';
import type { SummaryQueue } from './summary-ports.ts';
import type { Telemetry } from './telemetry-ports.ts';
import type { TitleQueue } from './title-ports.ts';
import type { TokenCounter } from './token-ports.ts';
import type { TrialStore } from './trial-ports.ts';
import type { TurnLogs } from './turn-log.ts';
import type { TurnStore } from './turn-store-ports.ts';

export interface ChatDeps {
  readonly turns: TurnStore;
  readonly trials: TrialStore;
  readonly logs: TurnLogs;
  /** `null`: no model is configured and the analyst answers. */
  readonly model: ChatModel | null;
  readonly models: readonly ConfiguredModel[];
  /** Breakers, retry budget and first-token times of the models. */
  readonly health: ModelHealth;
  /** Asking a second model when the first is late; `null`: never. */
  readonly hedging: Hedging | null;
  /** Of calls that ended without one; `null`: no model is configured. */
  readonly bills: LateBills | null;
  readonly analyst: Analyst;
  readonly prompts: Prompts;
  readonly engine: TradeEngine;
  readonly trades: TradeReader;
  readonly names: NameReader;
  readonly notes: NoteFinder;
  readonly retriever: Retriever;
  readonly playbooks: PlaybookReader;
  readonly settings: { getSettings(userId: string): Promise<Settings> };
  readonly summaryQueue: SummaryQueue;
  /** `null`: chats are called by the beginning of their question. */
  readonly titleQueue: TitleQueue | null;
  readonly tokens: TokenCounter;
  readonly limits: ChatLimits;
  readonly instance: string;
  /** `null` where there can be none: the embedded database has one process. */
  readonly others: OtherInstances | null;
  /** So many days the requests that made an answer are kept; 0: they are not. */
  readonly requestDays: number;
  /** So long a turn may go without any content before the analyst answers, in milliseconds. */
  readonly ladderBudgetMs: number;
  readonly telemetry: Telemetry;
  /** As logs and operators see a user: the id itself, or its hash. */
  readonly userKey: (userId: string) => string;
  readonly logger: Logger;
  readonly newId: () => string;
  /** In [0, 1). */
  readonly random: () => number;
  /** Wall clock. */
  readonly today: () => Date;
  /** Monotonic milliseconds. */
  readonly now: () => number;
  /** Resolves after `ms`, or at once when `signal` aborts. */
  readonly wait: (ms: number, signal: AbortSignal) => Promise<void>;
}
