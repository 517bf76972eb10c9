/** Says why an answer ended before its end, in people's words, and offers what helps. */
import { Link } from '@tanstack/react-router';
import { LogIn, Pencil, RotateCw, Settings2 } from 'lucide-react';
import { ActionButton } from '../ui/action-button.tsx';
import { Alert } from '../ui/alert.tsx';
import { errorWords, type Remedy } from './error-words.ts';
import type { TurnError } from './turn-state.ts';

/** What can be done; `null` where it cannot be here. */
export interface Remedies {
  readonly onAgain: (() => void) | null;
  /** Opens the question to be changed. */
  readonly onEdit: (() => void) | null;
  readonly onSignIn: () => void;
}

/** `remedies` `null`: the answer still runs, and there is nothing to do but read. */
export function TurnErrorNote({ error, remedies }: { error: TurnError; remedies: Remedies | null }) {
  const { title, remedy } = errorWords(error);
  const again = remedies && remedy !== null && remedy !== 'edit' ? remedies.onAgain : null;
  const actions = (
    <>
      {remedies && <RemedyButton remedy={remedy} remedies={remedies} />}
      {again && <ActionButton icon={RotateCw} label="Try again" from={error.retryAt} onClick={again} />}
    </>
  );
  return (
    <Alert actions={actions}>
      <span className="block font-semibold">{title}</span>
      {error.message}
    </Alert>
  );
}

/** What helps beside asking again. */
function RemedyButton({ remedy, remedies }: { remedy: Remedy | null; remedies: Remedies }) {
  switch (remedy) {
    case 'edit':
      return remedies.onEdit && <ActionButton icon={Pencil} label="Change the question" onClick={remedies.onEdit} />;
    case 'choose_model':
      return (
        <Link to="/settings" className="btn">
          <Settings2 aria-hidden className="size-4" />
          Choose a model
        </Link>
      );
    case 'sign_in':
      return <ActionButton icon={LogIn} label="Sign in again" onClick={remedies.onSignIn} />;
    case 'again':
    case null:
      return null;
  }
}
