/** What viewers are told of the ladder: one calm line when another model or layer writes, or when an answer goes on. */
import type { FailureClass } from '../model-ports.ts';
import type { Fallback } from '../telemetry-ports.ts';
import { type Turn, warn } from '../turn.ts';
import type { AskTerms } from './ask.ts';
import type { Climb } from './climb-state.ts';

/** Before the first text of attempt `n`: a warning where it is not simply what was asked for. `raced`: with another model. */
export function announce(climb: Climb, ask: AskTerms, { n, raced }: { n: number; raced: boolean }): void {
  const { layer, model, trimmed } = ask;
  const { turn, writing } = climb;
  const broken = climb.failed.has(writing.model) ? writing.model : null;
  climb.writing = { layer, model };
  if (layer !== writing.layer || model !== writing.model)
    turn.trace.fellBack(toFallback(climb, ask, { writing, raced }));
  const about = { layer, attempt: n, model };
  if (trimmed !== null) warnOnce(turn, { code: 'context_trimmed', message: sayTrimmed(trimmed), ...about });
  if (ask.join !== null) warn(turn, { code: 'continued', message: sayContinued(broken, model), ...about });
  else if (layer !== writing.layer) warn(turn, { code: 'fallback', message: sayLayer(climb, ask), ...about });
  else if (model !== writing.model)
    warn(turn, {
      code: 'model_unavailable',
      message: saySwitch(climb, { from: writing.model, to: model, raced }),
      ...about,
    });
}

function toFallback(
  { failed }: Climb,
  { layer, join }: AskTerms,
  { writing, raced }: { writing: Climb['writing']; raced: boolean },
): Fallback {
  const reason = failed.get(writing.model)?.failureClass ?? (raced ? 'late' : 'unavailable');
  return { from: writing.layer, to: layer, reason, phase: join === null ? 'before_text' : 'continued' };
}

/** Each step of a conversation with tools is an attempt, and trimmed alike. */
function warnOnce(turn: Turn, warning: Parameters<typeof warn>[1]): void {
  const { code, message, model } = warning;
  const told = turn.progress.warnings.some(
    (each) => each.code === code && each.message === message && each.model === model,
  );
  if (!told) warn(turn, warning);
}

function sayTrimmed(leftOut: string): string {
  return `The prompt is cut to fit the model; left out: ${leftOut}.`;
}

/** `openai/gpt-oss-120b` as people call it. */
function shortName(model: string): string {
  return model.slice(model.lastIndexOf('/') + 1);
}

/** `null`: who wrote before this process did, nobody knows. */
function sayContinued(broken: string | null, model: string): string {
  if (broken === null) return `The answer was interrupted; ${shortName(model)} goes on with it.`;
  if (broken === model) return `The answer of ${shortName(model)} broke off; it goes on.`;
  return `The answer of ${shortName(broken)} broke off; ${shortName(model)} goes on with it.`;
}

function sayLayer({ context }: Climb, { layer, model }: AskTerms): string {
  const first = shortName(context.models[0] ?? model);
  const name = shortName(model);
  if (layer === 'invoke') return `${first} could not answer word by word; ${name} gave its answer in one piece.`;
  return `${first} could not answer in full; ${name} answers without your notes and with less of your journal.`;
}

function saySwitch({ failed }: Climb, { from, to, raced }: { from: string; to: string; raced: boolean }): string {
  const failure = failed.get(from);
  if (raced && !failure) return `${shortName(from)} was late; ${shortName(to)} answered first.`;
  return `${shortName(from)} ${sayWhy(failure?.failureClass)}; ${shortName(to)} does.`;
}

function sayWhy(failureClass: FailureClass | undefined): string {
  switch (failureClass) {
    case undefined:
    case 'model_gone':
      return 'is not available and does not answer';
    case 'connect_timeout':
    case 'first_token_timeout':
    case 'idle_timeout':
    case 'total_timeout':
      return 'did not answer in time';
    default:
      return 'did not answer';
  }
}
