/** Says in words what went wrong, with a way on. */
import { RotateCw } from 'lucide-react';
import { ActionButton } from './action-button.tsx';
import { Alert } from './alert.tsx';

export function ErrorNote({ error, onRetry }: { error: unknown; onRetry?: (() => void) | undefined }) {
  return (
    <Alert actions={onRetry && <ActionButton icon={RotateCw} label="Try again" onClick={onRetry} />}>
      {wordsOf(error)}
    </Alert>
  );
}

/** An error's message, which is written for people wherever the page throws one. */
export function wordsOf(error: unknown): string {
  return error instanceof Error && error.message !== '' ? error.message : 'Something went wrong. Try again.';
}
