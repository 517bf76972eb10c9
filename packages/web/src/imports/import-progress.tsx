/** Follows one import to its end and shows its report. */

import { useQuery, useQueryClient } from '@tanstack/react-query';
import type { ImportReport } from '@tradistry/protocol';
import { useEffect } from 'react';
import { useServices } from '../app/services.tsx';
import { ErrorNote } from '../ui/error-note.tsx';
import { ProgressBar } from '../ui/progress-bar.tsx';
import { ReportView } from './report-view.tsx';

const POLL_MS = 400;

export function ImportProgress({ importId, onFailed }: { importId: string; onFailed: (code: string) => void }) {
  const { api } = useServices();
  const queries = useQueryClient();
  const report = useQuery({
    queryKey: ['import', importId],
    queryFn: ({ signal }) => api.import(importId, signal),
    refetchInterval: ({ state }) => (state.data === undefined || state.data.status === 'running' ? POLL_MS : false),
  });
  const status = report.data?.status ?? 'running';
  const code = report.data?.error?.code ?? null;
  useEffect(() => {
    if (status === 'running') return;
    if (code !== null) onFailed(code);
    void queries.invalidateQueries({ predicate: ({ queryKey }) => queryKey[0] !== 'import' });
  }, [status, code, onFailed, queries]);

  if (report.isError) return <ErrorNote error={report.error} onRetry={() => void report.refetch()} />;
  return (
    <section aria-label="This import" className="card p-4 md:p-5">
      <p aria-live="polite" className="sr-only">
        {status === 'running' ? 'The file is being read.' : `The import is ${status}.`}
      </p>
      {report.data && status !== 'running' ? <ReportView report={report.data} /> : <Bar report={report.data} />}
    </section>
  );
}

function Bar({ report }: { report: ImportReport | undefined }) {
  const percent = Math.round((report?.progress ?? 0) * 100);
  return (
    <div className="space-y-2">
      <p className="flex justify-between text-sm">
        <span className="font-medium">Reading {report?.file_name ?? 'the file'}</span>
        <span className="text-quiet tabular-nums">{percent} %</span>
      </p>
      <ProgressBar label="Progress of the import" value={percent} max={100} />
    </div>
  );
}
