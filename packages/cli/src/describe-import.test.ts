/** The report of an import as people read it. */
import type { ImportReport } from '@tradistry/protocol';
import { expect, test } from 'vitest';
import { describeImport } from './describe-import.ts';

const REPORT: ImportReport = {
  id: 'i',
  status: 'done',
  progress: 1,
  file_name: 'fills.csv',
  account_id: 'a',
  account: 'Main',
  time_zone: 'Europe/Berlin',
  dry_run: false,
  created_at: '2025-01-01T00:00:00Z',
  format: 'tradovate_performance',
  rows: { read: 3, imported: 1, skipped: 1, review: 1 },
  executions: 2,
  trades: 1,
  pnl: { ours: '-1212.499999', stated: '-1212.5', difference: '0' },
  problems: [{ row: 3, code: 'open_missing', message: 'A close without an open.\u001b[2J' }],
  error: null,
};

test('every row is accounted for, and our P&L stands beside the stated one', () => {
  expect(describeImport(REPORT)).toBe(`fills.csv: imported
  format      tradovate_performance, times in Europe/Berlin, account Main
  rows        3 read: 1 imported, 1 skipped, 1 to review
  executions  2
  trades      1
  P&L         -1,212.50; the file states -1,212.50, difference 0.00
  row 3: A close without an open.[2J
`);
});

test('a failure, a dry run and many problems are said', () => {
  const failed = { ...REPORT, status: 'failed', error: { code: 'x', message: 'No header.' } } as const;
  expect(describeImport(failed)).toContain('fills.csv: failed. No header.\n');
  expect(describeImport({ ...REPORT, dry_run: true })).toContain('fills.csv: a dry run, nothing was stored\n');
  const many = Array.from({ length: 25 }, (_, row) => ({ row, code: 'x', message: 'y' }));
  expect(describeImport({ ...REPORT, problems: many })).toContain('  ... and 20 more rows of this kind\n');
});
