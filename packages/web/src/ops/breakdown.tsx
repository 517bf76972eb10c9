/** The same figures told apart: by model, prompt version, instance, or streaming against not. */
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { KpiDimension, KpiRow } from '@tradistry/protocol';
import { useServices } from '../app/services.tsx';
import { count, millis, share } from '../format/measures.ts';
import { type Column, DataTable } from '../ui/data-table.tsx';
import { ErrorNote } from '../ui/error-note.tsx';
import { Segmented } from '../ui/segmented.tsx';
import { Skeleton } from '../ui/skeleton.tsx';
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
  const first: Column<KpiRow> = {
    name: DIMENSION_NAMES[by],
    className: 'min-w-40 font-medium wrap-anywhere',
    of: (row) =>
      row[by] === null ? (
        dimensionValue(by, null)
      ) : (
        <Link
          to="/operations"
          search={{ ...search, [by]: String(row[by]) }}
          className="underline decoration-edge/60 underline-offset-2 hover:decoration-current"
        >
          {dimensionValue(by, row[by])}
        </Link>
      ),
  };
  return (
    <DataTable
      label={`Key figures by ${DIMENSION_NAMES[by].toLowerCase()}`}
      rows={rows}
      columns={[first, ...FIGURES]}
      keyOf={(row) => String(row[by])}
    />
  );
}

const FIGURES: readonly Column<KpiRow>[] = [
  { name: 'Streams', numeric: true, of: (row) => count(row.turns) },
  { name: 'Success', numeric: true, of: (row) => share(row.success_rate) },
  { name: 'Errors', numeric: true, of: (row) => share(row.error_rate) },
  { name: 'Fallbacks', numeric: true, of: (row) => share(row.fallback_rate) },
  { name: 'First token', numeric: true, of: (row) => millis(row.first_token_ms.avg) },
  { name: 'p95', numeric: true, of: (row) => millis(row.first_token_ms.p95) },
  { name: 'Duration', numeric: true, of: (row) => millis(row.duration_ms.p50) },
  { name: 'Reading', numeric: true, of: (row) => millis(row.reading_ms.avg) },
];
