/** One run: the turns of a plan under its strikes, and what came of them. */
import { setTimeout as sleep } from 'node:timers/promises';
import { makePlan, type Size } from './plan.ts';
import { createRandom } from './random.ts';
import { RunningTurn } from './running-turn.ts';
import type { Violation } from './sightings.ts';
import { createStriker, type Tally } from './strike.ts';
import { takeoversOf, verifyTurn } from './verify.ts';
import type { World } from './world.ts';

export interface RunResult {
  readonly seed: number;
  readonly turns: readonly RunningTurn[];
  readonly viewers: number;
  readonly strikes: Tally;
  readonly takeovers: number;
  readonly reconnects: number;
  readonly seconds: number;
  readonly violations: Violation[];
}

/** A run that takes longer has a turn that does not end. */
const RUN_MS = 240_000;
const SETTLE_MS = 15_000;

/** Everything in `world` is up before and after it. */
export async function runOnce(world: World, seed: number, size: Size): Promise<RunResult> {
  const from = performance.now();
  const plan = makePlan(world.mode, seed, size);
  const random = createRandom(seed).fork('lines');
  const violations: Violation[] = [];
  const signal = AbortSignal.timeout(RUN_MS);
  const turns = plan.turns.map((turn) => new RunningTurn(turn, { world, random, violations, signal }));
  const striker = createStriker(world, turns);
  const over = Promise.all(turns.map((turn) => turn.done));
  const striking = plan.strikes.map(async (strike) => {
    const key = plan.turns[strike.turn]?.key ?? '';
    const reached = await Promise.race([
      world.model.reached(key, strike.share).then(() => true),
      over.then(() => false),
    ]);
    if (reached) await striker.strike(strike);
  });
  await over;
  await Promise.all(striking);
  await settle(world, turns);
  for (const turn of turns) await verifyTurn(world, turn);
  return {
    ...{ seed, turns, violations },
    viewers: turns.reduce((sum, { screens }) => sum + screens.length, 0),
    strikes: striker.tally,
    takeovers: turns.reduce((sum, turn) => sum + takeoversOf(turn), 0),
    reconnects: turns.reduce((sum, { reconnects }) => sum + reconnects, 0),
    seconds: (performance.now() - from) / 1000,
  };
}

/** A server that was frozen finds out that it is an owner no more, and hangs up on the model. */
async function settle(world: World, turns: readonly RunningTurn[]): Promise<void> {
  const open = () => turns.some(({ plan }) => world.model.callsFor(plan.key).some(({ ended }) => !ended));
  for (let waited = 0; open() && waited < SETTLE_MS; waited += 100) await sleep(100);
}
