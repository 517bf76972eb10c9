/** What users used up by day. */
import type { Page, UsageDay, UsageQuery } from '@tradistry/protocol';
import type { OpsStore } from './ports.ts';

const DAYS = 30;

interface UsageDeps {
  readonly store: Pick<OpsStore, 'listUsage'>;
  readonly userKey: (userId: string) => string;
}

/** Without a time the last 30 days, today included. */
export async function listUsage(deps: UsageDeps, query: UsageQuery, now: Date): Promise<Page<UsageDay>> {
  const { to = dayOf(now), from = daysBefore(to), cursor, limit, user_id } = query;
  const { items, next_cursor } = await deps.store.listUsage({ from, to, cursor, limit, user: user_id ?? null });
  return { items: items.map((day) => ({ ...day, user_id: deps.userKey(day.user_id) })), next_cursor };
}

function dayOf(time: Date): string {
  return time.toISOString().slice(0, 10);
}

function daysBefore(day: string): string {
  return dayOf(new Date(Date.parse(day) - (DAYS - 1) * 86_400_000));
}
