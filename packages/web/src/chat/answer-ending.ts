/** How an answer ended, in words, and whether it can be gone on with. */
import type { Message } from '@tradistry/protocol';
import type { TurnState } from './turn-state.ts';

const ENDINGS: Record<Message['status'], string | null> = {
  running: 'This answer is being written.',
  complete: null,
  stopped: 'You stopped this answer.',
  partial: 'This answer was cut off before its end.',
  failed: null,
};
const TOO_LONG = 'This answer ran out of room.';

type Stored = Pick<Message, 'content' | 'status' | 'finish_reason'>;

/** Of a stored answer; `turn` is the one that has just written it. `null`: it is whole, or there is none. */
export function endingOf({ content, status, finish_reason }: Stored, turn: TurnState | null): string | null {
  if (status === 'complete') return finish_reason === 'length' ? TOO_LONG : null;
  const cutOff = status === 'partial' || (status === 'failed' && content !== '');
  if (!cutOff) return ENDINGS[status];
  return turn?.error ? `${ENDINGS.partial} ${turn.error.message}` : ENDINGS.partial;
}

/** Of an answer that is still followed. The line that is gone is told apart from the answer that is over. */
export function endingOfTurn({ phase, reconnecting, streamId, done, answer }: TurnState): string | null {
  if (reconnecting && streamId === null)
    return 'The server cannot be reached. Your question is kept here and sent as soon as it answers.';
  if (reconnecting) return 'The connection is lost, reconnecting. The answer goes on at the server meanwhile.';
  if (phase === 'lost' && answer !== '') return 'This is as far as the answer was followed; it may have gone on.';
  return done?.finish_reason === 'stopped' ? ENDINGS.stopped : null;
}

/** By the contract: partial, stopped, or cut by length. */
export function canContinue({ content, status, finish_reason }: Stored): boolean {
  if (content === '') return false;
  return status === 'partial' || status === 'stopped' || finish_reason === 'length';
}
