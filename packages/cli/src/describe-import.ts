/** An import's report as plain text: every row accounted for, our P&L beside the broker's. */
import type { ImportReport } from '@tradistry/protocol';
import { plainText } from './plain-text.ts';

const SHOWN_PROBLEMS = 20;

/** Lines that end with a line break. */
export function describeImport(report: ImportReport): string {
  const { rows, pnl, problems } = report;
  const lines = [
    `${report.file_name}: ${outcome(report)}`,
    `  format      ${report.format ?? 'not recognised'}, times in ${report.time_zone}${report.account ? `, account ${report.account}` : ''}`,
    `  rows        ${rows.read} read: ${rows.imported} imported, ${rows.skipped} skipped, ${rows.review} to review`,
    `  executions  ${report.executions}`,
    `  trades      ${report.trades}`,
    `  P&L         ${pnl.ours}${pnl.stated === null ? '' : `; the file states ${pnl.stated}, difference ${pnl.difference}`}`,
    ...problems.slice(0, SHOWN_PROBLEMS).map(({ row, message }) => `  row ${row}: ${message}`),
  ];
  if (problems.length > SHOWN_PROBLEMS)
    lines.push(`  ... and ${problems.length - SHOWN_PROBLEMS} more rows like these`);
  return plainText(`${lines.join('\n')}\n`);
}

function outcome({ status, dry_run, error }: ImportReport): string {
  if (status === 'failed') return `failed. ${error?.message ?? ''}`.trim();
  if (status === 'done') return dry_run ? 'a dry run, nothing was stored' : 'imported';
  return status;
}
