/** Brings the sums of large journals up to their trades. */
import type { JournalSums } from './sum-ports.ts';

/**
 * Looks at all journals that changed; `signal` ends it between two transactions, and what is left is found again. Rejects once all
 * were looked at, where one failed: the others do not wait for it.
 */
export async function keepSums(sums: JournalSums, signal: AbortSignal): Promise<void> {
  const failures: unknown[] = [];
  for (const userId of await sums.listChanged()) {
    await sumJournal(sums, userId, signal).catch((error: unknown) => failures.push(error));
  }
  if (failures.length > 0) throw failures[0];
}

async function sumJournal(sums: JournalSums, userId: string, signal: AbortSignal): Promise<void> {
  let more = true;
  while (more && !signal.aborted) more = await sums.sumSome(userId);
}
