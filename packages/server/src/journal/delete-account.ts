/** Deletes an account with everything in it, when nothing is coming into it. */
import { Refusal } from '../refusal.ts';
import type { JournalDeps } from './journal-deps.ts';

type Deps = Pick<JournalDeps, 'accounts' | 'imports' | 'queue'>;

/** Refuses with `conflict` while an import into it is running. */
export async function deleteAccount(deps: Deps, userId: string, id: string): Promise<void> {
  const account = await deps.accounts.findAccount(userId, id);
  if (account && (await deps.imports.isImporting(userId, account.id))) {
    throw new Refusal('conflict', 'An import into this account is running. Delete it when that has ended.');
  }
  await deps.queue.run(userId, () => deps.accounts.deleteAccount(userId, id));
}
