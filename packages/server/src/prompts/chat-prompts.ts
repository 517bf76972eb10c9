/** The prompts as the chat has them: a version for each turn, and everything rendered from compiled templates. */
import { asData } from '../as-data.ts';
import { nameOfChoice, type PromptChoice, PromptFailure } from '../chat/prompt-ports.ts';
import type { Prompts } from '../chat/rendering-ports.ts';
import { chatValues } from './chat-prompt.ts';
import { choosePrompt, proposePrompt, recallPrompt } from './choose-prompt.ts';
import type { CompiledPrompt, PromptValues } from './compile-prompt.ts';
import type { ExperimentStore } from './experiment-ports.ts';
import { legacyValues } from './legacy-prompt.ts';
import { chosenOf, type PromptLibrary } from './prompt-library.ts';
import { renderPrompt } from './render-prompt.ts';

interface ChatPromptDeps {
  readonly library: PromptLibrary;
  readonly experiments: Pick<ExperimentStore, 'pin'>;
}

export function createChatPrompts({ library, experiments }: ChatPromptDeps): Prompts {
  const chosen = ({ version }: PromptChoice) => library.find({ type: 'chat', version });
  const render = (type: 'legacy' | 'summary' | 'title', choice: PromptChoice, values: PromptValues) =>
    renderPrompt(chosenOf(library, type, choice), values);
  return {
    propose: (of) => proposePrompt(library, of),
    recall: (of) => recallPrompt({ library, experiments }, of),
    renderChat(choice, input) {
      const prompt = chosen(choice);
      if (!prompt) throw new PromptFailure(`${nameOfChoice('chat', choice)} cannot be rendered`);
      return orFail(prompt, () => renderPrompt(prompt, chatValues(input)));
    },
    preferredModel: (choice) => chosen(choice)?.settings.model ?? null,
    choose: (type, of) => choosePrompt({ library, experiments }, type, of),
    renderLegacy: (choice, input) => render('legacy', choice, legacyValues(input)),
    renderContinuation: (choice, last) => chosenOf(library, 'continuation', choice).render({ last }),
    renderSummary: (choice, messages) =>
      render('summary', choice, {
        messages: messages.map(({ role, text }) => ({ role: asData(role), text: asData(text.toWellFormed()) })),
      }),
    renderTitle: (choice, { question, answer }) =>
      render('title', choice, { question: asData(question), answer: asData(answer) }),
  };
}

function orFail<T>(prompt: CompiledPrompt, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw new PromptFailure(`${nameOfChoice('chat', prompt)} cannot be rendered`, { cause: error });
  }
}
