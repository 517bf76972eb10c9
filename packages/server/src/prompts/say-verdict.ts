/** The verdict in plain words; each word follows from a number that stands beside it. */
import {
  EXPERIMENT_METRICS,
  type Experiment,
  type ExperimentMetric,
  type ExperimentVerdict,
  type SampleRatio,
  type VariantComparison,
  type VariantResult,
} from '@tradistry/protocol';

interface Found {
  readonly variants: readonly VariantResult[];
  readonly comparisons: readonly VariantComparison[];
  readonly sampleRatio: SampleRatio;
}

type Said = Pick<ExperimentVerdict, 'code' | 'text' | 'winner'>;

export function decideVerdict(experiment: Experiment, found: Found): ExperimentVerdict {
  const users = found.variants.reduce((sum, variant) => sum + variant.users, 0);
  const planned = experiment.min_users * experiment.variants.length;
  return { ...decide(experiment, found, { users, planned }), users, planned_users: planned };
}

function decide(experiment: Experiment, found: Found, of: { users: number; planned: number }): Said {
  const nobody = { winner: null };
  const { status, reason } = experiment;
  if (status === 'draft') return { code: 'not_started', text: 'The experiment has not begun.', ...nobody };
  // It stays so: what is counted later may move the numbers back to where they broke nothing.
  if (status === 'rolled_back')
    return { code: 'guardrail_broken', text: `${reason ?? 'A guardrail broke.'} It was rolled back.`, ...nobody };
  if (found.sampleRatio.alarm) return { code: 'lost_users', text: sayLost(found.sampleRatio), ...nobody };
  const broken = found.comparisons.find((comparison) => comparison.found === 'broken');
  if (broken) return { code: 'guardrail_broken', text: sayBroken(experiment, broken), ...nobody };
  const primary = found.comparisons.filter(({ role }) => role === 'primary');
  if (primary.some((comparison) => comparison.found === 'too_few'))
    return { code: 'not_enough_data', text: sayTooFew(experiment, found, of), ...nobody };
  return decideByPrimary(experiment, primary, of.users);
}

/** Whoever has no figure in what decides, or comes to a variant that has enough already, brings the verdict no nearer. */
function sayTooFew(
  { primary_metric: metric, min_users, allocation }: Experiment,
  { variants }: Found,
  { users, planned }: { users: number; planned: number },
): string {
  const most = allocation === 'fixed' ? min_users : planned;
  const counting = variants.map(({ figures }) => figures.find((each) => each.metric === metric)?.users ?? 0);
  const counted = counting.reduce((sum, each) => sum + Math.min(each, most), 0);
  const text = `Not enough data: ${count(counted)} of about ${count(planned)} users.`;
  if (counted === users) return text;
  return `${text} ${count(users)} came, and each variant needs ${count(min_users)} who have a figure in ${metric}.`;
}

function decideByPrimary(experiment: Experiment, primary: readonly VariantComparison[], users: number): Said {
  const better = primary.filter(({ found }) => found === 'better').sort((a, b) => size(b) - size(a));
  const [best] = better;
  if (best) return { code: 'winner', text: sayFound(experiment, best, 'better'), winner: best.variant };
  const [worst] = primary;
  const control = experiment.variants[0]?.name ?? '';
  if (worst && primary.every(({ found }) => found === 'worse'))
    return { code: 'control_wins', text: sayFound(experiment, worst, 'worse'), winner: control };
  const ranges = primary.map((each) => `${each.variant} less ${control} lies between ${sayRange(each)}`).join('; ');
  const nothing = primary.every(({ found }) => found === 'nothing') ? 'No difference' : 'No variant better';
  const text = `${nothing} in ${experiment.primary_metric} so far, after ${count(users)} users: ${ranges}.`;
  return { code: 'no_difference_yet', text, winner: null };
}

function size({ difference }: VariantComparison): number {
  return Math.abs(difference ?? 0);
}

function sayFound(experiment: Experiment, of: VariantComparison, direction: 'better' | 'worse'): string {
  const control = experiment.variants[0]?.name ?? '';
  const { says } = EXPERIMENT_METRICS[of.metric];
  return `${of.variant} is ${direction} than ${control} in ${of.metric} (${says}): the difference lies between ${sayRange(of)}, from ${count(of.users)} users.`;
}

export function sayBroken(experiment: Experiment, of: VariantComparison): string {
  const control = experiment.variants[0]?.name ?? '';
  const tolerance = experiment.guardrails.find(({ metric }) => metric === of.metric)?.tolerance ?? 0;
  return `The guardrail ${of.metric} broke: ${of.variant} less ${control} lies between ${sayRange(of)}, where at most ${sayAmount(of.metric, tolerance)} for the worse is tolerated, from ${count(of.users)} users.`;
}

function sayLost({ arms }: SampleRatio): string {
  const said = arms.map(
    ({ name, users, expected }) => `${name} has ${count(users)} where about ${count(expected)} were due`,
  );
  return `Users are missing: ${said.join(', ')}. Find out why before believing any figure.`;
}

function sayRange({ metric, lower, upper }: VariantComparison): string {
  return `${sayAmount(metric, lower ?? 0)} and ${sayAmount(metric, upper ?? 0)}`;
}

function sayAmount(metric: ExperimentMetric, value: number): string {
  switch (EXPERIMENT_METRICS[metric].unit) {
    case 'share':
      return `${rounded(100 * value, 1)} points`;
    case 'ms':
      return `${rounded(value, 0)} ms`;
    case 'tokens':
      return `${rounded(value, 0)} tokens`;
    case 'characters':
      return `${rounded(value, 0)} characters`;
    case 'usd':
      return `${rounded(value, 4)} USD`;
    case 'count':
    case 'score':
      return rounded(value, 2);
  }
}

/** Never to 0 what is not: a bound on one side of it is what the words beside it follow from. */
function rounded(value: number, digits: number): string {
  const isLost = value !== 0 && Number(value.toFixed(digits)) === 0;
  return isLost ? value.toPrecision(1) : value.toFixed(digits);
}

function count(value: number): string {
  return Math.round(value).toLocaleString('en-US');
}
