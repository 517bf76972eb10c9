/** A prompt made to fit one model: trimmed where it must be, and saying so. */
import type { PromptModelSettings } from '@tradistry/protocol';
import type { ChatDeps } from './deps.ts';
import { inTurns } from './in-turns.ts';
import type { PromptMessage } from './model-ports.ts';
import type { PromptChoice } from './prompt-ports.ts';
import type { Prompts } from './rendering-ports.ts';
import { promptBudget } from './token-budget.ts';
import { mostTokens } from './token-ports.ts';
import { type ContextParts, sayLeftOut, trimContext } from './trim-context.ts';

/** What a message's role and separators take beside its text. */
const TOKENS_PER_MESSAGE = 8;

type FitDeps = Pick<ChatDeps, 'model' | 'tokens'> & { readonly prompts: Pick<Prompts, 'renderChat'> };

export interface FittedContext {
  /** System, history, question. */
  readonly messages: readonly PromptMessage[];
  /** What of the parts is in the messages. */
  readonly parts: ContextParts;
  /** What the prompt wants of the model. */
  readonly settings: PromptModelSettings;
  /** For a `context_trimmed` warning: what was left out; `null`: nothing. */
  readonly trimmed: string | null;
  /** False: it is too long for this model, which is not to be asked where another has more room. */
  readonly fits: boolean;
}

interface FitTo {
  readonly model: string;
  readonly prompt: PromptChoice;
  /** What else will be sent, for example the answer so far and the tools' definitions. */
  readonly beside: readonly string[];
}

/** Throws `PromptFailure`. */
export async function fitContext(deps: FitDeps, parts: ContextParts, to: FitTo): Promise<FittedContext> {
  const render = (some: ContextParts) => toMessages(deps, to.prompt, some);
  const fitsBudget = (some: ContextParts) =>
    fitsModel(deps, to.model, [...render(some).messages.map(({ content }) => content), ...to.beside]);
  if (await fitsBudget(parts)) return { ...render(parts), parts, trimmed: null, fits: true };
  const { parts: kept, leftOut, fits } = await trimContext(parts, fitsBudget);
  const said = sayLeftOut(leftOut);
  // The least of it goes to a model whose room nobody knows: that is for it to say.
  const sendable = fits || deps.model?.factsOf(to.model).contextTokens == null;
  return { ...render(kept), parts: kept, trimmed: said === '' ? null : said, fits: sendable };
}

/** Whether these texts, a message each, are no more than a prompt of the model may have. */
export async function fitsModel(
  deps: Pick<FitDeps, 'model' | 'tokens'>,
  model: string,
  texts: readonly string[],
): Promise<boolean> {
  const facts = deps.model?.factsOf(model);
  if (!facts) return true;
  const room = promptBudget(facts) - texts.length * TOKENS_PER_MESSAGE;
  return mostTokens(texts) <= room || (await deps.tokens.count(texts)) <= room;
}

function toMessages(
  { prompts }: FitDeps,
  choice: PromptChoice,
  { prompt, history, question }: ContextParts,
): Pick<FittedContext, 'messages' | 'settings'> {
  const { system, examples, settings } = prompts.renderChat(choice, prompt);
  return {
    messages: [{ role: 'system', content: system }, ...examples, ...inTurns(history, question)],
    settings,
  };
}
