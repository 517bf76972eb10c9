/** The climb down: three layers of models, one walk of the models in each, until one has answered or nothing is left to try. */

import { ModelFailure } from '../model-ports.ts';
import { MAX_ANSWER_UNITS } from '../text-sink.ts';
import { type Climb, MODEL_LAYERS, type ModelLayer, wayOf } from './climb-state.ts';
import { converse } from './converse.ts';
import { policyOf, waitBeforeRetry } from './failure-policy.ts';
import { walkModels } from './model-walk.ts';

/** Calls one turn may make, whatever the table would allow: a long list of failing models is no reason to hammer. */
const MAX_ATTEMPTS = 40;
/** After so much more text a model that breaks off has earned another try, in UTF-16 code units. */
const WORTH_ANOTHER_TRY = 400;

/** All breakers are open: soon after this one of them lets a probe through. */
const RESTING_MS = 10_000;

/** What is to be done after a model. */
type Next = 'answered' | 'next_model' | 'last_layer' | 'give_up';

/** `null`: a model has answered. Otherwise how the last one failed. Rejects only when the turn is aborted. */
export async function climbDown(climb: Climb): Promise<ModelFailure | null> {
  for (const layer of MODEL_LAYERS) {
    for (const model of walkModels(climb, layer)) {
      if (climb.promptFailed && layer !== 'legacy_prompt') break;
      const next = mayGoOn(climb) ? await visit(climb, layer, model) : 'last_layer';
      if (next === 'answered') return null;
      if (next !== 'next_model') return lastFailure(climb);
    }
  }
  return lastFailure(climb);
}

function lastFailure(climb: Climb): ModelFailure {
  const resting = new ModelFailure('provider_down', 'The language models are not available right now.', {
    retryAfterMs: RESTING_MS,
  });
  return climb.lastFailure ?? (isAnyThere(climb) ? resting : noneIsThere(climb));
}

function isAnyThere({ context, model }: Climb): boolean {
  return context.models.some((name) => model.factsOf(name).available !== false);
}

function noneIsThere({ model }: Climb): ModelFailure {
  const instead = model.proposals();
  const said = instead.length > 0 ? ` The provider has now: ${instead.join(', ')}.` : '';
  return new ModelFailure('model_gone', `None of the configured models is available any more.${said}`);
}

function mayGoOn({ budget, attempts, turn }: Climb): boolean {
  return budget.isEnough() && attempts < MAX_ATTEMPTS && turn.log.units < MAX_ANSWER_UNITS;
}

/** One model at one layer: asked, and asked again where the table says so. */
async function visit(climb: Climb, layer: ModelLayer, model: string): Promise<Next> {
  let mayRetry = layer === 'streaming';
  for (let asked = model; ; ) {
    const { units } = climb.turn.log;
    const ended = await converse(climb, layer, asked);
    if (ended === 'answered') return ended;
    if (ended === 'skipped') return 'next_model';
    const { afterwards } = policyOf(ended.failureClass);
    if (afterwards !== 'next_model') return afterwards;
    if (climb.turn.log.units - units >= WORTH_ANOTHER_TRY) mayRetry = layer === 'streaming';
    if (!mayGoOn(climb)) return 'last_layer';
    // In a race it may be the other one that spoke, and broke off.
    asked = whoFailed(climb, ended) ?? asked;
    if (askOtherwise(climb, asked)) continue;
    if (!mayRetry || !(await waitForRetry(climb, ended))) return 'next_model';
    mayRetry = false;
  }
}

function whoFailed({ failed }: Climb, failure: ModelFailure): string | undefined {
  return [...failed].find(([, each]) => each === failure)?.[0];
}

/** Whether there is another way of asking that this failure calls for; at once, and no retry. */
function askOtherwise(climb: Climb, model: string): boolean {
  const way = wayOf(climb, model);
  const failure = climb.failed.get(model)?.failureClass;
  // Some servers name no reason when they refuse to go on with what stands last.
  const perhaps = failure === 'bad_request' && climb.model.factsOf(model).takesPrefill === null;
  if (way.prefill && climb.turn.log.units > 0 && (failure === 'prefill_refused' || perhaps)) {
    way.prefill = false;
    return true;
  }
  if (way.tools && failure === 'tools_refused') {
    way.tools = false;
    return true;
  }
  return false;
}

/** False: there is no second try. Rejects when the turn is aborted meanwhile. */
async function waitForRetry({ deps, turn, budget }: Climb, failure: ModelFailure): Promise<boolean> {
  const ms = waitBeforeRetry(failure, deps.random);
  if (ms === null || !budget.isEnough(ms) || !deps.health.takeRetry()) return false;
  await deps.wait(ms, turn.abort.signal);
  turn.abort.signal.throwIfAborted();
  return true;
}
