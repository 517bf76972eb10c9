/** An experiment as it stands in the form: numbers are text until they are sent. */
import type { ExperimentMetric, NewExperimentInput, PromptOverview, PromptType } from '@tradistry/protocol';

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
  readonly type: PromptType;
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

type OfType = Pick<ExperimentDraft, 'type' | 'metric' | 'variants' | 'guardrails'>;

/** Control and candidate, half and half, guarded where it would hurt. */
export function draftOf({ type, version, labels }: Pick<PromptOverview, 'type' | 'version' | 'labels'>): OfType {
  return {
    type,
    metric: METRICS[type],
    variants: [
      { name: 'control', version, weight: '1' },
      { name: 'candidate', version: labels['latest'] ?? version, weight: '1' },
    ],
    guardrails: [{ metric: 'error', tolerance: '0.02' }],
  };
}

/** What most decides between versions of each type. */
const METRICS: Readonly<Record<PromptType, ExperimentMetric>> = {
  ...{ chat: 'helpful', legacy: 'success', continuation: 'success' },
  ...{ title: 'success', summary: 'success', confidence: 'agreement' },
};

export function newDraft(overview: Parameters<typeof draftOf>[0]): ExperimentDraft {
  return {
    ...draftOf(overview),
    ...{ name: '', hypothesis: '', allocation: 'fixed' },
    ...{ minUsers: '450', coverage: '1', from: '0', to: '1' },
  };
}

export function toExperiment(draft: ExperimentDraft): NewExperimentInput {
  const { type, name, hypothesis, allocation, metric, variants, guardrails, minUsers, coverage, from, to } = draft;
  return {
    ...{ type, name, hypothesis, allocation, primary_metric: metric },
    variants: variants.map((variant) => ({ ...variant, weight: Number(variant.weight) })),
    guardrails: guardrails.map((guardrail) => ({ ...guardrail, tolerance: Number(guardrail.tolerance) })),
    min_users: Number(minUsers),
    coverage: Number(coverage),
    namespace: { name: 'default', from: Number(from), to: Number(to) },
  };
}
