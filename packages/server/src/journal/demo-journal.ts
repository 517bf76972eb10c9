/** The demo journal of a first start: a year of an invented trader, marked as demo, gone in one click. */
import type { DemoAccount, DemoJournal, DemoMark, DemoOptions } from '@tradistry/journal';
import type { DemoStatus } from '@tradistry/protocol';
import { Refusal } from '../refusal.ts';
import type { DemoTrade, DemoWords } from './demo-ports.ts';
import { executionId, withIds } from './execution-id.ts';
import type { JournalDeps } from './journal-deps.ts';
import { localDay } from './local-day.ts';
import { matchBooks } from './match-books.ts';
import { startWorker } from './worker-thread.ts';

type Deps = Pick<JournalDeps, 'demo' | 'accounts' | 'executions' | 'books' | 'settings' | 'queue' | 'now'>;

/** About 100 ms on the embedded database. */
const BATCH = 500;

export async function demoStatus(deps: Deps, userId: string): Promise<DemoStatus> {
  const state = await deps.demo.getState(userId);
  return { present: state !== 'none', empty: !(await deps.executions.hasExecutions(userId)) };
}

/** Makes it, once; what a crash left half made is made anew. Refuses when the user has an account of one of its names. */
export function addDemo(deps: Deps, userId: string): Promise<DemoStatus> {
  return deps.queue.run(userId, async () => {
    const state = await deps.demo.getState(userId);
    if (state === 'partial') await removeAll(deps, userId);
    if (state !== 'whole') await makeAll(deps, userId);
    return demoStatus(deps, userId);
  });
}

/** Removes all of it, and nothing else: a note of the user's own about a demo trade stays. */
export function removeDemo(deps: Deps, userId: string): Promise<void> {
  return deps.queue.run(userId, () => removeAll(deps, userId));
}

async function makeAll(deps: Deps, userId: string): Promise<void> {
  const { time_zone } = await deps.settings.getSettings(userId);
  const made = await makeDemo({ endDay: localDay(deps.now(), time_zone), timeZone: time_zone });
  await refuseTakenNames(deps, userId, made.accounts);
  const ids = new Map<string, string>();
  for (const account of made.accounts) ids.set(account.name, await storeAccount(deps, userId, account));
  // The words come last: they are what tells a whole demo journal from a half made one.
  await deps.demo.addWords(userId, toWords(made, ids));
}

async function makeDemo(options: DemoOptions): Promise<DemoJournal> {
  await using worker = startWorker(new URL('./demo-worker.ts', import.meta.url));
  // What `demo-worker` answers.
  return (await worker.ask(options)) as DemoJournal;
}

async function refuseTakenNames(deps: Deps, userId: string, accounts: readonly DemoAccount[]): Promise<void> {
  for (const { name } of accounts) {
    if (await deps.accounts.findAccount(userId, name)) {
      throw new Refusal('conflict', `You have an account named "${name}". Rename it, then make the demo journal.`);
    }
  }
}

async function storeAccount(deps: Deps, userId: string, demo: DemoAccount): Promise<string> {
  const { name, broker, currency, balance, executions } = demo;
  const wish = { name, broker, currency, time_zone: null, demo: true };
  const { account } = await deps.accounts.ensureAccount(userId, wish);
  await deps.accounts.patchAccount(userId, account.id, { balance });
  const target = { accountId: account.id, importId: null };
  for (let at = 0; at < executions.length; at += BATCH) {
    await deps.executions.addExecutions(userId, target, withIds(account.id, executions.slice(at, at + BATCH)));
  }
  await matchBooks(deps, { userId, accountId: account.id });
  return account.id;
}

async function removeAll(deps: Deps, userId: string): Promise<void> {
  await deps.demo.removeWords(userId);
  for (const account of await deps.accounts.listAccounts(userId)) {
    if (account.demo) await deps.accounts.deleteAccount(userId, account.id);
  }
}

function toWords(made: DemoJournal, accountIds: ReadonlyMap<string, string>): DemoWords {
  const openingOf = (mark: { account: string; opening: string }) =>
    executionId(accountIds.get(mark.account) ?? '', mark.opening);
  return {
    notes: made.notes.map(({ trade, ...note }) => ({ ...note, openingId: trade && openingOf(trade) })),
    playbooks: made.playbooks,
    trades: made.marks.map((mark) => toTrade(mark, openingOf(mark))),
  };
}

function toTrade({ tags, setup, initialStop }: DemoMark, openingId: string): DemoTrade {
  return { openingId, tags, setup, initialStop };
}
