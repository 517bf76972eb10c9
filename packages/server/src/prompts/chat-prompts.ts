/** The prompts as the chat has them: a version for each turn, chosen from memory, and everything rendered from compiled templates. */
import { asData } from '../as-data.ts';
import type { PromptMessage } from '../chat/model-ports.ts';
import type { ChatPrompt, Prompts } from '../chat/ports.ts';
import { nameOfChoice, type PromptChoice, PromptFailure } from '../chat/prompt-ports.ts';
import { chatValues } from './chat-prompt.ts';
import type { CompiledPrompt, PromptValues } from './compile-prompt.ts';
import { invalidRef } from './find-version.ts';
import { legacyValues } from './legacy-prompt.ts';
import type { PromptLibrary } from './prompt-library.ts';

export function createChatPrompts(library: PromptLibrary): Prompts {
  const chosen = ({ version }: PromptChoice) => library.find({ type: 'chat', version });
  return {
    async propose({ asked }) {
      return { choice: asked === null ? usual(library) : await askedFor(library, asked) };
    },
    async recall({ asked }) {
      if (asked === null) return usual(library);
      // The label may be gone that it was asked by.
      return askedFor(library, asked).catch(() => usual(library));
    },
    renderChat(choice, input) {
      const prompt = chosen(choice);
      if (!prompt) throw new PromptFailure(`${nameOfChoice(choice)} cannot be rendered`);
      return toChatPrompt(prompt, renderOrFail(prompt, chatValues(input)));
    },
    preferredModel: (choice) => chosen(choice)?.settings.model ?? null,
    renderLegacy(input) {
      const prompt = library.production('legacy');
      return toChatPrompt(prompt, prompt.render(legacyValues(input)).trimEnd());
    },
    renderContinuation: (last) => library.production('continuation').render({ last }),
    renderSummary: (messages) =>
      library.production('summary').render({
        messages: messages.map(({ role, text }) => ({ role: asData(role), text: asData(text.toWellFormed()) })),
      }),
  };
}

/** What a user in no experiment gets. */
function usual(library: PromptLibrary): PromptChoice {
  const { strategy } = library.strategyOf('chat');
  return { version: library.usual('chat').version, strategy, experiment: null };
}

async function askedFor(library: PromptLibrary, asked: string): Promise<PromptChoice> {
  const version = library.labelsOf('chat').get(asked) ?? Number(asked);
  const prompt = Number.isInteger(version) ? await library.fetch({ type: 'chat', version }) : undefined;
  if (!prompt) throw invalidRef('prompt', 'chat', asked);
  return { version, strategy: 'LATEST_VERSION', experiment: null };
}

function renderOrFail(prompt: CompiledPrompt, values: PromptValues): string {
  try {
    return prompt.render(values);
  } catch (error) {
    throw new PromptFailure(`${nameOfChoice(prompt)} cannot be rendered`, { cause: error });
  }
}

function toChatPrompt({ examples, settings }: CompiledPrompt, system: string): ChatPrompt {
  const said = examples.flatMap(({ question, answer }): PromptMessage[] => [
    { role: 'user', content: question },
    { role: 'assistant', content: answer },
  ]);
  return { system, examples: said, settings };
}
