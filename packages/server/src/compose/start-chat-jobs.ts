/** What models are asked beside the turns, as jobs: summaries and names of chats, judgements of answers. */
import type { Logger } from 'pino';
import { createAsk } from '../chat/ask-model.ts';
import type { ChatDeps } from '../chat/deps.ts';
import { createSummaryQueue } from '../chat/summary/create-summary-queue.ts';
import { createTitleQueue } from '../chat/title/create-title-queue.ts';
import type { Config } from '../config.ts';
import { createAskedExecutions } from '../db/asked-executions.ts';
import type { Database } from '../db/database.ts';
import { createSummaryStore } from '../db/summary-store.ts';
import { createTitleStore } from '../db/title-store.ts';
import type { Jobs } from '../jobs/ports.ts';
import type { PromptMetrics } from '../telemetry/prompt-metrics.ts';
import type { Prompting } from './create-prompting.ts';
import { startPromptJobs } from './start-prompt-jobs.ts';

/** The chat but for what waits for its answers. */
export type ChatEngine = Omit<ChatDeps, 'others' | 'summaryQueue' | 'titleQueue'>;

interface Made {
  readonly database: Database;
  readonly logger: Logger;
  readonly jobs: Jobs;
  readonly prompting: Prompting;
  readonly engine: ChatEngine;
  readonly metrics: PromptMetrics;
}

interface ChatJobs {
  readonly queues: Pick<ChatDeps, 'summaryQueue' | 'titleQueue'>;
  stop(): void;
}

/** Works on them from now on. */
export async function startChatJobs(config: Config, { engine, metrics, ...made }: Made): Promise<ChatJobs> {
  const { database, jobs } = made;
  const { model, prompts } = engine;
  const ask = createAsk({ ...engine, executions: createAskedExecutions(database), onAsked: metrics.asked });
  const asking = { ask, prompts, jobs };
  const titles = createTitleStore(database);
  const summaryQueue = await createSummaryQueue({ ...asking, model, summaries: createSummaryStore(database) });
  const titleQueue =
    model && config.TITLE_MODEL ? await createTitleQueue({ ...asking, model: config.TITLE_MODEL, titles }) : null;
  const { stop } = await startPromptJobs(config, { ...made, ask: model && ask, onRolledBack: metrics.rolledBack });
  return { queues: { summaryQueue, titleQueue }, stop };
}
