/** The key figures of a period, drawn over time, and told apart by model, version, instance or way. */
import { useQuery } from '@tanstack/react-query';
import type { Kpis } from '@tradistry/protocol';
import { Activity } from 'lucide-react';
import { useState } from 'react';
import { useServices } from '../app/services.tsx';
import { count, dollars, millis, share } from '../format/measures.ts';
import { Empty } from '../ui/empty.tsx';
import { ErrorNote } from '../ui/error-note.tsx';
import { Segmented } from '../ui/segmented.tsx';
import { Skeleton } from '../ui/skeleton.tsx';
import { Breakdown } from './breakdown.tsx';
import { CHART_VIEWS, type ChartName, chartPoints } from './chart-views.ts';
import { filtersOf, type OpsSearch, RANGE_FACTS, type Range } from './ops-search.ts';
import { TimeChart } from './time-chart.tsx';

interface FiguresProps {
  search: OpsSearch;
  range: Range;
  onChange: (search: OpsSearch) => void;
}

/** Figures come in with every turn that ends; a chart of hours needs no look more often. */
const REFRESH_MS = 15_000;
const NAMES = Object.keys(CHART_VIEWS) as ChartName[];
const OPTIONS = NAMES.map((name) => [name, CHART_VIEWS[name].label] as const);

export function Figures({ search, range, onChange }: FiguresProps) {
  const { api } = useServices();
  const [chart, setChart] = useState<ChartName>('success');
  const filters = filtersOf(search);
  const { hours, every, label } = RANGE_FACTS[range];
  const summary = useQuery({
    queryKey: ['ops', 'summary', range, filters],
    queryFn: ({ signal }) => {
      const from = new Date(Date.now() - hours * 3_600_000).toISOString();
      return api.summary({ ...filters, from, every }, signal);
    },
    refetchInterval: REFRESH_MS,
    placeholderData: (before) => before,
  });
  if (summary.isPending) return <Skeleton lines={8} label="Computing the key figures" />;
  if (summary.isError) return <ErrorNote error={summary.error} onRetry={() => void summary.refetch()} />;
  const { total } = summary.data;
  if (total.turns === 0) {
    return (
      <div className="card">
        <Empty icon={Activity} title="No stream has ended here">
          <p>In the last {label}, with these filters. Figures appear as soon as a question was answered.</p>
        </Empty>
      </div>
    );
  }
  return (
    <section aria-label="Key figures" className="space-y-4">
      <Tiles total={total} />
      <Segmented label="What is drawn" value={chart} options={OPTIONS} onChange={setChart} />
      <TimeChart view={CHART_VIEWS[chart]} points={chartPoints(summary.data, every)} every={every} />
      <Breakdown search={search} range={range} onChange={onChange} />
    </section>
  );
}

interface Tile {
  readonly name: string;
  readonly value: string;
  readonly note: string;
  /** Beyond what the operators' alerts allow. */
  readonly alarming?: boolean;
}

/** The thresholds are those of the alerts. */
function tilesOf(total: Kpis): Tile[] {
  const beyond = (value: number | null, least: number) => value !== null && value > least;
  const { success_rate: success, first_token_ms: first, duration_ms: duration, reading_ms: reading } = total;
  return [
    { name: 'Success', value: share(success), note: 'alert below 95%', alarming: success !== null && success < 0.95 },
    {
      name: 'First token',
      value: millis(first.avg),
      note: `average; p95 ${millis(first.p95)}`,
      alarming: beyond(first.avg, 1000),
    },
    {
      name: 'Errors',
      value: share(total.error_rate),
      note: 'alert above 5%',
      alarming: beyond(total.error_rate, 0.05),
    },
    {
      name: 'Fallbacks',
      value: share(total.fallback_rate),
      note: 'alert above 10%',
      alarming: beyond(total.fallback_rate, 0.1),
    },
    { name: 'Answered', value: share(total.available_rate), note: 'by a model or the analyst' },
    { name: 'Duration', value: millis(duration.p50), note: `median; p95 ${millis(duration.p95)}` },
    { name: 'Reading', value: millis(reading.avg), note: `average of ${count(reading.n)}` },
    { name: 'Streams', value: count(total.turns), note: `${count(total.stopped)} stopped, ${dollars(total.cost_usd)}` },
  ];
}

function Tiles({ total }: { total: Kpis }) {
  return (
    <dl className="grid grid-cols-2 gap-px overflow-hidden rounded-xl border border-line bg-line lg:grid-cols-4">
      {tilesOf(total).map(({ name, value, note, alarming }) => (
        <div key={name} className="bg-surface px-4 py-3">
          <dt className="text-xs text-quiet">{name}</dt>
          <dd className={`mt-0.5 text-lg font-semibold tabular-nums ${alarming ? 'text-loss' : ''}`}>{value}</dd>
          <dd className={`text-xs ${alarming ? 'text-loss' : 'text-quiet'}`}>{note}</dd>
        </div>
      ))}
    </dl>
  );
}
