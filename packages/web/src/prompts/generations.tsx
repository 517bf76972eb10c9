/** The times with one set of weights each: users are compared with those who came under the same ones. */
import type { ExperimentResults } from '@tradistry/protocol';
import { useSettings } from '../app/use-settings.ts';
import { dateTime } from '../format/dates.ts';
import { count, share } from '../format/measures.ts';
import { type Column, DataTable } from '../ui/data-table.tsx';
import { metricName, sayFigure } from './say-experiments.ts';

type Generation = ExperimentResults['generations'][number];

export function Generations({ results: { generations, experiment } }: { results: ExperimentResults }) {
  const { time_zone } = useSettings();
  const { primary_metric: metric, variants } = experiment;
  const columns: readonly Column<Generation>[] = [
    { name: 'Generation', numeric: true, of: ({ generation }) => generation },
    { name: 'Began', className: 'whitespace-nowrap', of: ({ began_at }) => dateTime(began_at, time_zone) },
    ...variants.map(({ name }) => ({
      name: `${name}: weight, users, ${metricName(metric)}`,
      numeric: true as const,
      of: ({ weights, arms }: Generation) => {
        const arm = arms.find((each) => each.name === name);
        return `${share(weights[name] ?? null)}, ${count(arm?.users ?? 0)}, ${sayFigure(metric, arm?.mean ?? null)}`;
      },
    })),
  ];
  return (
    <section aria-labelledby="generations" className="space-y-3">
      <h3 id="generations" className="section-title">
        Weights over time
      </h3>
      <DataTable
        label="Table of generations"
        className="card max-h-96"
        rows={generations.toReversed()}
        columns={columns}
        keyOf={({ generation }) => generation}
      />
    </section>
  );
}
