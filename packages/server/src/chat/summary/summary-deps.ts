/** What summarising needs of the chat's world. */
import type { ChatDeps } from '../deps.ts';
import type { SummaryStore } from '../summary-ports.ts';

export type SummaryDeps = Pick<ChatDeps, 'model' | 'models' | 'health' | 'prompts' | 'logger'> & {
  readonly summaries: SummaryStore;
};
