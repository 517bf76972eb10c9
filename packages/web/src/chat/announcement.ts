/** What a screen reader is told of a turn: a few words when it begins, when its line is gone, and when it ends. */
import { isLive, type TurnState } from './turn-state.ts';

/** The same words for as long as nothing changes that a listener must know: no token changes them. */
export function announcement(turn: TurnState): string {
  if (turn.reconnecting) return 'The connection is lost, reconnecting.';
  if (turn.stopping && isLive(turn)) return 'Stopping the answer.';
  if (isLive(turn)) return 'The answer is being written.';
  // An alert beside it says what went wrong.
  if (turn.phase !== 'ended') return 'There is no answer.';
  if (turn.error) return 'The answer was cut off.';
  return ENDED[turn.done?.finish_reason ?? 'stop'];
}

const ENDED = {
  stop: 'The answer is complete.',
  length: 'The answer ran out of room.',
  stopped: 'The answer is stopped.',
};
