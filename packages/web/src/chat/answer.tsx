/** An answer, growing or stored: its text, how it ended, how it was made, and below it what can be done with it. */
import type { Message } from '@tradistry/protocol';
import { Play } from 'lucide-react';
import type { ReactNode } from 'react';
import { ActionButton } from '../ui/action-button.tsx';
import { canContinue, endingOf, endingOfTurn } from './answer-ending.ts';
import { LadderLine } from './ladder-line.tsx';
import type { Ladder } from './ladder-words.ts';
import { Markdown } from './markdown.tsx';
import { isLive, shownText, type ToolState, type TurnState } from './turn-state.ts';
import { useReading } from './use-reading.ts';

/** What an answer is drawn from, whether it is stored or still being written. */
export interface ShownAnswer {
  readonly text: string;
  readonly growing: boolean;
  /** Figures without a source, one a line, so that the same figures in another list are the same. */
  readonly unverified: string;
  /** Why the answer ends where it does, where that must be said. */
  readonly ending: string | null;
  /** When it can be gone on with, in ms since 1970 (0: now); `null`: it cannot be. */
  readonly continuesFrom: number | null;
  readonly ladder: Ladder;
}

/**
 * One component for both: when the stored answer takes the place of the growing one, nothing is drawn again
 * (a long answer drawn anew would block the page for a tenth of a second).
 */
export function Answer(props: {
  shown: ShownAnswer;
  /** The turn that writes it, or has just written it. */
  turn: TurnState | null;
  onContinue: (() => void) | null;
  children: ReactNode;
}) {
  const place = useReading(props.turn);
  const { text, growing, unverified, ending, continuesFrom, ladder } = props.shown;
  return (
    <article ref={place} className="space-y-3">
      <h2 className="sr-only">Answer</h2>
      {text !== '' && <Markdown text={text} growing={growing} unverified={unverified} />}
      {ending && (
        <div className="flex flex-wrap items-center gap-x-3 gap-y-2 text-sm text-quiet">
          <p className="wrap-break-word">{ending}</p>
          {continuesFrom !== null && props.onContinue && (
            <ActionButton icon={Play} label="Continue" from={continuesFrom} onClick={props.onContinue} />
          )}
        </div>
      )}
      <LadderLine ladder={ladder} />
      {props.children}
    </article>
  );
}

/** `turn` is the one that has just written it; `null` for an older answer. */
export function shownMessage(message: Message, turn: TurnState | null): ShownAnswer {
  const { content, warnings, tools, model_used: by, layer } = message;
  return {
    text: content,
    growing: false,
    unverified: warnings.flatMap(({ figures }) => figures ?? []).join('\n'),
    ending: endingOf(message, turn),
    continuesFrom: canContinue(message) ? (turn?.error?.retryAt ?? 0) : null,
    ladder: { by, layer, warnings, tools: tools.length > 0 || !turn ? tools : toolsOf(turn), waiting: false },
  };
}

export function shownTurn(turn: TurnState): ShownAnswer {
  const text = shownText(turn);
  const writing = isLive(turn) && turn.phase !== 'saving';
  const unverified = turn.figures.filter(({ verified }) => !verified);
  return {
    text,
    growing: writing,
    unverified: unverified.map(({ at, length }) => turn.answer.slice(at, at + length)).join('\n'),
    ending: endingOfTurn(turn),
    continuesFrom: null,
    ladder: {
      by: turn.done?.model_used ?? null,
      layer: turn.done?.layer ?? null,
      warnings: turn.warnings,
      tools: toolsOf(turn),
      waiting: writing && text === '' && !turn.reconnecting,
    },
  };
}

/** A lookup that was under way when the answer was stopped has no end of its own. */
function toolsOf(turn: TurnState): readonly ToolState[] {
  return isLive(turn) ? turn.tools : turn.tools.filter(({ status }) => status !== 'running');
}
