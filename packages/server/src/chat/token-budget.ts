/** How many tokens a prompt may have for a model, and whether a question can fit any. */
import { Refusal } from '../refusal.ts';
import type { ChatDeps } from './deps.ts';
import type { ModelFacts } from './model-ports.ts';
import { mostTokens } from './token-ports.ts';

/** Of a model whose context nobody told us. */
const CAUTIOUS_CONTEXT = 16_384;
/** Kept free for the answer, but never more than a part of a small context. */
const ANSWER_TOKENS = 4096;
const ANSWER_PART = 4;
/** Other models' tokenizers find up to so much more in the same text than the one that counts. */
const MARGIN = 0.85;
/** What the rules, the headline figures and the tools take of every prompt. */
const LEAST_BESIDE_QUESTION = 3000;

type BudgetDeps = Pick<ChatDeps, 'model' | 'models' | 'tokens'>;

/** What the whole prompt may come to, counted by `TokenCounter`. */
export function promptBudget({ contextTokens, maxAnswerTokens }: ModelFacts): number {
  const context = contextTokens ?? CAUTIOUS_CONTEXT;
  const answer = Math.min(maxAnswerTokens ?? ANSWER_TOKENS, ANSWER_TOKENS, Math.floor(context / ANSWER_PART));
  return Math.floor((context - answer) * MARGIN);
}

/** Refuses a question that no configured model can take. Where one's context is not known, that is for it to say. */
export async function checkLength({ model, models, tokens }: BudgetDeps, question: string): Promise<void> {
  if (!model || models.length === 0) return;
  const known = models.map(({ id }) => model.factsOf(id)).filter((facts) => facts.available !== false);
  if (known.length === 0 || known.some((facts) => facts.contextTokens === null)) return;
  const room = Math.max(...known.map(promptBudget)) - LEAST_BESIDE_QUESTION;
  if (mostTokens([question]) <= room) return;
  const count = await tokens.count([question]);
  if (count <= room) return;
  throw new Refusal(
    'context_too_long',
    `Your question is about ${count.toLocaleString('en-US')} tokens long, and the models here take at most ${Math.max(0, room).toLocaleString('en-US')}. Shorten it, or ask in parts.`,
  );
}
