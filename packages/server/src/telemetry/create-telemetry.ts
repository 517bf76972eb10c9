/** The chat's telemetry: what it tells becomes metrics and spans. */
import type { Telemetry } from '../chat/telemetry-ports.ts';
import { createTurnTrace, type TraceDeps } from './turn-trace.ts';

export function createTelemetry(deps: TraceDeps): Telemetry {
  return {
    turnBegan: (turn) => createTurnTrace(deps, turn),
    turnEnded: deps.metrics.ended,
    checkpointed: (ms) => deps.metrics.step('checkpoint', ms),
  };
}
