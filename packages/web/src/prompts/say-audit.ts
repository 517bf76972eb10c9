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

/** The database gives them back in no order of ours. */
const ORDER = ['label', 'from', 'to'];

/** `label production, from 4, to 1`: what is not said is left out. */
export function sayDetails(details: PromptAuditEntry['details']): string {
  const known = ORDER.filter((name) => name in details);
  const others = Object.keys(details).filter((name) => !known.includes(name));
  return [...known, ...others]
    .filter((name) => details[name] != null)
    .map((name) => `${name.replaceAll('_', ' ')} ${say(details[name])}`)
    .join(', ');
}

function say(value: unknown): string {
  if (typeof value === 'number') return String(Number(value.toFixed(4)));
  if (typeof value === 'string' && value.includes(' ')) return `“${value}”`;
  if (typeof value !== 'object' || value === null) return String(value);
  return Object.entries(value)
    .map(([name, each]) => `${name} ${say(each)}`)
    .join(' ');
}
