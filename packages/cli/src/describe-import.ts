/** An import's report as plain text: every row accounted for, our P&L beside the broker's. */
import type { ImportReport } from '@tradistry/protocol';
import { plainText } from './plain-text.ts';

// Of each kind: a file imported twice has as many problems as rows, all alike.
const SHOWN_OF_A_KIND = 5;

/** Lines that end with a line break. */
export function describeImport(report: ImportReport): string {
  const { rows, pnl } = report;
  const stated = pnl.stated === null || pnl.difference === null ? null : [pnl.stated, pnl.difference].map(money);
  const lines = [
    `${report.file_name}: ${outcome(report)}`,
    `  format      ${report.format ?? 'not recognised'}, times in ${report.time_zone}${report.account ? `, account ${report.account}` : ''}`,
    `  rows        ${rows.read} read: ${rows.imported} imported, ${rows.skipped} skipped, ${rows.review} to review`,
    `  executions  ${report.executions}`,
    `  trades      ${report.trades}`,
    `  P&L         ${money(pnl.ours)}${stated ? `; the file states ${stated[0]}, difference ${stated[1]}` : ''}`,
    ...describeProblems(report.problems),
  ];
  return plainText(`${lines.join('\n')}\n`);
}

function describeProblems(problems: ImportReport['problems']): string[] {
  const kinds = Map.groupBy(problems, ({ code }) => code);
  return [...kinds.values()].flatMap((kind) => {
    const more = kind.length - SHOWN_OF_A_KIND;
    const lines = kind.slice(0, SHOWN_OF_A_KIND).map(({ row, message }) => `  row ${row}: ${message}`);
    return more > 0 ? [...lines, `  ... and ${more} more rows of this kind`] : lines;
  });
}

const TWO_DECIMALS = new Intl.NumberFormat('en-US', { minimumFractionDigits: 2, maximumFractionDigits: 2 });

/** A decimal string to the cent; the formatter reads the string itself, so nothing passes through a float. */
function money(decimal: string): string {
  // The contract says that it is a decimal number; the type only knows literals.
  return TWO_DECIMALS.format(decimal as `${number}`);
}

function outcome({ status, dry_run, error }: ImportReport): string {
  if (status === 'failed') return `failed. ${error?.message ?? ''}`.trim();
  if (status === 'done') return dry_run ? 'a dry run, nothing was stored' : 'imported';
  return status;
}
