/** Experiments as people and programs have them: made, started, changed, ended, looked at. */
import type {
  Experiment,
  ExperimentAssignment,
  ExperimentPatch,
  ExperimentResults,
  ExperimentStop,
  NewExperiment,
  Page,
  PageQuery,
} from '@tradistry/protocol';
import { notFound } from '../refusal.ts';
import type { DecideChange, ExperimentStore } from './experiment-ports.ts';
import { resultsOf } from './experiment-results.ts';
import { change, start, stop } from './experiment-rules.ts';
import { placeUser } from './place-user.ts';
import type { Author } from './ports.ts';
import type { PromptLibrary } from './prompt-library.ts';

export interface Experiments {
  list(query: PageQuery): Promise<Page<Experiment>>;
  get(id: string): Promise<Experiment>;
  create(author: Author, experiment: NewExperiment): Promise<Experiment>;
  change(author: Author, id: string, patch: ExperimentPatch): Promise<Experiment>;
  start(author: Author, id: string): Promise<Experiment>;
  stop(author: Author, id: string, how: ExperimentStop): Promise<Experiment>;
  /** From sums alone: as quick after a million answers as after ten. */
  results(id: string): Promise<ExperimentResults>;
  /** The user's own place; taken now, if they have none. */
  assign(userId: string, id: string): Promise<ExperimentAssignment>;
}

interface ExperimentsDeps {
  readonly store: ExperimentStore;
  readonly library: Pick<PromptLibrary, 'reload'>;
}

export function createExperiments({ store, library }: ExperimentsDeps): Experiments {
  const changeBy = async (author: Author, id: string, decide: DecideChange) => {
    const changed = await store.changeExperiment(author, id, decide);
    await library.reload();
    if (!changed) throw notFound('experiment');
    return changed;
  };
  const get = async (id: string) => {
    const experiment = await store.findExperiment(id);
    if (!experiment) throw notFound('experiment');
    return experiment;
  };
  return {
    list: (query) => store.listExperiments(query),
    get,
    create: (author, experiment) => store.createExperiment(author, experiment),
    change: (author, id, patch) => changeBy(author, id, (experiment) => change(experiment, patch)),
    start: (author, id) => changeBy(author, id, start),
    stop: (author, id, how) => changeBy(author, id, (experiment) => stop(experiment, how)),
    async results(id) {
      const [experiment, sums, looks] = await Promise.all([get(id), store.readMoments(id), store.readLooks(id)]);
      return resultsOf(experiment, { ...sums, looks });
    },
    async assign(userId, id) {
      const experiment = await get(id);
      const place = placeUser(experiment, userId);
      const assigned = place && (await store.assign(userId, place));
      const version = experiment.variants.find(({ name }) => name === assigned?.variant)?.version ?? null;
      const { variant = null, generation = null } = assigned ?? {};
      return { experiment_id: id, variant, version, generation };
    },
  };
}
