/** One version's answer in the playground, and what it took. */
import { useServices } from '../app/services.tsx';
import { shownTurn } from '../chat/answer.tsx';
import { LadderLine } from '../chat/ladder-line.tsx';
import { Markdown } from '../chat/markdown.tsx';
import { TurnErrorNote } from '../chat/turn-error.tsx';
import { isLive } from '../chat/turn-state.ts';
import { count, dollars, millis } from '../format/measures.ts';
import type { TrialState } from './follow-trial.ts';

interface AnswerProps {
  readonly side: 'Left' | 'Right';
  readonly version: number;
  /** `null`: it was not asked so far. */
  readonly state: TrialState | null;
  readonly onAgain: () => void;
}

export function TrialAnswer({ side, version, state, onAgain }: AnswerProps) {
  const id = `trial-${side}`;
  return (
    <section aria-labelledby={id} className="card min-w-0 space-y-3 p-4 md:p-5">
      <h2 id={id} className="section-title">
        <span className="sr-only">{side}: </span>Version {version}
      </h2>
      {state === null ? (
        <p className="text-sm text-quiet">Its answer appears here as it is written.</p>
      ) : (
        <Shown state={state} onAgain={onAgain} />
      )}
    </section>
  );
}

function Shown({ state, onAgain }: { state: TrialState; onAgain: () => void }) {
  const { auth } = useServices();
  const { turn, stopped } = state;
  const { text, growing, unverified, ending, ladder } = shownTurn(turn);
  const live = isLive(turn);
  return (
    <>
      <Markdown text={text} growing={growing} unverified={unverified} />
      {(stopped || ending) && <p className="text-sm text-quiet">{stopped ? 'You stopped it here.' : ending}</p>}
      <LadderLine ladder={ladder} />
      {turn.error && (
        <TurnErrorNote
          error={turn.error}
          remedies={live ? null : { onAgain, onEdit: null, onSignIn: () => auth.refused() }}
        />
      )}
      <p role="status" className="sr-only">
        {live ? 'The answer is being written.' : 'The answer has ended.'}
      </p>
      <Took state={state} />
    </>
  );
}

function Took({ state: { turn, firstTokenMs, tookMs } }: { state: TrialState }) {
  const usage = turn.done?.usage ?? null;
  const cost = usage?.cost_usd;
  const figures: readonly (readonly [string, string])[] = [
    ['First token', millis(firstTokenMs)],
    ['Took', millis(tookMs)],
    ['Tokens', usage ? count(usage.total_tokens) : '–'],
    ['Cost', cost == null ? '–' : dollars(String(cost))],
  ];
  return (
    <dl className="grid grid-cols-2 gap-x-4 gap-y-2 border-t border-line pt-3 sm:grid-cols-4">
      {figures.map(([name, value]) => (
        <div key={name}>
          <dt className="text-xs text-quiet">{name}</dt>
          <dd className="text-sm tabular-nums">{value}</dd>
        </div>
      ))}
    </dl>
  );
}
