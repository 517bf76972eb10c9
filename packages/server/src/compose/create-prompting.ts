/** The prompts and their experiments, with what is done for them beside the requests. */
import type { Logger } from 'pino';
import type { ChatModel } from '../chat/model-ports.ts';

import type { Prompts } from '../chat/rendering-ports.ts';
import { createRepeater } from '../chat/repeater.ts';
import type { Config } from '../config.ts';
import type { Database } from '../db/database.ts';
import { createExecutionCounter } from '../db/execution-counter.ts';
import { createExperimentStore } from '../db/experiment-store.ts';
import { createJudgeStore } from '../db/judge-store.ts';
import { createPromptStore } from '../db/prompt-store.ts';
import { assignmentRoutes, experimentReadingRoutes, experimentWritingRoutes } from '../http/experiment-routes.ts';
import { promptReadingRoutes, promptWritingRoutes } from '../http/prompt-routes.ts';
import type { HttpDeps } from '../http/server.ts';
import { BUILT_IN } from '../prompts/built-in.ts';
import { createChatPrompts } from '../prompts/chat-prompts.ts';
import { createExperiments } from '../prompts/experiments.ts';
import { judgeAnswer } from '../prompts/judge-answer.ts';
import { judgeAnswers } from '../prompts/judge-answers.ts';
import type { JudgedAnswer } from '../prompts/judge-ports.ts';
import { createPromptLibrary, type PromptLibrary } from '../prompts/prompt-library.ts';
import { createPromptRegistry } from '../prompts/prompt-registry.ts';
import { tendExperiments } from '../prompts/tend-experiments.ts';

/** Another instance's new prompt is used here so much later at the latest. */
const PROMPTS_MS = 3_000;
/** Answers are in an experiment's results so much later. */
const EXPERIMENTS_MS = 4_000;
/** Between two looks for answers to be judged. */
const JUDGE_MS = 5_000;

export interface Prompting {
  readonly prompts: Prompts;
  readonly routes: HttpDeps['scopedRoutes'];
  stop(): void;
}

interface Made {
  readonly database: Database;
  readonly logger: Logger;
  readonly model: ChatModel | null;
}

/** What ships is stored first, so that everything that is ever used has a number. */
export async function createPrompting(config: Config, { database, logger, model }: Made): Promise<Prompting> {
  const store = createPromptStore(database);
  await store.shipVersions(BUILT_IN);
  const library = createPromptLibrary({ store, logger });
  await library.reload();
  const experimentStore = createExperimentStore(database);
  const counter = createExecutionCounter(database);
  const tending = { store: experimentStore, counter, library, logger, random: Math.random };
  const jobs = [
    { every: PROMPTS_MS, name: 'look for new prompts', run: library.refresh },
    { every: EXPERIMENTS_MS, name: 'count answers', run: () => tendExperiments(tending) },
    ...judging(config, { database, logger, model, library }),
  ].map((job) => createRepeater({ logger }, job));
  const registry = createPromptRegistry({ store, library });
  const experiments = createExperiments({ store: experimentStore, library });
  return {
    prompts: createChatPrompts({ library, experiments: experimentStore }),
    routes: [
      { scope: 'prompts:read', routes: [promptReadingRoutes(registry), experimentReadingRoutes(experiments)] },
      { scope: 'prompts:write', routes: [promptWritingRoutes(registry), experimentWritingRoutes(experiments)] },
      { scope: 'chat', routes: [assignmentRoutes(experiments)] },
    ],
    stop() {
      for (const job of jobs) job.stop();
    },
  };
}

/** Only where it is wished for, and there is a model to ask. */
function judging(config: Config, { database, logger, model, library }: Made & { library: PromptLibrary }) {
  const percent = config.CONFIDENCE_JUDGE_PERCENT;
  const defaultModel = config.CONFIDENCE_JUDGE_MODEL ?? config.LLM_MODELS[0]?.id;
  if (!model || percent === 0 || defaultModel === undefined) return [];
  const judge = (answer: JudgedAnswer) => judgeAnswer({ model, defaultModel, library }, answer);
  const deps = { store: createJudgeStore(database), percent, judge, logger };
  return [{ every: JUDGE_MS, name: 'judge answers', run: () => judgeAnswers(deps) }];
}
