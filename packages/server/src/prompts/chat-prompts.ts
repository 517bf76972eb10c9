/** The prompts as the chat has them: a version for each turn, chosen from memory, and everything rendered from compiled templates. */
import type { Experiment } from '@tradistry/protocol';
import { asData } from '../as-data.ts';
import type { PromptMessage } from '../chat/model-ports.ts';
import { nameOfChoice, type PinRequest, type PromptChoice, PromptFailure } from '../chat/prompt-ports.ts';
import type { ChatPrompt, Prompts } from '../chat/rendering-ports.ts';
import { chatValues } from './chat-prompt.ts';
import type { CompiledPrompt, PromptValues } from './compile-prompt.ts';
import type { ExperimentStore } from './experiment-ports.ts';
import { invalidRef } from './find-version.ts';
import { legacyValues } from './legacy-prompt.ts';
import { placeUser } from './place-user.ts';
import type { PromptLibrary } from './prompt-library.ts';

interface ChatPromptDeps {
  readonly library: PromptLibrary;
  readonly experiments: Pick<ExperimentStore, 'findPin'>;
}

export function createChatPrompts({ library, experiments }: ChatPromptDeps): Prompts {
  const chosen = ({ version }: PromptChoice) => library.find({ type: 'chat', version });
  return {
    async propose({ userId, asked }) {
      if (asked !== null) return { choice: await askedFor(library, asked), pin: null };
      return { choice: usual(library), pin: pinFor(library.experimentsOf('chat'), userId) };
    },
    async recall({ userId, sessionId, asked }) {
      // The label may be gone that it was asked by, and the database away.
      if (asked !== null) return askedFor(library, asked).catch(() => usual(library));
      const valid = library.experimentsOf('chat').map(({ id }) => id);
      const pinned = valid.length > 0 && (await experiments.findPin(userId, sessionId, valid).catch(() => null));
      return pinned || usual(library);
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

/** `null`: there is no experiment that the user or one of their conversations could be in. */
function pinFor(experiments: readonly Experiment[], userId: string): PinRequest | null {
  if (experiments.length === 0) return null;
  const valid = experiments.map(({ id }) => id);
  for (const experiment of experiments) {
    const place = placeUser(experiment, userId);
    if (!place) continue;
    const strategy = experiment.allocation === 'adaptive' ? 'ADAPTIVE' : 'A_B_TEST';
    const versions = Object.fromEntries(experiment.variants.map(({ name, version }) => [name, version]));
    return { experiment: { ...place, strategy, versions }, valid };
  }
  return { experiment: null, valid };
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
