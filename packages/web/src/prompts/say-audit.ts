/** Says the entries of the audit for people. */
import type { PromptAuditEntry } from '@tradistry/protocol';

export const ACTION_WORDS: Record<PromptAuditEntry['action'], string> = {
  version_saved: 'Version saved',
  label_moved: 'Label moved',
  label_removed: 'Label removed',
  strategy_set: 'Strategy set',
  experiment_made: 'Experiment made',
  experiment_changed: 'Experiment changed',
  experiment_started: 'Experiment started',
  experiment_stopped: 'Experiment ended',
  experiment_rolled_back: 'Experiment rolled back by a guardrail',
  weights_set: 'Weights set',
};

/** `label production, from 1`: what is not said is left out. */
export function sayDetails(details: PromptAuditEntry['details']): string {
  return Object.entries(details)
    .flatMap(([name, value]) =>
      value === null || value === undefined ? [] : [`${name.replaceAll('_', ' ')} ${say(value)}`],
    )
    .join(', ');
}

function say(value: unknown): string {
  if (typeof value === 'number') return String(Number(value.toFixed(4)));
  if (typeof value !== 'object' || value === null) return String(value);
  return Object.entries(value)
    .map(([name, each]) => `${name} ${say(each)}`)
    .join(' ');
}
