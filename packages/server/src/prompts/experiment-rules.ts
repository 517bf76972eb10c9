/** What may become of an experiment, and what that is in the database. */
import type { Experiment, ExperimentPatch, ExperimentStop, NewExperiment } from '@tradistry/protocol';
import { Refusal } from '../refusal.ts';
import type { ExperimentChange } from './experiment-ports.ts';

/** By variant; they add up to 1. */
type Weights = Readonly<Record<string, number>>;

export function start(experiment: Experiment, live: readonly Experiment[]): ExperimentChange {
  if (experiment.status !== 'draft')
    throw new Refusal('conflict', 'Only a draft can be started. Make a new experiment.');
  checkApart(experiment, live);
  const weights = firstWeights(experiment);
  return {
    ...{ action: 'experiment_started', details: { weights }, status: 'running' },
    generation: { number: 1, weights },
  };
}

/** In an adaptive experiment no variant gets less than the floor, from the first batch on. */
function firstWeights({ variants, allocation, adaptive }: Experiment): Weights {
  const weights = normalWeights(Object.fromEntries(variants.map(({ name, weight }) => [name, weight])));
  if (allocation === 'fixed') return weights;
  const free = 1 - adaptive.floor * variants.length;
  return Object.fromEntries(Object.entries(weights).map(([name, weight]) => [name, adaptive.floor + free * weight]));
}

/** A user can have one prompt of a type, so experiments with one type share out different users: those of one namespace. */
function checkApart({ type, namespace }: Experiment, live: readonly Experiment[]): void {
  const other = live.find(
    (each) =>
      each.status === 'running' &&
      each.type === type &&
      (each.namespace.name !== namespace.name ||
        (each.namespace.from < namespace.to && namespace.from < each.namespace.to)),
  );
  if (!other) return;
  throw new Refusal(
    'conflict',
    `The experiment "${other.name}" runs with users of ${describe(other)}. Take a range apart from it in the same namespace, or stop it.`,
  );
}

function describe({ namespace: { name, from, to } }: Experiment): string {
  return `the namespace "${name}" from ${from} to ${to}`;
}

export function change(experiment: Experiment, patch: ExperimentPatch): ExperimentChange {
  checkPatch(experiment, patch);
  const { weights } = patch;
  const changed = { definition: definitionOf(experiment, patch), details: patch };
  if (!weights || experiment.status !== 'running') return { ...changed, action: 'experiment_changed' };
  const number = lastGeneration(experiment) + 1;
  return { ...changed, action: 'weights_set', generation: { number, weights: normalWeights(weights) } };
}

function checkPatch({ status, allocation, coverage, variants }: Experiment, patch: ExperimentPatch): void {
  const running = status === 'running';
  if (!running && status !== 'draft')
    throw new Refusal('conflict', 'The experiment is over. What it was stays as it is.');
  if (patch.weights && running && allocation === 'adaptive')
    throw new Refusal(
      'conflict',
      'The weights of an adaptive experiment follow what is seen. Stop it to set them by hand.',
    );
  if (patch.coverage !== undefined && running && patch.coverage < coverage)
    throw new Refusal('conflict', 'Coverage can only grow while an experiment runs: nobody is sent away.');
  if (!patch.weights) return;
  const names = variants.map(({ name }) => name);
  const named = Object.keys(patch.weights);
  const whole = named.length === names.length && named.every((name) => names.includes(name));
  if (whole && Object.values(patch.weights).some((weight) => weight > 0)) return;
  throw new Refusal('invalid_request', 'The weights must name each variant once, and one must be above 0.', {
    errors: [{ path: 'weights', message: `must name ${names.join(', ')}` }],
  });
}

function definitionOf(experiment: Experiment, { weights, name, hypothesis, coverage }: ExperimentPatch): NewExperiment {
  const { id: _, status, generations, author, created_at, started_at, ended_at, reason, ...definition } = experiment;
  return {
    ...definition,
    name: name ?? definition.name,
    hypothesis: hypothesis ?? definition.hypothesis,
    coverage: coverage ?? definition.coverage,
    variants: definition.variants.map((each) => ({ ...each, weight: weights?.[each.name] ?? each.weight })),
  };
}

export function stop(experiment: Experiment, { winner, reason }: ExperimentStop): ExperimentChange {
  if (experiment.status !== 'running') throw new Refusal('conflict', 'The experiment does not run.');
  const won = experiment.variants.find(({ name }) => name === winner);
  if (winner !== undefined && !won)
    throw new Refusal('invalid_request', `There is no variant "${winner}".`, {
      errors: [{ path: 'winner', message: 'must be a variant of the experiment' }],
    });
  const said = reason ?? (won ? `${won.name} was chosen.` : 'Stopped by hand.');
  return {
    ...{ action: 'experiment_stopped', status: 'stopped', reason: said, details: { reason: said, winner } },
    ...(won && { production: { type: experiment.type, version: won.version } }),
  };
}

/** A guardrail broke: nobody is given a variant any more. `null`: it does not run any more. */
export function rollBack({ status }: Experiment, reason: string): ExperimentChange | null {
  if (status !== 'running') return null;
  return { action: 'experiment_rolled_back', status: 'rolled_back', reason, details: { reason } };
}

/** The next generation of an adaptive experiment, by whoever was first; `null`: another instance was. */
export function shareOut(experiment: Experiment, after: number, weights: Weights): ExperimentChange | null {
  if (experiment.status !== 'running' || lastGeneration(experiment) !== after) return null;
  const number = after + 1;
  return { action: 'weights_set', details: { generation: number, weights }, generation: { number, weights } };
}

function lastGeneration({ generations }: Experiment): number {
  return generations.at(-1)?.generation ?? 0;
}

function normalWeights(weights: Weights): Weights {
  const sum = Object.values(weights).reduce((total, weight) => total + weight, 0);
  return Object.fromEntries(Object.entries(weights).map(([name, weight]) => [name, weight / sum]));
}
