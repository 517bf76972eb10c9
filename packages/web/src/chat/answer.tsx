/** An answer, growing or stored: its text, what it warns of, what it rests on and what can be done with it. */
import type { Message, WarningChunk } from '@tradistry/protocol';
import { Info } from 'lucide-react';
import { type ReactNode, useMemo } from 'react';
import { ErrorNote } from '../ui/error-note.tsx';
import { AnswerActions } from './answer-actions.tsx';
import { BranchSwitch } from './branch-switch.tsx';
import { FiguresPanel } from './figures-panel.tsx';
import { Markdown } from './markdown.tsx';
import { SourceList } from './source-list.tsx';
import type { TurnState } from './turn-state.ts';
import { isLive } from './turn-state.ts';

/** What an answer is drawn from, whether it is stored or still being written. */
interface Shown {
  readonly text: string;
  readonly growing: boolean;
  readonly warnings: readonly WarningChunk[];
  readonly by: string | null;
  readonly ending: string | null;
}

export function StoredAnswer(props: {
  message: Message;
  among: readonly Message[];
  live: boolean;
  onAgain: (() => void) | null;
  onChoose: (messageId: string) => void;
}) {
  const { message } = props;
  return (
    <AnswerFrame
      shown={{
        text: message.content,
        growing: false,
        warnings: message.warnings,
        by: message.model_used,
        ending: message.status === 'failed' && message.content !== '' ? ENDINGS.partial : ENDINGS[message.status],
      }}
    >
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
    </AnswerFrame>
  );
}

export function TurnAnswer({ turn, onRetry }: { turn: TurnState; onRetry: (() => void) | null }) {
  const growing = isLive(turn) && turn.phase !== 'saving';
  return (
    <AnswerFrame
      shown={{
        text: turn.answer,
        growing,
        warnings: turn.warnings,
        by: turn.done?.model_used ?? null,
        ending: turn.done?.finish_reason === 'stopped' ? ENDINGS.stopped : turn.reconnecting ? RECONNECTING : null,
      }}
    >
      {growing && turn.answer === '' && <Working turn={turn} />}
      {turn.error && <ErrorNote error={new Error(turn.error.message)} onRetry={onRetry ?? undefined} />}
    </AnswerFrame>
  );
}

const ENDINGS: Record<Message['status'], string | null> = {
  running: 'This answer is being written.',
  complete: null,
  stopped: 'You stopped this answer.',
  partial: 'This answer was cut off before its end.',
  failed: null,
};
const RECONNECTING = 'The connection was lost; trying again.';

function AnswerFrame({ shown, children }: { shown: Shown; children: ReactNode }) {
  const unverified = useMemo(() => shown.warnings.flatMap(({ figures }) => figures ?? []), [shown.warnings]);
  return (
    <article className="answer space-y-3">
      <h2 className="sr-only">Answer</h2>
      {(shown.text !== '' || shown.growing) && (
        <Markdown text={shown.text} growing={shown.growing} unverified={unverified} />
      )}
      {shown.ending && <p className="text-sm text-quiet">{shown.ending}</p>}
      <Warnings warnings={shown.warnings} />
      {children}
      {shown.by && <p className="text-xs text-quiet">{writer(shown.by)}</p>}
    </article>
  );
}

/** Who wrote it, in words. */
function writer(model: string): string {
  return model === 'tradistry/analyst' ? 'Offline analyst: no language model was used' : `Answered by ${model}`;
}

function Warnings({ warnings }: { warnings: readonly WarningChunk[] }) {
  if (warnings.length === 0) return null;
  const said = [...new Set(warnings.map(({ message }) => message))];
  return (
    <p className="flex items-start gap-2 text-sm text-warn">
      <Info aria-hidden className="mt-0.5 size-4 shrink-0" />
      {said.join(' ')}
    </p>
  );
}

function Working({ turn }: { turn: TurnState }) {
  const tool = turn.tools.findLast(({ status }) => status === 'running');
  return (
    <p className="text-sm text-quiet">
      {tool ? `Looking it up: ${tool.summary ?? tool.name}` : 'Reading your journal'}
    </p>
  );
}
