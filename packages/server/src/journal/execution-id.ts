/** The id an execution is stored under: from its account and content, so that undoing and importing again keeps tags and notes. */
import { createHash } from 'node:crypto';
import type { Execution, StoredExecution } from '@tradistry/journal';

/** A name-based UUID (version 8: custom) of account and dedupe key. */
export function executionId(accountId: string, dedupeKey: string): string {
  const hex = createHash('sha256').update(`execution\n${accountId}\n${dedupeKey}`).digest('hex');
  const variant = ((Number.parseInt(hex.slice(16, 17), 16) & 0x3) | 0x8).toString(16);
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `8${hex.slice(13, 16)}`,
    `${variant}${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ].join('-');
}

/** The executions as they are stored in that account. */
export function withIds(accountId: string, executions: readonly Execution[]): StoredExecution[] {
  return executions.map((execution) => ({ ...execution, id: executionId(accountId, execution.dedupeKey) }));
}
