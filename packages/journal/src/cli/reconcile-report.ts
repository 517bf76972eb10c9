/** A reconciliation in words, for a terminal. */
import { roundTo } from '../decimal.ts';
import { isReconciled, type Reconciliation } from '../reconcile.ts';
import type { ParsedFile } from '../types.ts';

const SHOWN = 20;

/** What is to be said of one file besides its account. */
export interface ReportContext {
  readonly name: string;
  readonly timeZone: string;
  readonly zoneGiven: boolean;
}

/** The report, lines ended by `\n`. */
export function reconcileReport(file: ParsedFile, account: Reconciliation, context: ReportContext): string {
  return [
    context.name,
    `  Format       ${file.format}`,
    `  Time zone    ${zoneOf(file, context)}`,
    ...rowLines(account),
    ...resultLines(account),
    ...reviewLines(account),
    `  Result       ${isReconciled(account) ? 'reconciled' : 'NOT reconciled'}`,
    '',
  ].join('\n');
}

function zoneOf(file: ParsedFile, context: ReportContext): string {
  if (file.format === 'tastytrade') return 'the file states it';
  const assumed = context.zoneGiven ? '' : " (this machine's, assumed; give --zone for another)";
  return `${context.timeZone}${assumed}`;
}

function rowLines({ rows, skippedBy }: Reconciliation): string[] {
  return [
    `  Rows         ${rows.read} read = ${rows.imported} imported + ${rows.skipped} skipped + ${rows.review} in review`,
    ...skippedBy.map(
      ({ code, count, example }) => `    skipped    ${count} x ${code}; line ${example.row}: ${example.message}`,
    ),
  ];
}

function resultLines({ executions, trades, totals, pnl, differing }: Reconciliation): string[] {
  return [
    `  Executions   ${executions}`,
    `  Trades       ${trades.closed} closed, ${trades.open} open (flat to flat); ${trades.pairs} pairs`,
    ...totals.map(
      ({ currency, gross, fees, net }) =>
        `  Realized     ${money(gross)} gross - ${money(fees)} fees = ${money(net)} net ${currency}`,
    ),
    ...statedLines(pnl),
    ...differing
      .slice(0, SHOWN)
      .map(({ row, stated, ours }) => `    line ${row}: the broker states ${money(stated)}, we have ${money(ours)}`),
    ...more(differing.length),
  ];
}

function statedLines({ ours, stated, difference }: Reconciliation['pnl']): string[] {
  if (stated === null || difference === null) return ['  Broker P&L   the file states none'];
  return [`  Broker P&L   ours ${money(ours)}, stated ${money(stated)}, difference ${money(difference)}`];
}

function reviewLines({ review }: Reconciliation): string[] {
  return [
    ...review.slice(0, SHOWN).map(({ row, code, message }) => `    review     line ${row}, ${code}: ${message}`),
    ...more(review.length),
  ];
}

function more(count: number): string[] {
  return count > SHOWN ? [`    ... and ${count - SHOWN} more`] : [];
}

function money(amount: string): string {
  return roundTo(amount, 2);
}
