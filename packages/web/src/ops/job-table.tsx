/** Work beside the turns: what waits, runs, was given up, and how far the long ones are. */
import { useQuery } from '@tanstack/react-query';
import type { JobQueue } from '@tradistry/protocol';
import { useServices } from '../app/services.tsx';
import { count, millis } from '../format/measures.ts';
import { ErrorNote } from '../ui/error-note.tsx';
import { Skeleton } from '../ui/skeleton.tsx';
import { Wide } from '../ui/wide.tsx';

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
      {jobs.data && jobs.data.items.length > 0 && <Rows queues={jobs.data.items} />}
    </section>
  );
}

function Rows({ queues }: { queues: readonly JobQueue[] }) {
  return (
    <Wide label="Table of jobs" className="card">
      <table className="table">
        <thead>
          <tr>
            <th scope="col">Queue</th>
            <th scope="col" className="num">
              Waiting
            </th>
            <th scope="col" className="num">
              Oldest
            </th>
            <th scope="col" className="num">
              Running
            </th>
            <th scope="col" className="num">
              Given up
            </th>
            <th scope="col">Progress</th>
          </tr>
        </thead>
        <tbody>
          {queues.map((queue) => (
            <tr key={queue.queue}>
              <td className="font-medium">{queue.queue}</td>
              <td className="num">{count(queue.waiting)}</td>
              <td className="num">{millis(queue.oldest_ms)}</td>
              <td className="num">{count(queue.active)}</td>
              <td className={`num ${queue.failed > 0 ? 'text-loss' : ''}`}>{count(queue.failed)}</td>
              <td className="min-w-40">
                <Progress queue={queue} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Wide>
  );
}

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
