/** What of a climb is written down as whose: the text's writer, the prompts that models were asked with, and any fallback. */
import { type AnswerPrompt, nameOfChoice } from '../prompt-ports.ts';
import type { AskTerms } from './ask.ts';
import type { Climb } from './climb-state.ts';

/** Whose text it is. */
export function nameWriter(climb: Climb, ask: AskTerms): void {
  const type = promptOf(ask);
  const promptVersion = nameOfChoice(type, { version: versionOf(climb, type) });
  Object.assign(climb.turn.progress, { layer: ask.layer, modelUsed: ask.model, promptVersion });
  ownUp(climb, ask);
}

/** Which of the prompts a layer is asked with. */
export function promptOf({ layer }: AskTerms): AnswerPrompt {
  return layer === 'legacy_prompt' ? 'legacy' : 'chat';
}

/** Its version in this turn. */
export function versionOf({ turn }: Climb, type: AnswerPrompt): number {
  return (turn.progress.prompts.get(type)?.choice ?? turn.prompt).version;
}

/** A model is asked with these prompts. */
export function expose({ turn }: Climb, ask: AskTerms): void {
  const types = [promptOf(ask), ...(ask.join === 'instruction' ? (['continuation'] as const) : [])];
  for (const type of types) {
    const use = turn.progress.prompts.get(type);
    if (use) use.exposed = true;
  }
}

/** Whether any other than the first choice by streaming contributed. */
export function ownUp({ context, turn }: Climb, { layer, model }: AskTerms): void {
  if (layer !== 'streaming' || model !== context.models[0]) turn.progress.fallbackUsed = true;
}
