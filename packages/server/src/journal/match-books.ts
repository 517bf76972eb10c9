/** Brings an account's trades up to its executions: reads the changed books, matches them, writes what differs. */
import { Refusal } from '../refusal.ts';
import type { SettingsStore } from './account-ports.ts';
import { createMatchJob, type MatchMethod } from './match-job.ts';
import type { MatchRequest } from './match-worker.ts';
import type { Book, BookPage, BookStore, MatchBatch } from './matching-ports.ts';
import { startWorker } from './worker-thread.ts';

interface Deps {
  readonly books: BookStore;
  readonly settings: SettingsStore;
}

/** An account whose books are to be matched; `onProgress` is told 0 to 1. */
interface Account {
  readonly userId: string;
  readonly accountId: string;
  readonly onProgress?: (part: number) => void;
}

/** Rows of one page: read in well under 100 ms on the embedded database. */
const PAGE = 2000;
/** So many executions are matched at once, books being whole. */
const TOGETHER = 20_000;
/** Above this a thread is started for it; below, that would take longer than the matching. */
const INLINE = 1000;
/** Other instances may change the same books; whoever changes last matches last. */
const MAX_ATTEMPTS = 20;

/** Matches what is unmatched in the account. Safe against crashes (marks stay) and other instances (stamps differ). */
export async function matchBooks(deps: Deps, account: Account): Promise<void> {
  let lost = 0;
  let total = 0;
  for (;;) {
    const unmatched = await deps.books.listUnmatched(account.userId, account.accountId);
    if (unmatched.length === 0) return;
    total = Math.max(total, unmatched.length);
    account.onProgress?.(1 - unmatched.length / total);
    if (await matchSome(deps, account, chooseBooks(unmatched))) continue;
    lost += 1;
    if (lost === MAX_ATTEMPTS)
      throw new Refusal('overloaded', 'The journal keeps changing elsewhere. Try again.', { retryAfterMs: 5000 });
  }
}

interface Chosen {
  readonly underlyings: readonly string[];
  readonly executions: number;
}

function chooseBooks(unmatched: readonly { underlying: string; executions: number }[]): Chosen {
  const underlyings: string[] = [];
  let executions = 0;
  for (const book of unmatched) {
    if (underlyings.length > 0 && executions + book.executions > TOGETHER) break;
    underlyings.push(book.underlying);
    executions += book.executions;
  }
  return { underlyings, executions };
}

async function matchSome(deps: Deps, account: Account, chosen: Chosen): Promise<boolean> {
  const books = await deps.books.joinBooks(account.userId, account.accountId, chosen.underlyings);
  // Read after the stamps: a change of method gives new stamps, and is noticed by them.
  const { matching } = await deps.settings.getSettings(account.userId);
  await using matcher = chosen.executions > INLINE ? matchInWorker() : matchInline();
  await feed(deps.books, { ...account, books }, matcher);
  const count = await matcher.match(matching);
  for (let written = 1; written <= count; written += 1) {
    const target = { accountId: account.accountId, books, last: written === count };
    const batch = await matcher.take();
    if (!(await deps.books.writeBatch(account.userId, target, batch))) return false;
    if (count > 1 && batch.upserts.length > 0 && isMilestone(written, count)) await deps.books.refreshStatistics();
  }
  return true;
}

// As the tables double, so do the planner's ideas of them; of what is being emptied it had better keep the old ones.
function isMilestone(written: number, count: number): boolean {
  return written === count || (written & (written - 1)) === 0;
}

interface Matcher extends AsyncDisposable {
  send(request: Extract<MatchRequest, { executions: unknown } | { known: unknown }>): Promise<void>;
  match(method: MatchMethod): Promise<number>;
  take(): Promise<MatchBatch>;
}

async function feed(store: BookStore, account: Account & { books: readonly Book[] }, matcher: Matcher): Promise<void> {
  const pages = {
    accountId: account.accountId,
    underlyings: account.books.map((book) => book.underlying),
    limit: PAGE,
  };
  for (let after: BookPage['after'] = null; ; ) {
    const executions = await store.pageExecutions(account.userId, { ...pages, after });
    await matcher.send({ executions });
    const last = executions.at(-1)?.execution;
    if (!last || executions.length < PAGE) break;
    after = { underlying: last.instrument.underlying, id: last.id };
  }
  for (let after: BookPage['after'] = null; ; ) {
    const known = await store.pageKnownTrades(account.userId, { ...pages, after });
    await matcher.send({ known });
    const last = known.at(-1);
    if (!last || known.length < PAGE) break;
    after = last;
  }
}

const EMPTY: MatchBatch = { upserts: [], deletes: [], reviews: [] };

function matchInline(): Matcher {
  const job = createMatchJob();
  let batches: MatchBatch[] = [];
  return {
    send: async (request) =>
      'known' in request ? job.addKnownTrades(request.known) : job.addExecutions(request.executions),
    match: async (method) => {
      batches = job.match(method);
      return batches.length;
    },
    take: async () => batches.shift() ?? EMPTY,
    [Symbol.asyncDispose]: async () => undefined,
  };
}

function matchInWorker(): Matcher {
  const worker = startWorker(new URL('./match-worker.ts', import.meta.url));
  const ask = (request: MatchRequest) => worker.ask(request);
  return {
    send: async (request) => void (await ask(request)),
    // What `match-worker` answers to these two.
    match: async (method) => (await ask({ match: method })) as number,
    take: async () => (await ask({ take: true })) as MatchBatch,
    [Symbol.asyncDispose]: () => worker[Symbol.asyncDispose](),
  };
}
