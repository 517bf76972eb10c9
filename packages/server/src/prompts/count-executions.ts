/** Executions into sums: what each is worth in every metric of its type, and what that changes in the sums of its user and of its arm. */
import { type ExperimentMetric, METRICS_OF } from '@tradistry/protocol';
import type { ArmKey, Counted, DueExecution, UserSums, Values } from './experiment-ports.ts';
import { VERSION_SCOPE } from './ports.ts';
import { addMoments, type Moments, moveUser, NO_MOMENTS } from './statistics/moments.ts';

/** Beside the metrics: answers, and those that a model was asked for with the arm's prompt. */
export const ANSWERS = 'answers';
export const EXPOSURE = 'exposure';
/** At these ages, in milliseconds, an answer is looked at: at once, and for ratings and follow-ups again until a week is over. */
const LOOKS = [0, 15 * 60_000, 2 * 3_600_000, 24 * 3_600_000, 7 * 24 * 3_600_000];

/** What an answer is worth; a metric that it has nothing of has no weight. */
export function valuesOf(of: DueExecution): Values {
  const ended = of.outcome !== 'stopped';
  const metrics: Record<ExperimentMetric, readonly [number, number]> = {
    success: yes(of.outcome === 'completed', ended),
    error: yes(of.outcome !== 'completed', ended),
    fallback: yes(of.layer !== 'streaming', ended),
    stopped: yes(!ended),
    regenerated: yes(of.regenerated),
    follow_up: yes(of.followed),
    helpful: yes(of.rating === 'up', of.rating !== null),
    reading: amount(of.readingMs),
    confidence: amount(of.confidenceBy === 'judge' ? of.confidence : null),
    confidence_heuristic: amount(of.confidenceBy === 'rules' ? of.confidence : null),
    first_token: amount(of.firstTokenMs),
    duration: amount(of.durationMs),
    tokens: amount(of.tokens),
    cost: amount(of.costUsd),
    warnings: amount(of.warnings),
    length: amount(of.characters),
    agreement: agreement(of),
  };
  const known = METRICS_OF[of.type].map((metric) => [metric, metrics[metric]] as const);
  const all = [...known, [ANSWERS, yes(true)] as const, [EXPOSURE, yes(of.exposed, of.exposed)] as const];
  return Object.fromEntries(all.filter(([, [w]]) => w > 0));
}

/** Of an answer that was judged and rated. */
function agreement({ confidence, confidenceBy, rating }: DueExecution): readonly [number, number] {
  if (confidence === null || confidenceBy !== 'judge' || rating === null) return amount(null);
  return amount(rating === 'up' ? confidence : 1 - confidence);
}

function yes(is: boolean, counts = true): readonly [number, number] {
  return [Number(counts), Number(is)];
}

function amount(value: number | null): readonly [number, number] {
  return value === null ? [0, 0] : [1, value];
}

/** What is to be written for answers that are due, given what their users' sums are. */
export function countExecutions(due: readonly DueExecution[], known: readonly UserSums[]): Counted {
  const users = new Map(known.map((sums) => [nameOf(sums, sums.userId), sums]));
  const moments = new Map<string, ArmKey & { metric: string; change: Moments }>();
  const executions = due.map((execution) => {
    const values = valuesNow(execution);
    if (values) for (const arm of armsOf(execution)) move(arm, { execution, values, users, moments });
    const { userId, streamId, type, counted } = execution;
    return { userId, streamId, type, counted: values ?? counted, lookAgainMs: lookAgain(execution) };
  });
  return { executions, users: [...users.values()], moments: [...moments.values()] };
}

/** `null`: what was counted stays. A deleted conversation takes nothing back, and a record that is pruned neither. */
function valuesNow(execution: DueExecution): Values | null {
  if (execution.outcome === null || (!execution.kept && execution.counted)) return null;
  return valuesOf(execution);
}

/** A rating comes with a look of its own; what else comes late, comes to answers. */
function lookAgain({ type, ageMs, outcome, kept }: DueExecution): number | null {
  if (outcome === null || !kept || !METRICS_OF[type].includes('follow_up')) return null;
  const next = LOOKS.find((age) => age > ageMs);
  return next === undefined ? null : next - ageMs;
}

/** A version that was asked for by name shows nothing: who asks so is no user like others. */
function armsOf({ type, version, strategy, experimentId, variant, generation }: DueExecution): ArmKey[] {
  if (strategy === 'REQUESTED') return [];
  const ofVersion = { scope: VERSION_SCOPE, generation: 0, arm: `${type}@${version}` };
  if (experimentId === null || variant === null || generation === null) return [ofVersion];
  return [ofVersion, { scope: experimentId, generation, arm: variant }];
}

interface Moving {
  readonly execution: DueExecution;
  readonly values: Values;
  readonly users: Map<string, UserSums>;
  readonly moments: Map<string, ArmKey & { metric: string; change: Moments }>;
}

function move(arm: ArmKey, { execution, values, users, moments }: Moving): void {
  const { userId, counted } = execution;
  const user = nameOf(arm, userId);
  const before = users.get(user)?.sums ?? {};
  const after: Record<string, readonly [number, number]> = { ...before };
  for (const metric of new Set([...Object.keys(values), ...Object.keys(counted ?? {})])) {
    const [oldW, oldX] = counted?.[metric] ?? [0, 0];
    const [newW, newX] = values[metric] ?? [0, 0];
    if (oldW === newW && oldX === newX) continue;
    const [w, x] = before[metric] ?? [0, 0];
    const moved = { w: w + newW - oldW, x: x + newX - oldX };
    after[metric] = [moved.w, moved.x];
    const name = nameOf(arm, metric);
    const sum = moments.get(name)?.change ?? NO_MOMENTS;
    moments.set(name, { ...arm, metric, change: addMoments(sum, moveUser(NO_MOMENTS, { w, x }, moved)) });
  }
  users.set(user, { ...arm, userId, sums: after });
}

function nameOf({ scope, generation, arm }: ArmKey, of: string): string {
  return JSON.stringify([scope, generation, arm, of]);
}
