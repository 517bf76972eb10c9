/** The same figures told apart: by model, prompt version, instance, or streaming against not. */
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { KpiDimension, KpiRow } from '@tradistry/protocol';
import { useServices } from '../app/services.tsx';
import { count, millis, share } from '../format/measures.ts';
import { ErrorNote } from '../ui/error-note.tsx';
import { Segmented } from '../ui/segmented.tsx';
import { Skeleton } from '../ui/skeleton.tsx';
import { Wide } from '../ui/wide.tsx';
import { DIMENSIONS, filtersOf, type OpsSearch, RANGE_FACTS, type Range } from './ops-search.ts';
import { DIMENSION_NAMES, dimensionValue } from './say-ops.ts';

interface BreakdownProps {
  search: OpsSearch;
  range: Range;
  onChange: (search: OpsSearch) => void;
}

const REFRESH_MS = 15_000;
const OPTIONS = DIMENSIONS.map((name) => [name, DIMENSION_NAMES[name]] as const);

export function Breakdown({ search, range, onChange }: BreakdownProps) {
  const { api } = useServices();
  const by = search.by ?? 'model';
  const filters = filtersOf(search);
  const rows = useQuery({
    queryKey: ['ops', 'breakdown', range, by, filters],
    queryFn: ({ signal }) => {
      const from = new Date(Date.now() - RANGE_FACTS[range].hours * 3_600_000).toISOString();
      return api.summary({ ...filters, from, by }, signal);
    },
    refetchInterval: REFRESH_MS,
    placeholderData: (before) => before,
  });
  return (
    <section aria-labelledby="apart" className="space-y-3 pt-2">
      <div className="flex flex-wrap items-end justify-between gap-3">
        <h2 id="apart" className="section-title">
          Told apart
        </h2>
        <Segmented label="By" value={by} options={OPTIONS} onChange={(next) => onChange({ ...search, by: next })} />
      </div>
      {rows.isPending && <Skeleton lines={4} label="Telling the figures apart" />}
      {rows.isError && <ErrorNote error={rows.error} onRetry={() => void rows.refetch()} />}
      {/* The rows of an earlier choice stay until the new ones are here, and say what they are by. */}
      {rows.data && <Rows rows={rows.data.rows} by={rows.data.by[0] ?? by} search={search} />}
    </section>
  );
}

function Rows({ rows, by, search }: { rows: readonly KpiRow[]; by: KpiDimension; search: OpsSearch }) {
  return (
    <Wide label={`Key figures by ${DIMENSION_NAMES[by].toLowerCase()}`} className="card">
      <table className="table">
        <thead>
          <tr>
            <th scope="col">{DIMENSION_NAMES[by]}</th>
            {COLUMNS.map(([name]) => (
              <th key={name} scope="col" className="num">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={String(row[by])}>
              <td className="min-w-40 font-medium wrap-anywhere">
                {row[by] === null ? (
                  dimensionValue(by, null)
                ) : (
                  <Link
                    to="/operations"
                    search={{ ...search, [by]: String(row[by]) }}
                    className="underline decoration-edge/60 underline-offset-2 hover:decoration-current"
                  >
                    {dimensionValue(by, row[by])}
                  </Link>
                )}
              </td>
              {COLUMNS.map(([name, say]) => (
                <td key={name} className="num">
                  {say(row)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </Wide>
  );
}

const COLUMNS: readonly (readonly [string, (row: KpiRow) => string])[] = [
  ['Streams', (row) => count(row.turns)],
  ['Success', (row) => share(row.success_rate)],
  ['Errors', (row) => share(row.error_rate)],
  ['Fallbacks', (row) => share(row.fallback_rate)],
  ['First token', (row) => millis(row.first_token_ms.avg)],
  ['p95', (row) => millis(row.first_token_ms.p95)],
  ['Duration', (row) => millis(row.duration_ms.p50)],
  ['Reading', (row) => millis(row.reading_ms.avg)],
];
