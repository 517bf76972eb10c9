/** The reconciliation of one import: every row accounted for, our P&L beside the broker's. */

import { Link } from '@tanstack/react-router';
import type { ImportReport } from '@tradistry/protocol';
import { CircleCheck, CircleX, TriangleAlert } from 'lucide-react';
import { useSettings } from '../app/use-settings.ts';
import { signOf } from '../format/decimal.ts';
import { money } from '../format/figures.ts';
import { type Column, DataTable } from '../ui/data-table.tsx';
import { formatName } from './format-name.ts';

export function ReportView({ report }: { report: ImportReport }) {
  return (
    <div className="space-y-4">
      <Verdict report={report} />
      {report.error && <p className="text-sm">{report.error.message}</p>}
      {report.status !== 'failed' && <Counts report={report} />}
      {report.problems.length > 0 && <Problems report={report} />}
      {report.status === 'done' && !report.dry_run && (
        <div className="flex flex-wrap gap-2">
          <Link to="/journal" className="btn btn-primary">
            See the journal
          </Link>
          <Link to="/" className="btn">
            Ask about it
          </Link>
        </div>
      )}
    </div>
  );
}

function Verdict({ report }: { report: ImportReport }) {
  const { icon: Icon, tone, text } = verdictOf(report);
  return (
    <div className="flex items-start gap-3">
      <Icon aria-hidden className={`mt-0.5 size-5 shrink-0 ${tone}`} />
      <div className="min-w-0">
        <h2 className="section-title">{text}</h2>
        <p className="text-sm wrap-anywhere text-quiet">
          {[report.file_name, report.format && formatName(report.format), report.account, report.time_zone]
            .filter(Boolean)
            .join(' · ')}
        </p>
      </div>
    </div>
  );
}

function verdictOf({ status, dry_run, rows, pnl }: ImportReport) {
  if (status === 'failed') return { icon: CircleX, tone: 'text-loss', text: 'The file could not be imported' };
  if (status === 'undone') return { icon: CircleX, tone: 'text-quiet', text: 'This import was undone' };
  if (rows.review > 0 || (pnl.difference !== null && signOf(pnl.difference) !== 0)) {
    return {
      icon: TriangleAlert,
      tone: 'text-warn',
      text: dry_run ? 'Tried, with something to look at' : 'Imported, with something to look at',
    };
  }
  return {
    icon: CircleCheck,
    tone: 'text-gain',
    text: dry_run ? 'Tried: all of it can be read' : 'Imported, all accounted for',
  };
}

function Counts({ report }: { report: ImportReport }) {
  const { currency } = useSettings();
  const { rows, pnl } = report;
  const counts: [string, string][] = [
    ['Rows read', rows.read.toLocaleString('en-US')],
    ['Imported', rows.imported.toLocaleString('en-US')],
    ['Skipped', rows.skipped.toLocaleString('en-US')],
    ['In review', rows.review.toLocaleString('en-US')],
    ['Executions', report.executions.toLocaleString('en-US')],
    ['Trades', report.trades.toLocaleString('en-US')],
    ['Our P&L', money(pnl.ours, currency)],
    ["Broker's P&L", pnl.stated === null ? 'not stated' : money(pnl.stated, currency)],
    ['Difference', pnl.difference === null ? '–' : money(pnl.difference, currency)],
  ];
  return (
    <dl className="grid grid-cols-2 gap-px overflow-hidden rounded-lg border border-line bg-line sm:grid-cols-3">
      {counts.map(([name, value]) => (
        <div key={name} className="bg-surface px-3 py-2">
          <dt className="text-xs text-quiet">{name}</dt>
          <dd className="font-medium tabular-nums">{value}</dd>
        </div>
      ))}
    </dl>
  );
}

const SHOWN = 1000;
const PROBLEM_COLUMNS: readonly Column<ImportReport['problems'][number]>[] = [
  { name: 'Row', numeric: true, of: ({ row }) => row },
  { name: 'What', of: ({ message }) => message },
];

function Problems({ report }: { report: ImportReport }) {
  return (
    <details open={report.problems.length <= 20}>
      <summary className="inline-flex min-h-10 items-center text-sm font-medium">
        {report.problems.length === SHOWN
          ? 'First 1,000 rows'
          : `${report.problems.length} ${report.problems.length === 1 ? 'row' : 'rows'}`}{' '}
        with something to say
      </summary>
      <DataTable
        label="Rows with something to say"
        className="max-h-96 rounded-lg border border-line"
        rows={report.problems}
        columns={PROBLEM_COLUMNS}
        // A report never changes, and one row may have two problems.
        keyOf={(_, at) => at}
      />
    </details>
  );
}
