/** The order in which executions are matched. */
import type { StoredExecution } from '../types.ts';

interface Keyed {
  readonly execution: StoredExecution;
  readonly time: number;
  readonly rank: number;
}

/**
 * Groups of one instant, oldest first. Within one: closes, then carries, then all that may open; then the broker's ids (by
 * number, those without one behind); the parts of one fill by their keys; then the file's order.
 */
export function* instants(executions: readonly StoredExecution[]): Generator<readonly StoredExecution[]> {
  const keyed = executions.map((execution) => ({
    execution,
    time: Date.parse(execution.time),
    rank: rankOf(execution),
  }));
  keyed.sort(compare);
  let group: StoredExecution[] = [];
  let time = Number.NaN;
  for (const next of keyed) {
    if (next.time !== time && group.length > 0) {
      yield group;
      group = [];
    }
    time = next.time;
    group.push(next.execution);
  }
  if (group.length > 0) yield group;
}

function rankOf(execution: StoredExecution): number {
  if (execution.kind === 'carry_out' || execution.kind === 'carry_in') return 1;
  return execution.effect === 'close' ? 0 : 2;
}

function compare(a: Keyed, b: Keyed): number {
  return a.time - b.time || a.rank - b.rank || compareAtOneInstant(a.execution, b.execution);
}

function compareAtOneInstant(a: StoredExecution, b: StoredExecution): number {
  return (
    compareIds(a.externalId, b.externalId) ||
    (a.externalId === null ? 0 : compareText(a.dedupeKey, b.dedupeKey)) ||
    a.ordinal - b.ordinal ||
    compareText(a.id, b.id)
  );
}

/** Ids are numbers at most brokers: the longer one is the larger. */
function compareIds(a: string | null, b: string | null): number {
  if (a === null || b === null) return Number(a === null) - Number(b === null);
  return a.length - b.length || compareText(a, b);
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
