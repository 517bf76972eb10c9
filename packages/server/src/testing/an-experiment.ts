/** An experiment for tests below the server: it runs, control against candidate, half and half. */
import type { Experiment } from '@tradistry/protocol';

const BEGAN = '2026-03-01T12:00:00.000Z';

export function anExperiment(with_: Partial<Experiment> = {}): Experiment {
  return {
    ...{ id: 'e', name: 'Brief', type: 'chat', hypothesis: 'Brief is better.', allocation: 'fixed' },
    variants: [
      { name: 'control', version: 1, weight: 1 },
      { name: 'candidate', version: 2, weight: 1 },
    ],
    ...{ primary_metric: 'helpful', guardrails: [], min_users: 450, coverage: 1, alpha: 0.05 },
    namespace: { name: 'default', from: 0, to: 1 },
    adaptive: { batch_users: 200, floor: 0.05 },
    ...{ status: 'running', author: 'olga', created_at: BEGAN, started_at: BEGAN, ended_at: null, reason: null },
    generations: [{ generation: 1, weights: { control: 0.5, candidate: 0.5 }, began_at: BEGAN }],
    ...with_,
  };
}
