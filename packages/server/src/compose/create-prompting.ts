/** The prompts and their experiments, as the chat, people and programs have them. */
import type { Logger } from 'pino';
import type { Prompts } from '../chat/rendering-ports.ts';
import { createRepeater } from '../chat/repeater.ts';
import type { Database } from '../db/database.ts';
import { createExperimentStore } from '../db/experiment-store.ts';
import { createPromptStore } from '../db/prompt-store.ts';
import { assignmentRoutes, experimentReadingRoutes, experimentWritingRoutes } from '../http/experiment-routes.ts';
import { promptReadingRoutes, promptWritingRoutes } from '../http/prompt-routes.ts';
import type { HttpDeps } from '../http/server.ts';
import { BUILT_IN } from '../prompts/built-in.ts';
import { createChatPrompts } from '../prompts/chat-prompts.ts';
import type { ExperimentStore } from '../prompts/experiment-ports.ts';
import { createExperiments } from '../prompts/experiments.ts';
import { createPromptLibrary, type PromptLibrary } from '../prompts/prompt-library.ts';
import { createPromptRegistry } from '../prompts/prompt-registry.ts';

/** Another instance's new prompt is used here so much later at the latest. */
const LOOK_MS = 3_000;

export interface Prompting {
  readonly prompts: Prompts;
  readonly routes: HttpDeps['scopedRoutes'];
  readonly library: PromptLibrary;
  readonly experiments: ExperimentStore;
  stop(): void;
}

interface Made {
  readonly database: Database;
  readonly logger: Logger;
}

/** What ships is stored first, so that everything that is ever used has a number. */
export async function createPrompting({ database, logger }: Made): Promise<Prompting> {
  const store = createPromptStore(database);
  await store.shipVersions(BUILT_IN);
  const library = createPromptLibrary({ store, logger });
  await library.reload();
  const looking = createRepeater({ logger }, { every: LOOK_MS, name: 'look for new prompts', run: library.refresh });
  const experimentStore = createExperimentStore(database);
  const registry = createPromptRegistry({ store, library });
  const experiments = createExperiments({ store: experimentStore, library });
  return {
    prompts: createChatPrompts({ library, experiments: experimentStore }),
    routes: [
      { scope: 'prompts:read', routes: [promptReadingRoutes(registry), experimentReadingRoutes(experiments)] },
      { scope: 'prompts:write', routes: [promptWritingRoutes(registry), experimentWritingRoutes(experiments)] },
      { scope: 'chat', routes: [assignmentRoutes(experiments)] },
    ],
    library,
    experiments: experimentStore,
    stop: looking.stop,
  };
}
