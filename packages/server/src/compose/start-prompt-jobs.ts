/** What is done for prompts beside the requests, as jobs: answers counted and judged, experiments watched. */
import type { Logger } from 'pino';
import type { AskModel } from '../chat/ask-ports.ts';
import { createRepeater } from '../chat/repeater.ts';
import type { Config } from '../config.ts';
import type { Database } from '../db/database.ts';
import { createExecutionCounter } from '../db/execution-counter.ts';
import { createJudgeStore } from '../db/judge-store.ts';
import type { Jobs } from '../jobs/ports.ts';
import { judgeAnswer } from '../prompts/judge-answer.ts';
import { judgeAnswers } from '../prompts/judge-answers.ts';
import { tendExperiments } from '../prompts/tend-experiments.ts';
import type { Prompting } from './create-prompting.ts';

const COUNTING = { name: 'prompt-results', alone: true };
const JUDGING = { name: 'judgements', alone: true };
/** Between two looks for answers that are due; with the queue's own pause an answer is in the results some seconds later. */
const LOOK_MS = 2_000;

interface Made {
  readonly database: Database;
  readonly logger: Logger;
  readonly jobs: Jobs;
  readonly prompting: Pick<Prompting, 'library' | 'experiments'>;
  /** `null`: no model is configured. */
  readonly ask: AskModel | null;
  readonly onRolledBack: () => void;
}

/** Works on both queues from now on. */
export async function startPromptJobs(config: Config, made: Made): Promise<{ stop(): void }> {
  const { logger } = made;
  const looks = [await startCounting(made), ...(await startJudging(config, made))];
  const repeaters = looks.map((look) => createRepeater({ logger }, { every: LOOK_MS, ...look }));
  return {
    stop() {
      for (const repeater of repeaters) repeater.stop();
    },
  };
}

async function startCounting({ database, logger, jobs, prompting, onRolledBack }: Made) {
  const { library, experiments: store } = prompting;
  const counter = createExecutionCounter(database);
  const tending = { store, counter, library, logger, onRolledBack, random: Math.random };
  await jobs.work(COUNTING, (_data, signal) => tendExperiments(tending, signal));
  return {
    name: 'look for answers to count',
    async run() {
      if (await counter.isDue()) await jobs.send(COUNTING.name);
    },
  };
}

/** Only where it is wished for, and there is a model to ask. */
async function startJudging(config: Config, { database, logger, jobs, prompting: { library }, ask }: Made) {
  const share = { percent: config.CONFIDENCE_JUDGE_PERCENT, perDay: config.CONFIDENCE_JUDGE_PER_DAY };
  const model = config.CONFIDENCE_JUDGE_MODEL ?? config.LLM_MODELS[0]?.id;
  if (!ask || share.percent === 0 || model === undefined) return [];
  const store = createJudgeStore(database);
  const judge: Parameters<typeof judgeAnswers>[0]['judge'] = (answer, signal) =>
    judgeAnswer({ ask, model, library }, answer, signal);
  await jobs.work(JUDGING, (_data, signal) => judgeAnswers({ store, share, judge, logger }, signal));
  const run = async () => {
    if (await store.isDue(share)) await jobs.send(JUDGING.name);
  };
  return [{ name: 'look for answers to judge', run }];
}
