/** Every file that was imported before, each with a way back. */

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { ImportReport } from '@tradistry/protocol';
import { FileSpreadsheet, Undo2 } from 'lucide-react';
import { useState } from 'react';
import { useServices } from '../app/services.tsx';
import { useSettings } from '../app/use-settings.ts';
import { dateTime } from '../format/dates.ts';
import { Confirm } from '../ui/confirm.tsx';
import { Empty } from '../ui/empty.tsx';
import { ErrorNote } from '../ui/error-note.tsx';
import { Modal } from '../ui/modal.tsx';
import { Skeleton } from '../ui/skeleton.tsx';
import { formatName } from './format-name.ts';
import { ReportView } from './report-view.tsx';

export function EarlierImports() {
  const { api } = useServices();
  const list = useQuery({ queryKey: ['imports'], queryFn: ({ signal }) => api.imports(signal) });
  return (
    <section aria-labelledby="earlier">
      <h2 id="earlier" className="section-title mb-2">
        Earlier imports
      </h2>
      {list.isPending && <Skeleton lines={4} label="Loading the imports" />}
      {list.isError && <ErrorNote error={list.error} onRetry={() => void list.refetch()} />}
      {list.data?.items.length === 0 && (
        <div className="card">
          <Empty icon={FileSpreadsheet} title="No file has been imported yet">
            Each import is listed here with its reconciliation, and can be undone.
          </Empty>
        </div>
      )}
      {list.data && list.data.items.length > 0 && (
        <ul className="card divide-y divide-line">
          {list.data.items.map((report) => (
            <Item key={report.id} report={report} />
          ))}
        </ul>
      )}
    </section>
  );
}

function Item({ report }: { report: ImportReport }) {
  const { api } = useServices();
  const { time_zone } = useSettings();
  const queries = useQueryClient();
  const [opens, setOpens] = useState<'report' | 'undo' | null>(null);
  const undo = useMutation({
    mutationFn: () => api.undoImport(report.id),
    onSuccess: () => queries.invalidateQueries(),
  });
  const undoable = report.status === 'done' && !report.dry_run;
  return (
    <li className="p-3 md:px-4">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <button type="button" className="min-h-10 min-w-0 flex-1 text-left" onClick={() => setOpens('report')}>
          <span className="block truncate font-medium">{report.file_name}</span>
          <span className="block text-sm text-quiet">
            {[
              dateTime(report.created_at, time_zone),
              report.format && formatName(report.format),
              report.account,
              report.status === 'done' ? `${report.rows.imported} of ${report.rows.read} rows` : report.status,
              report.dry_run && 'dry run',
            ]
              .filter(Boolean)
              .join(' · ')}
          </span>
        </button>
        {undoable && (
          <button type="button" className="btn" disabled={undo.isPending} onClick={() => setOpens('undo')}>
            <Undo2 aria-hidden className="size-4" />
            {undo.isPending ? 'Undoing' : 'Undo'}
            <span className="sr-only"> the import of {report.file_name}</span>
          </button>
        )}
      </div>
      {undo.isError && <ErrorNote error={undo.error} onRetry={() => undo.mutate()} />}
      <Modal open={opens === 'report'} onClose={() => setOpens(null)} title="Import report" shape="side">
        <ReportView report={report} />
      </Modal>
      <Confirm
        open={opens === 'undo'}
        onClose={() => setOpens(null)}
        onConfirm={() => undo.mutate()}
        title="Undo this import?"
        text={`The executions of ${report.file_name} go, and the trades are made again without them.`}
        action="Undo the import"
      />
    </li>
  );
}
