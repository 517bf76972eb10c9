/** A prompt made to fit one model: trimmed where it must be, and saying so. */
import type { ChatDeps } from './deps.ts';
import type { PromptMessage } from './model-ports.ts';
import { promptBudget } from './token-budget.ts';
import { mostTokens } from './token-ports.ts';
import { type ContextParts, sayLeftOut, trimContext } from './trim-context.ts';

/** What a message's role and separators take beside its text. */
const TOKENS_PER_MESSAGE = 8;

type FitDeps = Pick<ChatDeps, 'model' | 'prompts' | 'tokens'>;

export interface FittedContext {
  /** System, history, question. */
  readonly messages: readonly PromptMessage[];
  /** What of the parts is in the messages. */
  readonly parts: ContextParts;
  /** For a `context_trimmed` warning: what was left out; `null`: nothing. */
  readonly trimmed: string | null;
  /** False: it is too long for this model, which is not to be asked where another has more room. */
  readonly fits: boolean;
}

/** `beside`: what else will be sent, for example the answer so far and the tools' definitions. */
export async function fitContext(
  deps: FitDeps,
  parts: ContextParts,
  to: { readonly model: string; readonly beside: readonly string[] },
): Promise<FittedContext> {
  const fitsBudget = (some: ContextParts) =>
    fitsModel(deps, to.model, [...toMessages(deps, some).map(({ content }) => content), ...to.beside]);
  const whole = toMessages(deps, parts);
  if (await fitsBudget(parts)) return { messages: whole, parts, trimmed: null, fits: true };
  const { parts: kept, leftOut, fits } = await trimContext(parts, fitsBudget);
  const said = sayLeftOut(leftOut);
  // The least of it goes to a model whose room nobody knows: that is for it to say.
  const sendable = fits || deps.model?.factsOf(to.model).contextTokens == null;
  return { messages: toMessages(deps, kept), parts: kept, trimmed: said === '' ? null : said, fits: sendable };
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

function toMessages({ prompts }: FitDeps, { prompt, history, question }: ContextParts): PromptMessage[] {
  return [{ role: 'system', content: prompts.renderChat(prompt) }, ...history, { role: 'user', content: question }];
}
