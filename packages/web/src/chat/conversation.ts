/** Lays the running turn over the stored messages: what the page shows, from the first question to the last answer. */
import type { Message } from '@tradistry/protocol';
import { newestLeaf, pathTo, siblings } from './branch-path.ts';
import { isLive, type TurnState } from './turn-state.ts';

/** An entry of the page. Keys are stable from the first token to the stored answer, so nothing is drawn anew. */
export type Entry =
  | { readonly kind: 'question'; readonly key: string; readonly message: Message; readonly among: readonly Message[] }
  | { readonly kind: 'asked'; readonly key: string; readonly text: string }
  | { readonly kind: 'answer'; readonly key: string; readonly message: Message; readonly among: readonly Message[] }
  | { readonly kind: 'turn'; readonly key: string; readonly turn: TurnState };

/** Everything on the way to `leafId` (`null`: the newest), ending with the turn where one is shown. */
export function conversation(messages: readonly Message[], leafId: string | null, turn: TurnState | null): Entry[] {
  if (turn === null || isStored(messages, turn)) {
    return stored(messages, pathTo(messages, leafId ?? newestLeaf(messages)));
  }
  const questionId = turn.questionId ?? resumedQuestion(messages, turn);
  const known = questionId !== null && messages.some(({ id }) => id === questionId);
  const entries = stored(messages, pathTo(messages, known ? questionId : turn.afterId));
  if (!known && turn.question !== null) entries.push({ kind: 'asked', key: `q:${turn.afterId}`, text: turn.question });
  entries.push({ kind: 'turn', key: `a:${questionId ?? 'new'}`, turn });
  return entries;
}

/** The last stored message that the next question goes on from; `null` in an empty session. */
export function leafOf(entries: readonly Entry[]): string | null {
  const last = entries.findLast((entry) => entry.kind === 'question' || entry.kind === 'answer');
  return last && 'message' in last ? last.message.id : null;
}

function isStored(messages: readonly Message[], turn: TurnState): boolean {
  if (isLive(turn)) return false;
  if (turn.answerId === null) return turn.phase === 'ended' && turn.error === null;
  return messages.some(({ id, status }) => id === turn.answerId && status !== 'running');
}

/** A turn that is followed from its start does not say its question until its first chunk. */
function resumedQuestion(messages: readonly Message[], turn: TurnState): string | null {
  if (turn.question !== null) return null;
  const path = pathTo(messages, newestLeaf(messages));
  return path.findLast(({ role }) => role === 'user')?.id ?? null;
}

function stored(messages: readonly Message[], path: readonly Message[]): Entry[] {
  return path.map((message) => ({
    kind: message.role === 'user' ? 'question' : 'answer',
    key: message.role === 'user' ? message.id : `a:${message.parent_id}`,
    message,
    among: siblings(messages, message),
  }));
}
