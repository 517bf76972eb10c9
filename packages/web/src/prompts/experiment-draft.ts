/** An experiment as it stands in the form: numbers are text until they are sent. */
import type { ExperimentMetric, NewExperimentInput } from '@tradistry/protocol';

export interface VariantDraft {
  readonly name: string;
  readonly version: number;
  readonly weight: string;
}

export interface GuardrailDraft {
  readonly metric: ExperimentMetric;
  readonly tolerance: string;
}

export interface ExperimentDraft {
  readonly name: string;
  readonly hypothesis: string;
  readonly allocation: 'fixed' | 'adaptive';
  readonly metric: ExperimentMetric;
  readonly variants: readonly VariantDraft[];
  readonly guardrails: readonly GuardrailDraft[];
  readonly minUsers: string;
  readonly coverage: string;
  readonly from: string;
  readonly to: string;
}

/** Control and candidate, half and half, guarded where it would hurt. */
export function newDraft(versions: { production: number; latest: number }): ExperimentDraft {
  return {
    ...{ name: '', hypothesis: '', allocation: 'fixed', metric: 'helpful' },
    variants: [
      { name: 'control', version: versions.production, weight: '1' },
      { name: 'candidate', version: versions.latest, weight: '1' },
    ],
    guardrails: [{ metric: 'error', tolerance: '0.02' }],
    ...{ minUsers: '450', coverage: '1', from: '0', to: '1' },
  };
}

export function toExperiment(draft: ExperimentDraft): NewExperimentInput {
  const { name, hypothesis, allocation, metric, variants, guardrails, minUsers, coverage, from, to } = draft;
  return {
    ...{ name, hypothesis, allocation, primary_metric: metric },
    variants: variants.map((variant) => ({ ...variant, weight: Number(variant.weight) })),
    guardrails: guardrails.map((guardrail) => ({ ...guardrail, tolerance: Number(guardrail.tolerance) })),
    min_users: Number(minUsers),
    coverage: Number(coverage),
    namespace: { name: 'default', from: Number(from), to: Number(to) },
  };
}
