/** What stands below an answer: the figures, notes and buttons of a stored one, what went wrong with one that is not. */
import type { Message } from '@tradistry/protocol';
import { ErrorNote } from '../ui/error-note.tsx';
import { AnswerActions } from './answer-actions.tsx';
import { BranchSwitch } from './branch-switch.tsx';
import { FiguresPanel } from './figures-panel.tsx';
import { SourceList } from './source-list.tsx';
import { type Remedies, TurnErrorNote } from './turn-error.tsx';
import { isLive, type TurnState } from './turn-state.ts';

export function BelowStored(props: {
  message: Message;
  among: readonly Message[];
  live: boolean;
  onAgain: (() => void) | null;
  onChoose: (messageId: string) => void;
}) {
  const { message } = props;
  return (
    <>
      {message.content === '' && message.status === 'failed' && (
        <ErrorNote error={new Error('No answer was written.')} onRetry={props.onAgain ?? undefined} />
      )}
      <FiguresPanel figures={message.figures} />
      <SourceList sources={message.sources} />
      {message.status !== 'running' && (
        <AnswerActions message={message} disabled={props.live} onAgain={props.onAgain}>
          <BranchSwitch message={message} among={props.among} onChoose={props.onChoose} of="answer" />
        </AnswerActions>
      )}
    </>
  );
}

export function BelowTurn({ turn, remedies }: { turn: TurnState; remedies: Remedies }) {
  if (turn.error === null) return null;
  return <TurnErrorNote error={turn.error} remedies={isLive(turn) ? null : remedies} />;
}
