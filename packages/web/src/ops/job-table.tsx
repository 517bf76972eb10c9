/** Work beside the turns: what waits, runs, was given up, and how far the long ones are. */
import { useQuery } from '@tanstack/react-query';
import type { JobQueue } from '@tradistry/protocol';
import { useServices } from '../app/services.tsx';
import { count, millis } from '../format/measures.ts';
import { type Column, DataTable } from '../ui/data-table.tsx';
import { ErrorNote } from '../ui/error-note.tsx';
import { Skeleton } from '../ui/skeleton.tsx';

const REFRESH_MS = 5_000;

export function JobTable() {
  const { api } = useServices();
  const jobs = useQuery({
    queryKey: ['ops', 'jobs'],
    queryFn: ({ signal }) => api.jobs(signal),
    refetchInterval: REFRESH_MS,
  });
  return (
    <section aria-labelledby="jobs" className="space-y-3">
      <h2 id="jobs" className="section-title">
        Jobs
      </h2>
      {jobs.isPending && <Skeleton lines={2} label="Loading the jobs" />}
      {jobs.isError && <ErrorNote error={jobs.error} onRetry={() => void jobs.refetch()} />}
      {jobs.data?.items.length === 0 && (
        <p className="card px-4 py-8 text-center text-quiet">There is no work beside the turns.</p>
      )}
      {jobs.data && jobs.data.items.length > 0 && (
        <DataTable label="Table of jobs" rows={jobs.data.items} columns={COLUMNS} keyOf={({ queue }) => queue} />
      )}
    </section>
  );
}

const COLUMNS: readonly Column<JobQueue>[] = [
  { name: 'Queue', className: 'font-medium', of: ({ queue }) => queue },
  { name: 'Waiting', numeric: true, of: ({ waiting }) => count(waiting) },
  { name: 'Oldest', numeric: true, of: ({ oldest_ms }) => millis(oldest_ms) },
  { name: 'Running', numeric: true, of: ({ active }) => count(active) },
  {
    name: 'Given up',
    numeric: true,
    of: ({ failed }) => <span className={failed > 0 ? 'text-loss' : ''}>{count(failed)}</span>,
  },
  { name: 'Progress', className: 'min-w-40', of: (queue) => <Progress queue={queue} /> },
];

function Progress({ queue: { progress } }: { queue: JobQueue }) {
  if (!progress) return <span className="text-quiet">–</span>;
  const percent = (100 * progress.done) / Math.max(1, progress.total);
  return (
    <span className="flex items-center gap-2">
      <span aria-hidden className="block h-2 w-24 overflow-hidden rounded-full bg-sunken">
        <span className="block h-full bg-accent" style={{ width: `${Math.min(100, percent)}%` }} />
      </span>
      <span className="text-xs whitespace-nowrap tabular-nums">
        {count(progress.done)} of {count(progress.total)}
      </span>
    </span>
  );
}
