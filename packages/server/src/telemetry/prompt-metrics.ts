/** What is counted of prompts beside the turns: calls of models, and experiments that ended by themselves. */
import { Counter, type Registry } from 'prom-client';
import type { AskedBeside, AskedOutcome } from '../chat/ask-ports.ts';

export interface PromptMetrics {
  asked(prompt: AskedBeside, outcome: AskedOutcome): void;
  rolledBack(): void;
}

const OUTCOMES: readonly AskedOutcome[] = ['answered', 'empty', 'failed'];

export function createPromptMetrics(registry: Registry): PromptMetrics {
  const registers = [registry];
  const asked = new Counter({
    name: 'tradistry_side_calls_total',
    help: 'Calls of models beside the turns, by the type of their prompt and how they ended.',
    labelNames: ['prompt', 'outcome'],
    registers,
  });
  // A series whose first sample is 1 has not risen for Prometheus.
  for (const prompt of ['title', 'summary', 'confidence'] satisfies AskedBeside[])
    for (const outcome of OUTCOMES) asked.inc({ prompt, outcome }, 0);
  const rollbacks = new Counter({
    name: 'tradistry_experiment_rollbacks_total',
    help: 'Experiments with prompts that were rolled back because a guardrail broke.',
    registers,
  });
  return {
    asked: (prompt, outcome) => asked.inc({ prompt, outcome }),
    rolledBack: () => rollbacks.inc(),
  };
}
