/** Each variant less the control, with how sure that is: what decides, and what must not get worse. */
import type { ExperimentResults, VariantComparison } from '@tradistry/protocol';
import { EXPERIMENT_METRICS } from '@tradistry/protocol';
import { count } from '../format/measures.ts';
import { type Column, DataTable } from '../ui/data-table.tsx';
import { IntervalChart } from './interval-chart.tsx';
import { metricName, sayAmount, sayDifference, sayFound, sayRange } from './say-experiments.ts';

export function Differences({ results: { experiment, comparisons } }: { results: ExperimentResults }) {
  const metrics = [...new Set(comparisons.map(({ metric, role }) => `${role} ${metric}`))];
  const control = experiment.variants[0]?.name ?? 'control';
  return (
    <section aria-labelledby="differences" className="space-y-3">
      <div>
        <h3 id="differences" className="section-title">
          Compared with {control}
        </h3>
        <p className="text-sm text-quiet">
          Each variant’s figure less that of {control}. The intervals hold however often one looks; one that does not
          touch zero is a difference.
        </p>
      </div>
      <div className="grid gap-3 md:grid-cols-2">
        {metrics.map((key) => {
          const shown = comparisons.filter(({ metric, role }) => `${role} ${metric}` === key);
          return <Chart key={key} comparisons={shown} guardrails={experiment.guardrails} />;
        })}
      </div>
      <details className="text-sm">
        <summary className="min-h-8 text-quiet">As a table</summary>
        <DataTable
          label="Table of differences"
          className="mt-1 rounded-lg border border-line"
          rows={comparisons}
          columns={COLUMNS}
          keyOf={({ variant, role, metric }) => `${variant} ${role} ${metric}`}
        />
      </details>
    </section>
  );
}

interface ChartProps {
  readonly comparisons: readonly VariantComparison[];
  readonly guardrails: ExperimentResults['experiment']['guardrails'];
}

function Chart({ comparisons, guardrails }: ChartProps) {
  const [first] = comparisons;
  if (!first) return null;
  const { metric, role } = first;
  const { better } = EXPERIMENT_METRICS[metric];
  const tolerance = guardrails.find((each) => each.metric === metric)?.tolerance ?? 0;
  const limit = role === 'primary' ? null : better === 'lower' ? tolerance : -tolerance;
  return (
    <figure className="card space-y-2 p-4">
      <figcaption className="text-sm">
        <span className="font-medium">{metricName(metric)}</span>{' '}
        <span className="text-quiet">
          {role === 'primary'
            ? `decides; ${better} is better`
            : `guardrail; at most ${sayAmount(metric, tolerance)} worse`}
        </span>
      </figcaption>
      <IntervalChart comparisons={comparisons} limit={limit} />
    </figure>
  );
}

const COLUMNS: readonly Column<VariantComparison>[] = [
  { name: 'Variant', className: 'font-medium', of: ({ variant }) => variant },
  {
    name: 'Metric',
    className: 'whitespace-nowrap',
    of: ({ metric, role }) => (
      <>
        {metricName(metric)}
        {role === 'guardrail' && <span className="text-quiet"> guardrail</span>}
      </>
    ),
  },
  { name: 'Difference', numeric: true, of: ({ metric, difference }) => sayDifference(metric, difference) },
  { name: 'Between', numeric: true, of: sayRange },
  { name: 'p', numeric: true, of: ({ p }) => (p === null ? '–' : p.toPrecision(2)) },
  { name: 'Users', numeric: true, of: ({ users }) => count(users) },
  { name: 'Found', className: 'whitespace-nowrap', of: sayFound },
];
