/** Says in words what went wrong, with a way on. */
import { CircleAlert, RotateCw } from 'lucide-react';

export function ErrorNote({ error, onRetry }: { error: unknown; onRetry?: (() => void) | undefined }) {
  return (
    <div role="alert" className="flex flex-wrap items-center gap-x-3 gap-y-2 rounded-xl bg-loss-soft px-4 py-3 text-sm">
      <CircleAlert aria-hidden className="size-4 shrink-0 text-loss" />
      <p className="min-w-40 flex-1">{wordsOf(error)}</p>
      {onRetry && (
        <button type="button" className="btn" onClick={onRetry}>
          <RotateCw aria-hidden className="size-4" />
          Try again
        </button>
      )}
    </div>
  );
}

/** An error's message, which is written for people wherever the page throws one. */
export function wordsOf(error: unknown): string {
  return error instanceof Error && error.message !== '' ? error.message : 'Something went wrong. Try again.';
}
