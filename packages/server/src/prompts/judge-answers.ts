/** Some of the answers are judged by a model, beside the requests: claimed one by one, so that no two instances pay for the same. */
import type { Logger } from 'pino';
import type { JudgedAnswer, JudgeStore } from './judge-ports.ts';

interface JudgeAnswersDeps {
  readonly store: JudgeStore;
  readonly percent: number;
  readonly judge: (answer: JudgedAnswer) => Promise<number | null>;
  readonly logger: Pick<Logger, 'info'>;
}

/** At most so many in a row; the next time goes on. */
const MOST = 20;

/** The database is not held while the judge thinks. */
export async function judgeAnswers({ store, percent, judge, logger }: JudgeAnswersDeps): Promise<void> {
  for (let n = 0; n < MOST; n += 1) {
    const claimed = await store.claimUnjudged(percent);
    if (!claimed) return;
    const confidence = await judge(claimed);
    if (confidence !== null) await store.saveJudgement(claimed, confidence);
    else logger.info({ stream_id: claimed.streamId }, 'an answer could not be judged');
  }
}
