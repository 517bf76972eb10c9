/** Chats are summarised by a job, beside the turns: none waits for it, and what is lost is asked for again by the next answer. */
import type { Jobs } from '../../jobs/ports.ts';
import type { SummaryQueue } from '../summary-ports.ts';
import { summariseChat } from './summarise-chat.ts';
import type { SummaryDeps } from './summary-deps.ts';

const QUEUE = 'summaries';

/** Works on the queue from now on. */
export async function createSummaryQueue({
  jobs,
  ...deps
}: SummaryDeps & { readonly jobs: Jobs }): Promise<SummaryQueue> {
  await jobs.work({ name: QUEUE, retries: 1 }, async ({ userId, streamId, answerId }, signal) => {
    if (userId && streamId && answerId) await summariseChat(deps, { userId, streamId, answerId }, signal);
  });
  return {
    add: ({ userId, streamId, answerId }) => void jobs.send(QUEUE, { userId, streamId, answerId }, answerId),
  };
}
