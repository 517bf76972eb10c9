/** Executions that a program sends: the same store and matching as an imported file's. */
import type { ExecutionsAccepted, NewExecutions } from '@tradistry/protocol';
import { withIds } from './execution-id.ts';
import type { JournalDeps } from './journal-deps.ts';
import { matchBooks } from './match-books.ts';
import { toExecutions } from './to-executions.ts';

type Deps = Pick<JournalDeps, 'accounts' | 'executions' | 'books' | 'settings' | 'queue'>;

/** About 100 ms on the embedded database. */
const BATCH = 500;

/** Adds what is new by `external_id`. Refuses the whole body, nothing stored, where one execution is not complete. */
export async function addExecutions(deps: Deps, userId: string, body: NewExecutions): Promise<ExecutionsAccepted> {
  const given = toExecutions(body.executions);
  return deps.queue.run(userId, async () => {
    const account = await ensureAccount(deps, userId, body);
    const executions = withIds(account.id, given);
    const target = { accountId: account.id, importId: null };
    let added = 0;
    for (let at = 0; at < executions.length; at += BATCH) {
      added += (await deps.executions.addExecutions(userId, target, executions.slice(at, at + BATCH))).size;
    }
    await matchBooks(deps, { userId, accountId: account.id });
    const ids = executions.map((execution) => execution.id);
    return { added, known: executions.length - added, ...(await deps.executions.countPlaced(userId, ids)) };
  });
}

async function ensureAccount(deps: Deps, userId: string, body: NewExecutions): Promise<{ id: string }> {
  const found = await deps.accounts.findAccount(userId, body.account);
  if (found) return found;
  const currency = body.executions[0]?.currency ?? 'USD';
  const wish = { name: body.account, broker: null, time_zone: null, currency, demo: false };
  return (await deps.accounts.ensureAccount(userId, wish)).account;
}
