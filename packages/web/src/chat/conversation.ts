/** Lays the running turn over the stored messages: what the page shows, from the first question to the last answer. */
import type { Message } from '@tradistry/protocol';
import { newestLeaf, pathTo, siblings } from './branch-path.ts';
import { isLive, type TurnState } from './turn-state.ts';

/** An entry of the page. Keys are stable from the first token to the stored answer, so nothing is drawn anew. */
export type Entry =
  | { readonly kind: 'question'; readonly key: string; readonly message: Message; readonly among: readonly Message[] }
  | { readonly kind: 'asked'; readonly key: string; readonly text: string }
  | {
      readonly kind: 'answer';
      readonly key: string;
      readonly message: Message;
      readonly among: readonly Message[];
      /** The turn that has just written it; `null` for an older one. */
      readonly turn: TurnState | null;
      /** Nothing follows it. */
      readonly last: boolean;
    }
  | { readonly kind: 'turn'; readonly key: string; readonly turn: TurnState };

/** Everything on the way to `leafId` (`null`: the newest), ending with the turn where one is shown. */
export function conversation(messages: readonly Message[], leafId: string | null, turn: TurnState | null): Entry[] {
  if (turn === null || isStored(messages, turn)) {
    return stored(messages, pathTo(messages, leafId ?? newestLeaf(messages)), turn);
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
  const message = messages.find(({ id }) => id === turn.answerId);
  if (message === undefined || message.status === 'running') return false;
  // One that was gone on with is in the list already, as it was before.
  return message.content.length >= turn.answer.length || !turn.answer.startsWith(message.content);
}

/** A turn that is followed from its start does not say its question until its first chunk. */
function resumedQuestion(messages: readonly Message[], turn: TurnState): string | null {
  if (turn.question !== null) return null;
  const path = pathTo(messages, newestLeaf(messages));
  return path.findLast(({ role }) => role === 'user')?.id ?? null;
}

function stored(messages: readonly Message[], path: readonly Message[], turn: TurnState | null = null): Entry[] {
  return path.map((message, at) => {
    const among = siblings(messages, message);
    if (message.role === 'user') return { kind: 'question', key: message.id, message, among };
    const writtenBy = turn !== null && turn.answerId === message.id ? turn : null;
    const last = at === path.length - 1;
    return { kind: 'answer', key: `a:${message.parent_id}`, message, among, turn: writtenBy, last };
  });
}
