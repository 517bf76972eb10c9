/** Erases everything that a user has, for good. */
import { Refusal } from '../refusal.ts';
import type { EraseStore } from './ports.ts';

export interface EraseDeps {
  readonly store: EraseStore;
  /** Ends a turn wherever it runs. */
  readonly stopTurn: (userId: string, streamId: string) => Promise<unknown>;
  /** Ends what the user tries of prompts here; elsewhere it ends when its place is erased. */
  readonly stopTrials: (userId: string) => Promise<void>;
  /** Tells all running imports of the user to end, wherever they run. */
  readonly endImports: (userId: string) => Promise<void>;
  /** After everything that changes the user's journal, and before whatever comes next. */
  readonly inLine: (userId: string, work: () => Promise<void>) => Promise<void>;
  /** What is known of the user outside of the database. */
  readonly forget: (userId: string, streamIds: readonly string[]) => Promise<void>;
  /** Told who left, for the log, and how many rows that were. */
  readonly onErased: (userId: string, rows: number) => void;
}

export type EraseUser = (userId: string) => Promise<void>;

/**
 * What writes is ended first, then all is erased in short steps. Where it is cut off, the next call erases the rest; where
 * there is nothing, it does nothing.
 */
export function createErase(deps: EraseDeps): EraseUser {
  return async (userId) => {
    await stopTurns(deps, userId);
    await deps.stopTrials(userId);
    await deps.endImports(userId);
    await deps.inLine(userId, () => eraseAll(deps, userId));
  };
}

async function stopTurns(deps: EraseDeps, userId: string): Promise<void> {
  const { running } = await deps.store.listTurns(userId);
  await Promise.all(running.map((streamId) => deps.stopTurn(userId, streamId).catch(ignoreRefusal)));
}

/** A turn whose owner is dead, or that is no more: without its row, nobody can take it up. */
function ignoreRefusal(error: unknown): undefined {
  if (error instanceof Refusal) return undefined;
  throw error;
}

async function eraseAll(deps: EraseDeps, userId: string): Promise<void> {
  const { recent } = await deps.store.listTurns(userId);
  const rows = await deps.store.eraseRows(userId);
  await deps.forget(userId, recent);
  deps.onErased(userId, rows);
}
