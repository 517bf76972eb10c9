/** Some of the answers are judged by a model, in a job: claimed one by one, so that a crash costs one try and nobody pays twice. */
import type { Logger } from 'pino';
import type { ClaimedAnswer, Judgement, JudgeShare, JudgeStore } from './judge-ports.ts';

interface JudgeAnswersDeps {
  readonly store: Pick<JudgeStore, 'claimUnjudged' | 'saveJudgement'>;
  readonly share: JudgeShare;
  readonly judge: (answer: ClaimedAnswer, signal: AbortSignal) => Promise<Judgement | null>;
  readonly logger: Pick<Logger, 'info'>;
}

/** Until none is due, or the judge cannot be asked. The database is not held while the judge thinks. */
export async function judgeAnswers(deps: JudgeAnswersDeps, signal: AbortSignal): Promise<void> {
  const { store, share, judge, logger } = deps;
  const sum = { judged: 0, failed: 0, tokens: 0, cost_usd: 0 };
  while (!signal.aborted) {
    const claimed = await store.claimUnjudged(share);
    if (!claimed) break;
    const judgement = await judge(claimed, signal);
    if (judgement?.confidence == null) sum.failed += 1;
    else sum.judged += 1;
    // A judge who is away would use up the tries of all the others.
    if (!judgement) break;
    await store.saveJudgement(claimed, judgement);
    sum.tokens += judgement.usage?.total_tokens ?? 0;
    sum.cost_usd += judgement.usage?.cost_usd ?? 0;
  }
  logger.info(sum, 'answers were judged');
}
