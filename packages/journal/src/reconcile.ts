/** The account of an import: every row, and our P&L beside the broker's. */
import { difference, roundTo, sumOf } from './decimal.ts';
import type { Matched, MatchedTrade, ParsedFile, RowRemark, StatedPnl } from './types.ts';

/** Reasons for review that a person can read off the row: understood, but not to be placed without an answer. */
const READABLE = new Set([
  'unknown_multiplier',
  'multiplier_conflict',
  'close_without_open',
  'carry_unpaired',
  'carry_without_lot',
  'carry_against_position',
  'carry_exceeds_position',
  'other_account',
  'duplicate_id',
  'fill_conflict',
]);

/** Rows put aside for one reason. */
export interface ReasonCount {
  readonly code: string;
  readonly count: number;
  /** The first of them, for people. */
  readonly example: RowRemark;
}

export interface Reconciliation {
  /** Each row is in exactly one of the last three. A row whose execution could not be placed is in review. */
  readonly rows: {
    readonly read: number;
    readonly imported: number;
    readonly skipped: number;
    readonly review: number;
  };
  readonly skippedBy: readonly ReasonCount[];
  /** Unread rows and unplaced executions, by line. */
  readonly review: readonly RowRemark[];
  /** Those in review that could not even be read. */
  readonly unreadable: readonly RowRemark[];
  readonly executions: number;
  readonly trades: { readonly closed: number; readonly open: number; readonly pairs: number };
  /** Of what was matched, realized so far, by currency. Decimal strings. */
  readonly totals: readonly {
    readonly currency: string;
    readonly gross: string;
    readonly fees: string;
    readonly net: string;
  }[];
  /** Over the rows that state a P&L; `stated` and `difference` are null where none does. `ours` is then the matched trades' net. */
  readonly pnl: { readonly ours: string; readonly stated: string | null; readonly difference: string | null };
  /** Rows whose stated P&L is not ours to the cent. */
  readonly differing: readonly StatedPnl[];
}

/** Draws up the account of one file; `matched` is what came of its executions. */
export function reconcile(file: ParsedFile, matched: Matched): Reconciliation {
  const review = reviewOf(file, matched);
  const inReview = new Set(review.map(({ row }) => row)).size;
  const trades = matched.trades.filter(({ unit }) => unit === 'trade');
  return {
    rows: {
      read: file.rowsRead,
      imported: file.rowsRead - file.skipped.length - inReview,
      skipped: file.skipped.length,
      review: inReview,
    },
    skippedBy: reasonsOf(file.skipped),
    review,
    unreadable: review.filter(({ code }) => !READABLE.has(code)),
    executions: file.executions.length,
    trades: {
      closed: trades.filter(({ status }) => status === 'closed').length,
      open: trades.filter(({ status }) => status === 'open').length,
      pairs: matched.trades.filter(({ unit }) => unit === 'pair').length,
    },
    totals: totalsOf(trades),
    pnl: pnlOf(file.stated, trades),
    differing: file.stated.filter(({ stated, ours }) => roundTo(stated, 2) !== roundTo(ours, 2)),
  };
}

/** Whether the file reconciles: every row could be read, and every stated P&L is ours to the cent. */
export function isReconciled(account: Reconciliation): boolean {
  return account.unreadable.length === 0 && account.differing.length === 0;
}

function reviewOf(file: ParsedFile, matched: Matched): RowRemark[] {
  const unplaced = matched.review.map(({ row, code, message }) => ({ row, code, message }));
  return [...file.review, ...unplaced].sort((a, b) => a.row - b.row);
}

/** Rows grouped by why they were put aside, most frequent first. */
function reasonsOf(remarks: readonly RowRemark[]): ReasonCount[] {
  const groups = Map.groupBy(remarks, ({ code }) => code);
  const counts = [...groups].flatMap(([code, [example, ...others]]) =>
    example ? [{ code, count: others.length + 1, example }] : [],
  );
  return counts.sort((a, b) => b.count - a.count || a.example.row - b.example.row);
}

function totalsOf(trades: readonly MatchedTrade[]): Reconciliation['totals'] {
  return [...Map.groupBy(trades, ({ instrument }) => instrument.currency)].map(([currency, group]) => ({
    currency,
    gross: sumOf(group.map(({ grossPnl }) => grossPnl)),
    fees: sumOf(group.map(({ fees }) => fees)),
    net: sumOf(group.map(({ netPnl }) => netPnl)),
  }));
}

function pnlOf(rows: readonly StatedPnl[], trades: readonly MatchedTrade[]): Reconciliation['pnl'] {
  if (rows.length === 0) return { ours: sumOf(trades.map(({ netPnl }) => netPnl)), stated: null, difference: null };
  const stated = sumOf(rows.map((row) => row.stated));
  const ours = sumOf(rows.map((row) => row.ours));
  return { ours, stated, difference: difference(ours, stated) };
}
