/** All experiments, newest first. */
import { Link } from '@tanstack/react-router';
import type { Experiment, ExperimentStatus } from '@tradistry/protocol';
import { FlaskConical } from 'lucide-react';
import { useSettings } from '../app/use-settings.ts';
import { day } from '../format/dates.ts';
import { Empty } from '../ui/empty.tsx';
import { ErrorNote } from '../ui/error-note.tsx';
import { openerId } from '../ui/return-focus.ts';
import { ShowMore } from '../ui/show-more.tsx';
import { Skeleton } from '../ui/skeleton.tsx';
import { Tag } from '../ui/tag.tsx';
import { metricName, STATUS_WORDS } from './say-experiments.ts';
import { useExperiments } from './use-experiments.ts';

const TONES = { draft: 'quiet', running: 'accent', stopped: 'quiet', rolled_back: 'loss' } as const;

export function StatusTag({ status }: { status: ExperimentStatus }) {
  return <Tag tone={TONES[status]}>{STATUS_WORDS[status]}</Tag>;
}

export function ExperimentList() {
  const list = useExperiments();
  if (list.isPending) return <Skeleton lines={4} label="Loading the experiments" />;
  if (list.isError) return <ErrorNote error={list.error} onRetry={() => void list.refetch()} />;
  const experiments = list.data.pages.flatMap(({ items }) => items);
  if (experiments.length === 0) {
    return (
      <div className="card">
        <Empty icon={FlaskConical} title="No experiment so far">
          <p>
            An experiment gives two versions to different users and tells, as their answers come in, which one does
            better and how sure that is.
          </p>
        </Empty>
      </div>
    );
  }
  return (
    <>
      <ul className="card divide-y divide-line">
        {experiments.map((experiment) => (
          <Item key={experiment.id} experiment={experiment} />
        ))}
      </ul>
      <ShowMore list={list} of="experiments" />
    </>
  );
}

function Item({ experiment }: { experiment: Experiment }) {
  const { id, name, type, status, variants, primary_metric, started_at } = experiment;
  const { time_zone } = useSettings();
  return (
    <li>
      <Link
        id={openerId(`experiment-${id}`)}
        to="/prompts"
        search={{ view: 'experiments', experiment: id }}
        className="flex min-h-14 flex-wrap items-center gap-x-4 gap-y-1 px-4 py-2.5 hover:bg-sunken/60"
      >
        <span className="min-w-0 flex-1 basis-48 font-medium wrap-break-word">{name}</span>
        <StatusTag status={status} />
        <span className="text-sm text-quiet">
          {type}: {variants.map((variant) => `${variant.name} ${variant.version}`).join(', ')} by{' '}
          {metricName(primary_metric)}
        </span>
        <span className="text-xs whitespace-nowrap text-quiet">
          {started_at ? `began ${day(started_at, time_zone)}` : 'not begun'}
        </span>
      </Link>
    </li>
  );
}
