/** How sure a variant's difference was as users came in, drawn, and as a table. */
import type { ExperimentMetric, ExperimentResults } from '@tradistry/protocol';
import { useSettings } from '../app/use-settings.ts';
import { dateTime } from '../format/dates.ts';
import { count } from '../format/measures.ts';
import { type Column, DataTable } from '../ui/data-table.tsx';
import { boxOf, type RunPoint, runPoints } from './run-points.ts';
import { metricName, sayDifference, sayRange } from './say-experiments.ts';

export function RunningIntervals({ results }: { results: ExperimentResults }) {
  const { variants, primary_metric: metric } = results.experiment;
  const runs = variants
    .slice(1)
    .map(({ name }) => ({ name, points: runPoints(results, name) }))
    .filter(({ points }) => points.length > 1);
  if (runs.length === 0) return null;
  return (
    <section aria-labelledby="running" className="space-y-3">
      <h3 id="running" className="section-title">
        As users came in
      </h3>
      <div className="grid gap-3">
        {runs.map(({ name, points }) => (
          <figure key={name} className="card p-4">
            <figcaption className="mb-3 text-sm">
              <span className="font-medium">{name}</span>{' '}
              <span className="text-quiet">
                less {variants[0]?.name}, {metricName(metric)}: the line, and between which bounds it surely lies
              </span>
            </figcaption>
            <Drawing points={points} metric={metric} />
            <BehindTheDrawing name={name} points={points} metric={metric} />
          </figure>
        ))}
      </div>
    </section>
  );
}

interface DrawingProps {
  readonly points: readonly RunPoint[];
  readonly metric: ExperimentMetric;
}

function Drawing({ points, metric }: DrawingProps) {
  const box = boxOf(points);
  const at = (users: number, difference: number) => `${box.x(users)},${box.y(difference)}`;
  const upper = points.map((point) => at(point.users, point.upper));
  const lower = points.map((point) => at(point.users, point.lower)).reverse();
  const zero = box.y(0);
  return (
    <div aria-hidden className="grid grid-cols-[auto_1fr] gap-x-2 text-xs text-quiet tabular-nums">
      <div className="relative w-20 text-right">
        <span className="absolute top-0 right-0">{sayDifference(metric, box.high)}</span>
        {zero > 15 && zero < 85 && (
          <span className="absolute right-0 -translate-y-1/2" style={{ top: `${zero}%` }}>
            0
          </span>
        )}
        <span className="absolute right-0 bottom-0">{sayDifference(metric, box.low)}</span>
      </div>
      <svg aria-hidden viewBox="0 0 100 100" preserveAspectRatio="none" className="h-48 w-full rounded-md bg-sunken/50">
        <polygon points={[...upper, ...lower].join(' ')} className="fill-accent/20" />
        <line x1="0" x2="100" y1={zero} y2={zero} className="stroke-edge" vectorEffect="non-scaling-stroke" />
        <polyline
          points={points.map((point) => at(point.users, point.difference)).join(' ')}
          className="fill-none stroke-accent stroke-2"
          vectorEffect="non-scaling-stroke"
        />
      </svg>
      <span />
      <p className="mt-1 flex justify-between">
        <span>{count(points[0]?.users ?? 0)} users</span>
        <span>{count(points.at(-1)?.users ?? 0)} users</span>
      </p>
    </div>
  );
}

function BehindTheDrawing({ name, points, metric }: DrawingProps & { name: string }) {
  const { time_zone } = useSettings();
  const columns: readonly Column<RunPoint>[] = [
    { name: 'Users', numeric: true, of: ({ users }) => count(users) },
    { name: 'When', className: 'whitespace-nowrap', of: ({ at }) => (at === null ? 'now' : dateTime(at, time_zone)) },
    { name: 'Difference', numeric: true, of: ({ difference }) => sayDifference(metric, difference) },
    { name: 'Between', numeric: true, of: (point) => sayRange({ metric, ...point }) },
  ];
  return (
    <details className="mt-2 text-sm">
      <summary className="min-h-8 text-quiet">As a table</summary>
      <DataTable
        label={`${name} as users came in`}
        className="mt-1 max-h-72 rounded-lg border border-line"
        rows={points.toReversed()}
        columns={columns}
        keyOf={({ users }) => users}
      />
    </details>
  );
}
