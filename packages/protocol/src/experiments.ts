/**
 * Bodies of `/api/experiments`: two or more versions of a prompt, shared out among users, and what is known of them so far.
 *
 * Results may be looked at at any time: intervals are always-valid, so nothing is won or lost by looking often. A user stays
 * in the variant that they came into, whatever happens to the weights.
 */
import { z } from 'zod';
import { userText } from './chat.ts';
import { EXPERIMENT_METRICS, type ExperimentMetricName, whyNotDecide } from './experiment-metrics.ts';
import { PromptType } from './prompts.ts';

// Not empty, as is seen where it stands.
const METRIC_NAMES = Object.keys(EXPERIMENT_METRICS) as [ExperimentMetricName, ...ExperimentMetricName[]];
export const ExperimentMetric = z.enum(METRIC_NAMES);
export type ExperimentMetric = z.infer<typeof ExperimentMetric>;

const VariantName = z.string().regex(/^[a-z0-9][a-z0-9_-]{0,31}$/, 'must be 1 to 32 of a-z 0-9 _ -');

export const ExperimentVariant = z
  .object({
    name: VariantName,
    /** Of the experiment's type. */
    version: z.int().min(1),
    /** Its part of the users, relative to the others'. */
    weight: z.number().min(0).max(1_000_000),
  })
  .strict();
export type ExperimentVariant = z.infer<typeof ExperimentVariant>;

/** Broken when the variant is surely worse than the control by more than this. */
export const Guardrail = z
  .object({
    metric: ExperimentMetric,
    /** In the metric's own unit: 0.02 of `error` is two percentage points, 200 of `first_token` is 200 ms. */
    tolerance: z.number().min(0),
  })
  .strict();
export type Guardrail = z.infer<typeof Guardrail>;

const Namespace = z
  .object({
    name: z.string().regex(/^[A-Za-z0-9._-]{1,64}$/),
    from: z.number().min(0).max(1),
    to: z.number().min(0).max(1),
  })
  .strict()
  .refine(({ from, to }) => from < to, { path: ['to'], message: 'must be more than from' });

const Adaptive = z
  .object({
    /** New weights after so many new users. */
    batch_users: z.int().min(20).max(1_000_000).default(200),
    /** The part of the users that every variant keeps, however badly it does. */
    floor: z.number().min(0.01).max(0.5).default(0.05),
  })
  .strict();

/** The first variant is the control. */
export const NewExperiment = z
  .object({
    name: userText(200),
    type: PromptType.default('chat'),
    hypothesis: userText(4000),
    /** `fixed`: A_B_TEST. `adaptive`: weights follow what was seen, batch by batch. */
    allocation: z.enum(['fixed', 'adaptive']).default('fixed'),
    variants: z.array(ExperimentVariant).min(2).max(10),
    primary_metric: ExperimentMetric,
    guardrails: z.array(Guardrail).max(8).default([]),
    /** Of each variant; before, there is no verdict. */
    min_users: z.int().min(20).max(10_000_000).default(450),
    /** Experiments with ranges apart in one namespace share no user. */
    namespace: Namespace.default({ name: 'default', from: 0, to: 1 }),
    /** The part of its namespace's users that takes part. */
    coverage: z.number().gt(0).max(1).default(1),
    /** The chance of finding a difference where there is none. */
    alpha: z.number().min(0.0001).max(0.2).default(0.05),
    adaptive: Adaptive.default({ batch_users: 200, floor: 0.05 }),
  })
  .strict()
  .superRefine((experiment, context) => {
    const fault = (path: (string | number)[], message: string) => context.addIssue({ code: 'custom', path, message });
    const names = experiment.variants.map(({ name }) => name);
    if (new Set(names).size < names.length) fault(['variants'], 'must have names of their own');
    if (experiment.variants.every(({ weight }) => weight === 0)) fault(['variants'], 'must have a weight');
    if (experiment.allocation === 'adaptive' && experiment.adaptive.floor * names.length > 1)
      fault(['adaptive', 'floor'], 'must leave something to share out: at most 1 / variants');
    const guarded = experiment.guardrails.map(({ metric }) => metric);
    if (new Set(guarded).size < guarded.length) fault(['guardrails'], 'must be of different metrics');
    const primary = whyNotDecide(experiment.type, experiment.primary_metric);
    if (primary) fault(['primary_metric'], primary);
    guarded.forEach((metric, index) => {
      const why = whyNotDecide(experiment.type, metric);
      if (why) fault(['guardrails', index, 'metric'], why);
    });
  });
export type NewExperiment = z.infer<typeof NewExperiment>;
export type NewExperimentInput = z.input<typeof NewExperiment>;

/** `rolled_back`: a guardrail broke, and its variants are given to nobody any more. */
export const ExperimentStatus = z.enum(['draft', 'running', 'stopped', 'rolled_back']);
export type ExperimentStatus = z.infer<typeof ExperimentStatus>;

/** A time with one set of weights. Users are compared with those who came under the same weights. */
export const ExperimentGeneration = z.object({
  generation: z.int(),
  /** By variant; they add up to 1. */
  weights: z.record(z.string(), z.number()),
  began_at: z.string(),
});
export type ExperimentGeneration = z.infer<typeof ExperimentGeneration>;

export const Experiment = z.object({
  id: z.string(),
  name: z.string(),
  type: PromptType,
  hypothesis: z.string(),
  allocation: z.enum(['fixed', 'adaptive']),
  variants: z.array(ExperimentVariant),
  primary_metric: ExperimentMetric,
  guardrails: z.array(Guardrail),
  min_users: z.int(),
  namespace: z.object({ name: z.string(), from: z.number(), to: z.number() }),
  coverage: z.number(),
  alpha: z.number(),
  adaptive: z.object({ batch_users: z.int(), floor: z.number() }),
  status: ExperimentStatus,
  generations: z.array(ExperimentGeneration),
  author: z.string(),
  created_at: z.string(),
  started_at: z.string().nullable(),
  ended_at: z.string().nullable(),
  /** Why it ended, in plain words. */
  reason: z.string().nullable(),
});
export type Experiment = z.infer<typeof Experiment>;

/** Of one that runs only the weights of a fixed allocation, the coverage upwards, and the words; of a draft nothing else either. */
export const ExperimentPatch = z
  .object({
    name: userText(200),
    hypothesis: userText(4000),
    /** By variant. They hold for users who come from now on; nobody who is in a variant moves. */
    weights: z.record(VariantName, z.number().min(0).max(1_000_000)),
    coverage: z.number().gt(0).max(1),
  })
  .partial()
  .strict()
  .refine((patch) => Object.keys(patch).length > 0, 'must change something');
export type ExperimentPatch = z.infer<typeof ExperimentPatch>;

/** `winner`: the variant whose version becomes `production`. */
export const ExperimentStop = z.object({ winner: VariantName.optional(), reason: userText(2000).optional() }).strict();
export type ExperimentStop = z.infer<typeof ExperimentStop>;

/** A figure between its always-valid bounds; `null`: too few users to say. */
export const BoundedFigure = z.object({
  metric: ExperimentMetric,
  users: z.int(),
  /** Executions that it is over: answers, titles, summaries or judgements. */
  answers: z.number(),
  mean: z.number().nullable(),
  lower: z.number().nullable(),
  upper: z.number().nullable(),
});
export type BoundedFigure = z.infer<typeof BoundedFigure>;

export const VariantResult = z.object({
  name: z.string(),
  version: z.int(),
  /** Its weight among users who come now. */
  weight: z.number(),
  /** Users who were shown it. */
  users: z.int(),
  answers: z.int(),
  figures: z.array(BoundedFigure),
  /** Of an adaptive allocation: how likely it is the best one. */
  chance_best: z.number().nullable(),
});
export type VariantResult = z.infer<typeof VariantResult>;

/** A variant beside the control; differences are the variant's figure less the control's. */
export const VariantComparison = z.object({
  variant: z.string(),
  metric: ExperimentMetric,
  role: z.enum(['primary', 'guardrail']),
  users: z.int(),
  difference: z.number().nullable(),
  lower: z.number().nullable(),
  upper: z.number().nullable(),
  /** Always-valid, corrected for the number of comparisons of its role. */
  p: z.number().nullable(),
  /** `better`, `worse`: surely so. Of a guardrail: `broken`, or not. */
  found: z.enum(['too_few', 'nothing', 'better', 'worse', 'broken']),
});
export type VariantComparison = z.infer<typeof VariantComparison>;

/** What was known of the metric that decides when so many users had been counted; what had no bounds yet is left out. */
export const ExperimentLook = z.object({
  at: z.string(),
  users: z.int(),
  differences: z.array(z.object({ variant: z.string(), difference: z.number(), lower: z.number(), upper: z.number() })),
});
export type ExperimentLook = z.infer<typeof ExperimentLook>;

export const SampleRatio = z.object({
  /** Always-valid; below 0.001 is the alarm. */
  p: z.number(),
  alarm: z.boolean(),
  arms: z.array(z.object({ name: z.string(), expected: z.number(), users: z.int() })),
});
export type SampleRatio = z.infer<typeof SampleRatio>;

/** What it comes to, in words that follow from the numbers beside them. */
export const ExperimentVerdict = z.object({
  code: z.enum([
    'not_started',
    'lost_users',
    'guardrail_broken',
    'not_enough_data',
    'no_difference_yet',
    'winner',
    'control_wins',
  ]),
  text: z.string(),
  /** So far, and as planned, over all variants. */
  users: z.int(),
  planned_users: z.int(),
  winner: z.string().nullable(),
});
export type ExperimentVerdict = z.infer<typeof ExperimentVerdict>;

export const ExperimentResults = z.object({
  experiment: Experiment,
  /** Answers after this may not be counted yet. */
  as_of: z.string().nullable(),
  verdict: ExperimentVerdict,
  variants: z.array(VariantResult),
  comparisons: z.array(VariantComparison),
  /** How the intervals ran, the first look first; some more users lie between two. */
  looks: z.array(ExperimentLook),
  sample_ratio: SampleRatio,
  /** Users and the primary figure, generation by generation. */
  generations: z.array(
    ExperimentGeneration.extend({
      arms: z.array(z.object({ name: z.string(), users: z.int(), mean: z.number().nullable() })),
    }),
  ),
});
export type ExperimentResults = z.infer<typeof ExperimentResults>;

/** `GET /api/experiments/{id}/assignment`: the caller's own place; `variant: null`: they are in none of it. */
export const ExperimentAssignment = z.object({
  experiment_id: z.string(),
  variant: z.string().nullable(),
  version: z.int().nullable(),
  generation: z.int().nullable(),
});
export type ExperimentAssignment = z.infer<typeof ExperimentAssignment>;
