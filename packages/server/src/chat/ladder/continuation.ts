/** What a model is asked so that it goes on with a text that is shown already. */
import type { PromptMessage } from '../model-ports.ts';

/** By a prefill the model goes on character by character; by an instruction it writes a new message, which must be joined. */
export type JoinMode = 'prefill' | 'instruction';

const QUOTED = 60;

/** `messages` with the shown text, and where the model takes no prefill, what to do with it: `instruct`, given its end. */
export function toContinuation(
  messages: readonly PromptMessage[],
  shown: string,
  instruct: ((last: string) => string) | null,
): PromptMessage[] {
  const begun: PromptMessage = { role: 'assistant', content: shown };
  if (!instruct) return [...messages, begun];
  return [...messages, begun, { role: 'user', content: instruct(JSON.stringify(endOf(shown))) }];
}

function endOf(shown: string): string {
  return shown.slice(-QUOTED).toWellFormed();
}
