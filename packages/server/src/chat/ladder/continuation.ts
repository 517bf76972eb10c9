/** What a model is asked so that it goes on with a text that is shown already. */
import type { PromptMessage } from '../model-ports.ts';

/** By a prefill the model goes on character by character; by an instruction it writes a new message, which must be joined. */
export type JoinMode = 'prefill' | 'instruction';

const QUOTED = 60;

/** `messages` with the shown text, and where the model takes no prefill, what to do with it. */
export function toContinuation(messages: readonly PromptMessage[], shown: string, mode: JoinMode): PromptMessage[] {
  const begun: PromptMessage = { role: 'assistant', content: shown };
  if (mode === 'prefill') return [...messages, begun];
  return [...messages, begun, { role: 'user', content: instruct(shown) }];
}

function instruct(shown: string): string {
  const last = shown.slice(-QUOTED).toWellFormed();
  return `Your last message was cut off on its way. Its last characters were: ${JSON.stringify(last)}. Continue it exactly where it stops, as if it had never been interrupted: begin with the very next character, also in the middle of a word, a number, a table row or a code block. Repeat nothing, do not start over, change nothing that was said, and add no remark about the interruption. If nothing is missing, end at once.`;
}
