/** Beside the requests: a broken guardrail rolls back by itself, and adaptive weights go where the good answers are. */
import type { Experiment } from '@tradistry/protocol';
import { expect, test } from 'vitest';
import { anExperiment } from '../testing/an-experiment.ts';
import { ANSWERS } from './count-executions.ts';
import type { ExperimentChange, ExperimentStore } from './experiment-ports.ts';
import { start } from './experiment-rules.ts';
import type { ArmMoments } from './ports.ts';
import type { Moments } from './statistics/moments.ts';
import { seededRandom } from './statistics/seeded-random.ts';
import { tendExperiments } from './tend-experiments.ts';

const users = (count: number, good: number): Moments => ({
  ...{ users: count, w: count, ww: count },
  ...{ x: good, wx: good, xx: good },
});

let rollbacks = 0;
const looks: Parameters<ExperimentStore['keepLook']>[1][] = [];

/** What tending comes to for an experiment with these sums, by arm. */
async function tended(
  experiment: Experiment,
  metric: string,
  arms: Record<string, Moments>,
): Promise<ExperimentChange[]> {
  const changes: ExperimentChange[] = [];
  const generation = experiment.generations.length;
  const moments = Object.entries(arms).flatMap(([arm, sums]): ArmMoments[] => [
    { generation, arm, metric, moments: sums },
    { generation, arm, metric: ANSWERS, moments: { ...sums, x: sums.w, wx: sums.ww, xx: sums.ww } },
  ]);
  const deps: Parameters<typeof tendExperiments>[0] = {
    store: {
      readMoments: async () => ({ moments, countedAt: null }),
      keepLook: async (_id, look) => void looks.push(look),
      async changeExperiment(_author, _id, decide) {
        const change = decide(experiment, [experiment]);
        if (change) changes.push(change);
        return change ? experiment : null;
      },
    },
    counter: { countDue: async () => 0 },
    library: { running: () => [experiment], reload: async () => undefined },
    logger: { warn: () => undefined, info: () => undefined },
    onRolledBack: () => {
      rollbacks += 1;
    },
    random: seededRandom(1),
  };
  await tendExperiments(deps, new AbortController().signal);
  return changes;
}

test('a guardrail that breaks rolls back, and says so with its numbers', async () => {
  const experiment = anExperiment({ guardrails: [{ metric: 'error', tolerance: 0.01 }] });
  const [change] = await tended(experiment, 'error', { control: users(400, 8), candidate: users(400, 100) });
  expect(change).toMatchObject({ status: 'rolled_back', action: 'experiment_rolled_back' });
  expect(change?.reason).toContain('The guardrail error broke');
  expect(change?.reason).toContain('800 users');
  expect(rollbacks).toBe(1);
});

test('nothing happens while nothing is sure', async () => {
  const guarded = { guardrails: [{ metric: 'error' as const, tolerance: 0.01 }] };
  const alike = { control: users(400, 8), candidate: users(400, 10) };
  expect(await tended(anExperiment(guarded), 'error', alike)).toEqual([]);
  expect(rollbacks).toBe(1);
});

test('after a batch an adaptive experiment has new weights: more for the better arm, the floor for the other', async () => {
  const experiment = anExperiment({ allocation: 'adaptive' });
  const [change] = await tended(experiment, 'helpful', { control: users(150, 60), candidate: users(150, 120) });
  expect(change).toMatchObject({ action: 'weights_set', generation: { number: 2 } });
  const weights = change?.generation?.weights ?? {};
  expect(weights['candidate']).toBeCloseTo(0.95, 2);
  expect(weights['control']).toBeCloseTo(0.05, 2);
});

test('before the batch is whole they stay', async () => {
  const experiment = anExperiment({ allocation: 'adaptive' });
  expect(await tended(experiment, 'helpful', { control: users(50, 20), candidate: users(50, 40) })).toEqual([]);
});

test('what the intervals were is kept as users come in', async () => {
  looks.length = 0;
  await tended(anExperiment(), 'helpful', { control: users(150, 60), candidate: users(150, 120) });
  expect(looks).toMatchObject([{ users: 300, differences: [{ variant: 'candidate' }] }]);
  const [difference] = looks[0]?.differences ?? [];
  expect(difference?.difference).toBeCloseTo(0.4, 9);
  await tended(anExperiment(), 'helpful', {});
  expect(looks.length).toBe(1);
});

test('an adaptive experiment begins with the floor for a variant that was given less', () => {
  const draft = anExperiment({ allocation: 'adaptive', status: 'draft', generations: [] });
  const [control, candidate] = draft.variants;
  if (!control || !candidate) throw new Error('two variants');
  const { generation } = start(
    {
      ...draft,
      variants: [
        { ...control, weight: 1 },
        { ...candidate, weight: 0 },
      ],
    },
    [],
  );
  expect(generation?.weights).toEqual({ control: expect.closeTo(0.95, 9), candidate: expect.closeTo(0.05, 9) });
});
