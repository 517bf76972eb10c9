/** The configured models as the instance that answers sees them: tiers, breakers, how soon they speak. */
import { useQuery } from '@tanstack/react-query';
import type { ModelStates } from '@tradistry/protocol';
import { useServices } from '../app/services.tsx';
import { count, millis } from '../format/measures.ts';
import { type Column, DataTable } from '../ui/data-table.tsx';
import { ErrorNote } from '../ui/error-note.tsx';
import { Skeleton } from '../ui/skeleton.tsx';

type ModelState = ModelStates['items'][number];

const REFRESH_MS = 5_000;
const CIRCUITS: Record<ModelState['circuit'], readonly [words: string, tone: string]> = {
  closed: ['closed: it is asked', 'bg-gain'],
  half_open: ['half-open: a probe is due', 'bg-warn'],
  open: ['open: it is not asked', 'bg-loss'],
};

export function ModelTable() {
  const { api } = useServices();
  const models = useQuery({
    queryKey: ['ops', 'models'],
    queryFn: ({ signal }) => api.modelStates(signal),
    refetchInterval: REFRESH_MS,
  });
  return (
    <section aria-labelledby="models" className="space-y-3">
      <h2 id="models" className="section-title">
        Models
      </h2>
      {models.isPending && <Skeleton lines={3} label="Loading the models" />}
      {models.isError && <ErrorNote error={models.error} onRetry={() => void models.refetch()} />}
      {models.data?.items.length === 0 && (
        <p className="card px-4 py-8 text-center text-quiet">
          No language model is configured: the offline analyst answers.
        </p>
      )}
      {models.data && models.data.items.length > 0 && (
        <DataTable label="Table of models" rows={models.data.items} columns={COLUMNS} keyOf={({ id }) => id} />
      )}
    </section>
  );
}

const COLUMNS: readonly Column<ModelState>[] = [
  {
    name: 'Model',
    className: 'min-w-40 font-medium wrap-anywhere',
    of: (model) => (
      <>
        {model.id}
        {model.default && <span className="font-normal text-quiet"> asked first</span>}
      </>
    ),
  },
  { name: 'Tier', numeric: true, of: ({ tier }) => tier },
  {
    name: 'Breaker',
    className: 'whitespace-nowrap',
    of: ({ circuit }) => (
      <span className="inline-flex items-center gap-2">
        <span aria-hidden className={`size-2 rounded-full ${CIRCUITS[circuit][1]}`} />
        {CIRCUITS[circuit][0]}
      </span>
    ),
  },
  { name: 'First token p95', numeric: true, of: ({ first_token_p95_ms }) => millis(first_token_p95_ms) },
  { name: 'Listed', className: 'whitespace-nowrap', of: ({ available }) => listed(available) },
  {
    name: 'Context',
    numeric: true,
    of: ({ context_tokens }) => (context_tokens === null ? '–' : `${count(context_tokens)} tokens`),
  },
];

function listed(available: boolean | null): string {
  if (available === null) return 'not known';
  return available ? 'yes' : 'no: it is gone';
}
