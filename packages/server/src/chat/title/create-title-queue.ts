/** Chats are named by a job, beside the turns. */
import type { Jobs } from '../../jobs/ports.ts';
import type { TitleQueue } from '../title-ports.ts';
import { type TitleDeps, titleChat } from './title-chat.ts';

const QUEUE = 'titles';

/** Works on the queue from now on. */
export async function createTitleQueue({ jobs, ...deps }: TitleDeps & { readonly jobs: Jobs }): Promise<TitleQueue> {
  await jobs.work({ name: QUEUE, retries: 1 }, async ({ userId, streamId, answerId }, signal) => {
    if (userId && streamId && answerId) await titleChat(deps, { userId, streamId, answerId }, signal);
  });
  return {
    add: ({ userId, streamId, answerId }) => void jobs.send(QUEUE, { userId, streamId, answerId }, answerId),
  };
}
