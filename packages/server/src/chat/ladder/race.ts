/** Hedging: where a model's first token is later than that model's own habit, the next one is asked too, and the first to speak wins. */
import { type AdmittedCall, ModelFailure } from '../model-ports.ts';
import type { Ask } from './ask.ts';
import { type Attempted, attempt, type Lane } from './attempt.ts';
import { type Climb, hasText } from './climb-state.ts';
import { walkModels } from './model-walk.ts';
import { promptFor } from './prompt-for.ts';

/** A second model may cost so many times as much. */
const DEAREST = 2;

/** One attempt, or the better of two. Rejects only when the turn is aborted. */
export function attemptOrRace(climb: Climb, ask: Ask, admitted: AdmittedCall): Promise<Attempted> {
  const { deps, turn } = climb;
  if (!hasText(climb)) Object.assign(turn.progress, { modelUsed: ask.model, layer: ask.layer });
  // Amid an answer, or after a look with tools, another would not know what this one does.
  const raced = ask.layer === 'streaming' && !hasText(climb) && climb.toolSteps === 0;
  const slowMs = raced ? deps.health.slowFirstTokenMs(ask.model) : null;
  deps.hedging?.onRequest();
  if (!deps.hedging || slowMs === null || climb.hedged) return attempt(climb, ask, { admitted });
  const race = startRace();
  const first = attempt(climb, ask, { admitted, lane: race.lanes[0] }).then((tried) => race.settle(0, tried));
  const second = joinRace(climb, ask, { race, slowMs }).then((tried) => tried && race.settle(1, tried));
  // No frame waits here, which would hold the prompt.
  return Promise.all([first, second]).then(([one, other]) =>
    other && (race.winner() === 1 || one.failure) ? other : one,
  );
}

/** Asks the next model once the first is late; `null`: it was not, or there is nobody else to ask. */
async function joinRace(
  climb: Climb,
  ask: Ask,
  { race, slowMs }: { race: Race; slowMs: number },
): Promise<Attempted | null> {
  const { deps } = climb;
  await deps.wait(slowMs, AbortSignal.any([race.quiet.signal, climb.turn.abort.signal]));
  const model = [...walkModels(climb, 'streaming')].find((name) => name !== ask.model && isWorthIt(climb, ask, name));
  if (race.quiet.signal.aborted || model === undefined || !deps.hedging?.take()) return null;
  climb.hedged = true;
  const admitted = await deps.health.admit(model);
  const prompt = await promptFor(climb, { layer: 'streaming', model, beside: [] });
  if (!admitted || !prompt || race.quiet.signal.aborted || climb.turn.abort.signal.aborted) {
    admitted?.ended('cancelled');
    return null;
  }
  // Without tools: it is asked for the sake of being early.
  return attempt(climb, { ...ask, ...prompt, model, tools: [] }, { admitted, lane: race.lanes[1] });
}

/** Being early is not worth a model that is known to cost far more. */
function isWorthIt({ model }: Climb, ask: Ask, other: string): boolean {
  const [price, otherPrice] = [ask.model, other].map((name) => model.factsOf(name).usdPerToken);
  return price == null || otherPrice == null || otherPrice <= price * DEAREST;
}

interface Race {
  readonly lanes: readonly [Lane, Lane];
  /** Aborted when the first one shows life or ends: then no second is asked. */
  readonly quiet: AbortController;
  /** Whose text is shown; `null`: nobody's yet. */
  winner(): number | null;
  /** An attempt ended: one that did so well has won, where nobody spoke before. */
  settle(own: 0 | 1, tried: Attempted): Attempted;
}

function startRace(): Race {
  let winner: number | null = null;
  const quiet = new AbortController();
  const cancels = [new AbortController(), new AbortController()] as const;
  const take = (own: 0 | 1): boolean => {
    winner ??= own;
    if (winner === own) cancels[own === 0 ? 1 : 0].abort(new ModelFailure('cancelled', 'Another model was sooner.'));
    return winner === own;
  };
  const lane = (own: 0 | 1): Lane => ({
    signal: cancels[own].signal,
    take: () => take(own),
    taken: () => winner === own,
    onLife: () => own === 0 && quiet.abort(),
  });
  return {
    lanes: [lane(0), lane(1)],
    quiet,
    winner: () => winner,
    settle(own, tried) {
      if (tried.end) take(own);
      if (own === 0) quiet.abort();
      return tried;
    },
  };
}
