/** Which models a layer asks, and in which order; who is left out, and why. */
import type { Climb, ModelLayer } from './climb-state.ts';
import { policyOf } from './failure-policy.ts';

/** Models of the layer, best first. Each is looked at only when its turn comes: the failures before it may have changed that. */
export function* walkModels(climb: Climb, layer: ModelLayer): Generator<string> {
  const waiting = [...climb.context.models];
  while (waiting.length > 0) {
    const model = takeNext(climb, waiting);
    if (canAnswer(climb, layer, model)) yield model;
  }
}

/** The next of the list, unless the provider proposed another of the configured ones instead of the one that failed last. */
function takeNext({ lastFailure }: Climb, waiting: string[]): string {
  const proposed = waiting.findIndex((model) => lastFailure?.fallbackModels.includes(model));
  const [model] = waiting.splice(Math.max(0, proposed), 1);
  return model ?? '';
}

function canAnswer(climb: Climb, layer: ModelLayer, name: string): boolean {
  const { available, contextTokens } = climb.model.factsOf(name);
  if (available === false) return false;
  const failed = climb.failed.get(name);
  const failure = failed?.failureClass;
  // What the provider says of trying again binds all layers.
  if (failed?.retryable === false || (climb.restsUntil.get(name) ?? 0) > climb.deps.now()) return false;
  // By streaming each is visited once; it may have been asked already, as the other one of a race.
  if (failure && (layer === 'streaming' || !policyOf(failure).lowerLayers)) return false;
  if (layer === 'legacy_prompt') return true;
  return failure !== 'context_too_long' && (contextTokens === null || contextTokens > roomThatWasTooSmall(climb));
}

/** The same prompt needs more than these; 0: nothing was too small, or nobody knows how small. */
function roomThatWasTooSmall({ failed, model }: Climb): number {
  const tooSmall = [...failed].filter(([, { failureClass }]) => failureClass === 'context_too_long');
  return Math.max(0, ...tooSmall.map(([name]) => model.factsOf(name).contextTokens ?? 0));
}
