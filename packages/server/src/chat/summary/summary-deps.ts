/** What summarising needs of the chat's world. */
import type { ChatDeps } from '../deps.ts';
import type { SummaryStore } from '../summary-ports.ts';
import type { AskForSummaryDeps } from './ask-for-summary.ts';

export type SummaryDeps = AskForSummaryDeps &
  Pick<ChatDeps, 'model'> & {
    readonly summaries: SummaryStore;
  };
