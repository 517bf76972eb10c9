/** Instead of a figure that might be another than the one asked for: what was not understood, and three questions that can be answered. */
import type { Draft, Work } from './answer-parts.ts';
import type { Doubt } from './reading.ts';
import { sayScope } from './say-filters.ts';
import { sayNotUnderstood } from './say-help.ts';
import { WORDING } from './write-figure.ts';

const CHOICES = 3;

/** Answers a question whose reading is in doubt. */
export function sayDoubt({ reading, desk, question }: Work, { said, instead }: Doubt): Draft {
  if (instead.length > 0) return offer(said, instead);
  const scope = sayScope(reading.filters, desk.clock);
  // Other filters are not said in words that can be asked again.
  const canBeAsked = Object.keys(reading.filters).every(
    (key) => key === 'period' || key === 'weekdays' || key === 'sides',
  );
  const metric = reading.metrics[0] ?? 'pnl';
  const name = WORDING[metric].name;
  const where = canBeAsked ? scope : '';
  const own = [`What is my ${name}${where}?`, `What is my ${name} by month${where}?`, `What is my ${name} by weekday?`];
  return metric === 'best' || metric === 'worst' ? sayNotUnderstood({ question }, said) : offer(said, own);
}

function offer(said: string, questions: readonly string[]): Draft {
  const list = questions.slice(0, CHOICES).map((question) => `- ${question}`);
  return { understood: false, pieces: [`${said} Did you want one of these?\n\n${list.join('\n')}`], sources: [] };
}
