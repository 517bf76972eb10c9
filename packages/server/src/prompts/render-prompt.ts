/** A version filled in: its words, its examples as a conversation, its settings. */
import type { PromptMessage } from '../chat/model-ports.ts';
import type { RenderedPrompt } from '../chat/rendering-ports.ts';
import type { CompiledPrompt, PromptValues } from './compile-prompt.ts';

export function renderPrompt({ render, examples, settings }: CompiledPrompt, values: PromptValues): RenderedPrompt {
  const said = examples.flatMap(({ question, answer }): PromptMessage[] => [
    { role: 'user', content: question },
    { role: 'assistant', content: answer },
  ]);
  return { system: render(values).trimEnd(), examples: said, settings };
}
