/** Records of streams are added up by the hour, and forgotten in time. */
import type { OpsStore } from './ports.ts';

/** So long the time a reader spends with an answer may still come in. */
const SETTLED_MS = 3_600_000;
const DAY_MS = 86_400_000;
/** Roll-ups by hour; those by day are small and kept. */
const HOURS_KEPT_DAYS = 100;

/** `recordDays`: how long a record itself is kept. */
export async function keepRecords(
  store: Pick<OpsStore, 'addUp' | 'prune'>,
  { now, recordDays }: { now: Date; recordDays: number },
): Promise<void> {
  const before = (days: number) => new Date(now.getTime() - days * DAY_MS);
  await store.addUp(new Date(now.getTime() - SETTLED_MS));
  await store.prune({ records: before(recordDays), hours: before(Math.max(HOURS_KEPT_DAYS, recordDays)) });
}
