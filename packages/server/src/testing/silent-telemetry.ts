/** Telemetry that tells nobody, and keeps what it was told. */

import type { Fallback, Telemetry, TurnTrace } from '../chat/telemetry-ports.ts';
import type { TurnEnd } from '../chat/turn-end-ports.ts';

/** A trace that only runs the steps. */
export const SILENT_TRACE: TurnTrace = {
  steps: [],
  step: (_name, work) => work(),
  call: () => () => undefined,
  tool: () => () => undefined,
  fellBack: () => undefined,
  close: () => undefined,
};

export interface KeptTelemetry extends Telemetry {
  readonly ended: TurnEnd[];
  readonly fallbacks: Fallback[];
}

export function silentTelemetry(): KeptTelemetry {
  const ended: TurnEnd[] = [];
  const fallbacks: Fallback[] = [];
  return {
    ended,
    fallbacks,
    turnBegan: () => ({ ...SILENT_TRACE, fellBack: (fallback) => void fallbacks.push(fallback) }),
    turnEnded: (end) => void ended.push(end),
    checkpointed: () => undefined,
  };
}
