/** What a job does for experiments beside the requests: answers are counted, guardrails watched, adaptive weights renewed. */
import type { Experiment } from '@tradistry/protocol';
import type { Logger } from 'pino';
import { lookUp, type Sums } from './arm-sums.ts';
import { ANSWERS, countExecutions } from './count-executions.ts';
import type { ExecutionCounter, ExperimentStore } from './experiment-ports.ts';
import { beliefsOf, lookOf, resultsOf } from './experiment-results.ts';
import { rollBack, shareOut } from './experiment-rules.ts';
import { TRADISTRY } from './ports.ts';
import type { PromptLibrary } from './prompt-library.ts';
import { sayBroken } from './say-verdict.ts';
import type { Random } from './statistics/seeded-random.ts';
import { thompsonWeights } from './statistics/thompson-weights.ts';

/** Of a batch that is counted in one transaction: on the embedded database nothing else is done meanwhile. */
const BATCH = 250;

interface TendDeps {
  readonly store: Pick<ExperimentStore, 'readMoments' | 'keepLook' | 'changeExperiment'>;
  readonly counter: Pick<ExecutionCounter, 'countDue'>;
  readonly library: Pick<PromptLibrary, 'running' | 'reload'>;
  readonly logger: Pick<Logger, 'warn' | 'info'>;
  readonly onRolledBack: () => void;
  readonly random: Random;
}

/** Counts what is due, then looks at each experiment that runs. */
export async function tendExperiments(deps: TendDeps, signal: AbortSignal): Promise<void> {
  for (let more = true; more && !signal.aborted; )
    more = (await deps.counter.countDue(BATCH, countExecutions)) === BATCH;
  for (const experiment of deps.library.running()) await tend(deps, experiment);
}

async function tend(deps: TendDeps, experiment: Experiment): Promise<void> {
  const sums = await deps.store.readMoments(experiment.id);
  const results = resultsOf(experiment, sums);
  const look = lookOf(results);
  if (look.differences.length > 0) await deps.store.keepLook(experiment.id, look);
  const broken = results.comparisons.find(({ found }) => found === 'broken');
  if (broken) {
    const reason = sayBroken(experiment, broken);
    const changed = await deps.store.changeExperiment(TRADISTRY, experiment.id, (now) => rollBack(now, reason));
    if (changed) {
      deps.onRolledBack();
      deps.logger.warn({ experiment: experiment.id, reason }, 'an experiment was rolled back');
    }
    await deps.library.reload();
  } else if (experiment.allocation === 'adaptive') await renewWeights(deps, experiment, lookUp(sums.moments));
}

/** After each batch of users the next is shared out by what is known of all before. */
async function renewWeights(deps: TendDeps, experiment: Experiment, sums: Sums): Promise<void> {
  const { adaptive, generations, variants } = experiment;
  const current = generations.at(-1)?.generation ?? 0;
  const users = variants.reduce((sum, { name }) => sum + sums.of(current, name, ANSWERS).users, 0);
  if (users < adaptive.batch_users) return;
  const shares = thompsonWeights(beliefsOf(experiment, sums), adaptive.floor, deps.random);
  const weights = Object.fromEntries(variants.map(({ name }, arm) => [name, shares[arm] ?? 0]));
  const changed = await deps.store.changeExperiment(TRADISTRY, experiment.id, (now) => shareOut(now, current, weights));
  if (changed)
    deps.logger.info({ experiment: experiment.id, generation: current + 1, weights }, 'weights of an experiment');
  await deps.library.reload();
}
