/** A long chat is summarised: what no longer fits among a prompt's messages is told in a few lines, by a model or in excerpts. */
import type { AnswerRef } from '../ask-ports.ts';
import type { Branch, BranchMessage } from '../summary-ports.ts';
import { askForSummary } from './ask-for-summary.ts';
import { excerptOf } from './excerpt.ts';
import type { SummaryDeps } from './summary-deps.ts';

/** As many as a prompt holds by default: the newest need no summary. */
const RECENT_MESSAGES = 10;
/** Fewer than these are not worth a call. */
export const WORTH_A_SUMMARY = 6;

/** Nothing where there is too little to tell, or no model is configured: then nobody reads it. */
export async function summariseChat(deps: SummaryDeps, of: AnswerRef, signal: AbortSignal): Promise<void> {
  if (!deps.model) return;
  const { userId, answerId } = of;
  const branch = await deps.summaries.readBranch(userId, answerId);
  const older = branch ? untold(branch) : [];
  const last = older.at(-1);
  if (!branch || !last || older.length < WORTH_A_SUMMARY) return;
  const before = branch.summary?.text ?? null;
  const { sessionId } = branch;
  const asked = await askForSummary(deps, { before, messages: older, about: { ...of, sessionId } }, signal);
  signal.throwIfAborted();
  const covers = (branch.summary?.covers ?? 0) + older.length;
  const made = asked?.value
    ? { by: 'model' as const, text: asked.value, model: asked.model }
    : { by: 'excerpt' as const, text: excerptOf(before, older), model: null };
  await deps.summaries.saveSummary(userId, {
    ...made,
    asked,
    sessionId,
    covers,
    messageId: last.id,
    upTo: last.createdAt,
  });
}

/** What neither the summary has nor the next prompt will hold; it ends with an answer. */
function untold({ messages, summary }: Branch): readonly BranchMessage[] {
  const from = messages.findIndex(({ id }) => id === summary?.messageId) + 1;
  const older = messages.slice(from, Math.max(from, messages.length - RECENT_MESSAGES));
  return older.slice(0, older.findLastIndex(({ role }) => role === 'assistant') + 1);
}
