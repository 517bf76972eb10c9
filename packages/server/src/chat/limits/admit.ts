/** Whether a question may become a turn. What it takes of the limits on its way is given back where it becomes none. */
import type { WarningChunk } from '@tradistry/protocol';
import type { PlanLimits } from '../../plan-limits.ts';
import { Refusal, turnInProgress } from '../../refusal.ts';
import type { ActiveTurns } from '../active-turns.ts';
import { type BudgetWatch, watchBudget } from '../daily-budget.ts';
import type { ChatDeps } from '../deps.ts';
import type { Idempotency, TurnGate } from '../turn-start-ports.ts';
import { tooManyRequests, tooManyStarting, tooManyStreamsHere, tooManyStreamsOfUser } from './refusals.ts';

/** A question on its way to a turn. Dispose of it when it is one, or will be none. */
export interface Seat {
  /** What the statement that starts the turn asks before it commits; `null`: nothing is limited there. */
  readonly gate: TurnGate | null;
  /** After the gate was passed: what to say beside the answer. */
  readonly notice: WarningChunk | null;
  /** It became a turn, which is counted by itself from now on. */
  keep(): void;
  [Symbol.dispose](): void;
}

export interface Asker {
  readonly userId: string;
  readonly plan: string | null;
  readonly idempotency: Idempotency | null;
  /** The stream that runs already in the session they ask in. */
  readonly findRunning: () => Promise<string | undefined>;
}

type Deps = Pick<ChatDeps, 'limits' | 'turns' | 'today'>;
type Active = Pick<ActiveTurns, 'running' | 'starting'>;

/** Throws `Refusal`: 429 or `overloaded`. What was asked under the same key before is only joined, and never refused. */
export async function admit(deps: Deps, active: Active, asker: Asker): Promise<Seat> {
  const limits = deps.limits.ofPlan(asker.plan);
  const budget = watchBudget({ tokens: limits.tokensPerDay, usd: limits.usdPerDay }, deps.today());
  const gate = gateOf(limits, budget);
  try {
    checkInstance(deps, active);
    return await takeSeat(deps, active, { ...asker, limits, budget, gate });
  } catch (error) {
    if (!(error instanceof Refusal) || !(await isRepeat(deps, asker))) throw error;
    return seat({ gate, budget, leave: () => undefined, giveBack: () => undefined });
  }
}

function checkInstance({ limits }: Deps, active: Active): void {
  limits.overload.check();
  if (limits.starting !== null && active.starting >= limits.starting) throw tooManyStarting();
  if (limits.streams !== null && active.running.total >= limits.streams) throw tooManyStreamsHere(limits.streams);
}

interface Asking extends Asker {
  readonly limits: PlanLimits;
  readonly budget: BudgetWatch | null;
  readonly gate: TurnGate | null;
}

/** Of what runs here memory knows; what runs elsewhere too is counted by the gate. */
async function takeSeat(deps: Deps, active: Active, asking: Asking): Promise<Seat> {
  const { userId, limits, budget, gate } = asking;
  const { requestsPerMinute, streamsPerUser } = limits;
  // Nothing is awaited from here to the seat: of 200 at once each sees those before it.
  if (streamsPerUser !== null && active.running.of(userId) >= streamsPerUser)
    throw await refuseStream(asking, streamsPerUser);
  const leave = active.running.enter(userId);
  if (requestsPerMinute === null) return seat({ gate, budget, leave, giveBack: () => undefined });
  const taken = await deps.limits.questions.take(userId, requestsPerMinute);
  if (taken.ok) return seat({ gate, budget, leave, giveBack: taken.giveBack });
  leave();
  throw tooManyRequests(requestsPerMinute, taken.retryAfterMs);
}

/** Where it is the session's own answer that runs, that is what to say: the page then shows it. */
async function refuseStream({ findRunning }: Asking, max: number): Promise<Refusal> {
  const streamId = await findRunning();
  return streamId === undefined ? tooManyStreamsOfUser(max) : turnInProgress(streamId);
}

/** A look at the keys alone: who floods the server is not to cost it a whole turn each time. */
async function isRepeat({ turns }: Deps, { userId, idempotency }: Asker): Promise<boolean> {
  return idempotency !== null && turns.knowsKey(userId, idempotency);
}

function gateOf({ streamsPerUser }: PlanLimits, budget: BudgetWatch | null): TurnGate | null {
  if (streamsPerUser === null && budget === null) return null;
  return {
    asksSpending: budget !== null,
    check(standing) {
      if (streamsPerUser !== null && standing.running >= streamsPerUser) throw tooManyStreamsOfUser(streamsPerUser);
      budget?.check(standing);
    },
  };
}

interface Taking {
  readonly gate: TurnGate | null;
  readonly budget: BudgetWatch | null;
  readonly leave: () => void;
  readonly giveBack: () => void;
}

function seat({ gate, budget, leave, giveBack }: Taking): Seat {
  let kept = false;
  return {
    gate,
    get notice() {
      return budget?.warning ?? null;
    },
    keep() {
      kept = true;
      leave();
    },
    [Symbol.dispose]() {
      leave();
      if (!kept) giveBack();
    },
  };
}
