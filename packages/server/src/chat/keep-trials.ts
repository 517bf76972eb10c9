/** The trials that run here keep their places; one whose place is gone, as its user was erased elsewhere, ends. */
import type { ActiveTurns } from './active-turns.ts';
import type { ChatDeps } from './deps.ts';
import { abort, type Turn } from './turn.ts';

export async function keepTrials(
  { trials, instance }: Pick<ChatDeps, 'trials' | 'instance'>,
  active: Pick<ActiveTurns, 'trials'>,
): Promise<void> {
  const running = [...active.trials];
  if (running.length === 0) return;
  const kept = await trials.renewTrials(instance);
  await stop(running.filter(({ started }) => !kept.has(started.streamId)));
}

/** Ends what a user tries here; resolves when nothing is written of it any more. */
export async function stopTrials({ trials }: Pick<ActiveTurns, 'trials'>, userId: string): Promise<void> {
  await stop([...trials].filter((trial) => trial.userId === userId));
}

async function stop(trials: readonly Turn[]): Promise<void> {
  for (const trial of trials) abort(trial, 'stopped');
  await Promise.all(trials.map(({ finished }) => finished));
}
