/** Notes when a turn's first token was handed to whoever watches: what was ours of the wait for it ends there. */
import type { ChatDeps } from './deps.ts';
import type { Turn } from './turn.ts';

/** Follows the log up to its first token, and costs nothing after it. */
export function watchFirstWrite(
  { now }: Pick<ChatDeps, 'now'>,
  { log, progress }: Pick<Turn, 'log' | 'progress'>,
): void {
  const leave = log.follow({
    quiet: true,
    onFrame(_frame, { type }) {
      if (type !== 'token') return;
      progress.firstShownAt = now();
      leave();
    },
    onEnd: () => undefined,
  });
}

/**
 * From the request to the first call of a model, and from its first content to where that is handed to viewers: what is ours
 * of the first token, in milliseconds. Where no model was asked, all of it. `null`: there was no token, or the turn was not
 * this process's from the beginning. An answer that is over at once may not have been handed on yet: then until `now`.
 */
export function overheadOf({ progress, startedAt, epoch }: Watched, now: number): number | null {
  const { firstCallAt, firstTokenAt, firstShownAt } = progress;
  if (epoch > 0 || firstTokenAt === null) return null;
  return (firstCallAt ?? firstTokenAt) - startedAt + ((firstShownAt ?? now) - firstTokenAt);
}

type Watched = Pick<Turn, 'progress' | 'startedAt' | 'epoch'>;
