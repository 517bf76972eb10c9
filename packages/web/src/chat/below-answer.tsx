/** What stands below an answer: the figures, notes and buttons of a stored one, the state of a growing one. */
import type { Message } from '@tradistry/protocol';
import { ErrorNote } from '../ui/error-note.tsx';
import { AnswerActions } from './answer-actions.tsx';
import { BranchSwitch } from './branch-switch.tsx';
import { FiguresPanel } from './figures-panel.tsx';
import { SourceList } from './source-list.tsx';
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

export function BelowTurn({ turn, onRetry }: { turn: TurnState; onRetry: () => void }) {
  const tool = turn.tools.findLast(({ status }) => status === 'running');
  const over = !isLive(turn);
  return (
    <>
      {!over && turn.phase !== 'saving' && turn.answer === '' && (
        <p className="text-sm text-quiet">
          {tool ? `Looking it up: ${tool.summary ?? tool.name}` : 'Reading your journal'}
        </p>
      )}
      {turn.error && <ErrorNote error={new Error(turn.error.message)} onRetry={over ? onRetry : undefined} />}
    </>
  );
}
