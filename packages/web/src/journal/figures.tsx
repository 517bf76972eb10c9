/** The headline figures of a period and how the P&L grew in it. */

import { useQuery } from '@tanstack/react-query';
import type { Metric, TradeResult, TradeRow } from '@tradistry/protocol';
import { useMemo, useState } from 'react';
import { useServices } from '../app/services.tsx';
import { useSettings } from '../app/use-settings.ts';
import { signOf } from '../format/decimal.ts';
import { isMoney, metric } from '../format/figures.ts';
import { basisOf, nameOf } from '../format/words.ts';
import { ErrorNote } from '../ui/error-note.tsx';
import { Segmented } from '../ui/segmented.tsx';
import { Skeleton } from '../ui/skeleton.tsx';
import { EquityCurve } from './equity-curve.tsx';
import { equityPoints } from './equity-points.ts';
import type { JournalFilters } from './journal-search.ts';
import { figureFilters } from './trade-filters.ts';

const HEADLINE: Metric[] = ['pnl', 'trades', 'win_rate', 'profit_factor', 'expectancy', 'max_drawdown', 'fees'];
const TONED: ReadonlySet<string> = new Set<Metric>(['pnl', 'expectancy']);
const MOST_ROWS = 1000;

export function Figures({ filters }: { filters: JournalFilters }) {
  const { api } = useServices();
  const settings = useSettings();
  const flat = useMemo(() => figureFilters(filters), [filters]);
  const [chosen, setChosen] = useState<string | null>(null);
  const headline = useQuery({
    queryKey: ['figures', flat, settings, filters.unit],
    queryFn: () => api.analytics({ metrics: HEADLINE, filters: flat, ...unitOf(filters) }),
    placeholderData: (before) => before,
  });
  if (headline.isPending) return <Skeleton lines={5} label="Computing the figures" />;
  if (headline.isError) return <ErrorNote error={headline.error} onRetry={() => void headline.refetch()} />;
  const { rows } = headline.data;
  const row = rows.find(({ currency }) => currency === (chosen ?? settings.currency)) ?? rows[0];
  return (
    <section aria-label="Figures" className="space-y-3">
      {rows.length > 1 && row && (
        <Segmented
          label="Currency"
          value={row.currency}
          options={rows.map(({ currency }) => [currency, currency] as const)}
          onChange={setChosen}
        />
      )}
      {row && row.n > 0 ? (
        <Headline row={row} result={headline.data} />
      ) : (
        <p className="text-quiet">No closed trades here.</p>
      )}
      {row && row.n > 0 && <Curve filters={filters} currency={row.currency} />}
    </section>
  );
}

function Headline({ row, result }: { row: TradeRow; result: TradeResult }) {
  return (
    <>
      <dl className="grid grid-cols-2 gap-px overflow-hidden rounded-xl border border-line bg-line sm:grid-cols-4 lg:grid-cols-7">
        {HEADLINE.map((name, at) => (
          <div
            key={name}
            className={`bg-surface px-4 py-3 ${at === 0 ? 'col-span-2 sm:col-span-2 lg:col-span-1' : ''}`}
            title={result.definitions[name]}
          >
            <dt className="text-xs text-quiet">{nameOf(name)}</dt>
            <dd className={`mt-0.5 text-lg font-semibold tabular-nums ${toneOf(name, row)}`}>{metric(row, name)}</dd>
            {row.reasons[name] && <dd className="text-xs text-quiet">{row.reasons[name]}</dd>}
          </div>
        ))}
      </dl>
      <p className="text-xs text-quiet">{basisOf(result)}</p>
    </>
  );
}

function Curve({ filters, currency }: { filters: JournalFilters; currency: string }) {
  const { api } = useServices();
  const settings = useSettings();
  const flat = useMemo(() => figureFilters(filters), [filters]);
  const curve = useQuery({
    queryKey: ['figures', 'curve', flat, settings, filters.unit],
    queryFn: async () => {
      const by = (key: 'day' | 'week') =>
        api.analytics({
          metrics: ['pnl'],
          filters: flat,
          ...unitOf(filters),
          group_by: [key],
          order_by: { key, direction: 'asc' },
          limit: MOST_ROWS,
        });
      const days = await by('day');
      return days.rows.length < MOST_ROWS
        ? { key: 'day' as const, result: days }
        : { key: 'week' as const, result: await by('week') };
    },
    placeholderData: (before) => before,
  });
  const points = useMemo(() => {
    if (!curve.data) return [];
    return equityPoints(
      curve.data.result.rows.filter((row) => row.currency === currency),
      curve.data.key,
    );
  }, [curve.data, currency]);
  if (curve.isPending) return <div className="skeleton h-64" aria-hidden />;
  if (curve.isError) return <ErrorNote error={curve.error} onRetry={() => void curve.refetch()} />;
  return <EquityCurve points={points} currency={currency} basis={curve.data.result.fee_basis} />;
}

function unitOf({ unit }: JournalFilters): { unit?: TradeResult['unit'] } {
  return unit === 'trade' || unit === 'pair' || unit === 'strategy' ? { unit } : {};
}

function toneOf(name: string, row: TradeRow): string {
  const value = row.metrics[name];
  if (!TONED.has(name) || !isMoney(name) || typeof value !== 'string') return '';
  return { '1': 'text-gain', '0': '', '-1': 'text-loss' }[signOf(value)];
}
