/** Brings the sums of large journals up to their trades. */
import type { JournalSums } from './sum-ports.ts';

/** Looks at all journals that changed; `signal` ends it between two transactions, and what is left is found again. */
export async function keepSums(sums: JournalSums, signal: AbortSignal): Promise<void> {
  for (const userId of await sums.listChanged()) {
    let more = true;
    while (more && !signal.aborted) more = await sums.sumSome(userId);
  }
}
