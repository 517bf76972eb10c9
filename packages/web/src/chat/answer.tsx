/** An answer, growing or stored: its text, what it warns of, and below it what can be done with it. */
import type { Message, WarningChunk } from '@tradistry/protocol';
import { Info } from 'lucide-react';
import type { ReactNode } from 'react';
import { Markdown } from './markdown.tsx';
import { isLive, type TurnState } from './turn-state.ts';

/** What an answer is drawn from, whether it is stored or still being written. */
export interface ShownAnswer {
  readonly text: string;
  readonly growing: boolean;
  readonly warnings: readonly WarningChunk[];
  /** The model's name; `null` while it is not known. */
  readonly by: string | null;
  /** Why the answer ends where it does, where that must be said. */
  readonly ending: string | null;
}

/**
 * One component for both: when the stored answer takes the place of the growing one, nothing is drawn again
 * (a long answer drawn anew would block the page for a tenth of a second).
 */
export function Answer({ shown, children }: { shown: ShownAnswer; children: ReactNode }) {
  // Joined, so that the same figures in another list are the same.
  const unverified = shown.warnings.flatMap(({ figures }) => figures ?? []).join('\n');
  return (
    <article className="space-y-3">
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

const ENDINGS: Record<Message['status'], string | null> = {
  running: 'This answer is being written.',
  complete: null,
  stopped: 'You stopped this answer.',
  partial: 'This answer was cut off before its end.',
  failed: null,
};

export function shownMessage({ content, status, warnings, model_used }: Message): ShownAnswer {
  const cutOff = status === 'failed' && content !== '';
  return { text: content, growing: false, warnings, by: model_used, ending: ENDINGS[cutOff ? 'partial' : status] };
}

export function shownTurn(turn: TurnState): ShownAnswer {
  return {
    text: turn.answer,
    growing: isLive(turn) && turn.phase !== 'saving',
    warnings: turn.warnings,
    by: turn.done?.model_used ?? null,
    ending: endingOf(turn),
  };
}

function endingOf(turn: TurnState): string | null {
  if (turn.reconnecting) return 'The connection was lost; trying again.';
  return turn.done?.finish_reason === 'stopped' ? ENDINGS.stopped : null;
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
