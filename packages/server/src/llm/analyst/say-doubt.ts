/** Instead of a figure that might be another than the one asked for: what was not understood, and three questions that can be answered. */
import type { Draft, Work } from './answer-parts.ts';
import type { Doubt, Reading } from './reading.ts';
import { type Clock, sayScope } from './say-filters.ts';
import { WORDING } from './write-figure.ts';

/** Filters whose words can be asked again as they are said. */
const ASKABLE: readonly string[] = ['period', 'weekdays', 'symbols'];

/** Answers a question whose reading is in doubt. */
export function sayDoubt({ reading, desk }: Pick<Work, 'reading' | 'desk'>, { said, instead }: Doubt): Draft {
  const questions = instead.length > 0 ? instead : readingsOf(reading, desk.clock);
  const list = questions.map((question) => `- ${question}`).join('\n');
  return { understood: false, pieces: [`${said} Did you want one of these?\n\n${list}`], sources: [] };
}

// The same figure without what was not read: whole, by month and by weekday.
function readingsOf(reading: Reading, clock: Clock): string[] {
  const { filters } = reading;
  const canBeAsked =
    Object.keys(filters).every((key) => ASKABLE.includes(key)) &&
    (filters.symbols ?? []).every((symbol) => /^[A-Z0-9.]{1,10}$/.test(symbol));
  const where = canBeAsked ? sayScope(filters, clock) : '';
  const metric = reading.metrics[0] ?? 'pnl';
  const ask = `What ${metric === 'fees' ? 'are' : 'is'} my ${WORDING[metric].name}`;
  const grouped = [`${ask} by month${where}?`, `${ask} by weekday${where}?`];
  if (reading.intent === 'positions') return ['What are my open positions?', `${ask}?`, `${ask} by symbol?`];
  return [reading.intent === 'trades' ? 'Show my last 5 trades.' : `${ask}${where}?`, ...grouped];
}
