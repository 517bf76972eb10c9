/** The configured models as the instance that answers sees them: tiers, breakers, how soon they speak. */
import { useQuery } from '@tanstack/react-query';
import type { ModelStates } from '@tradistry/protocol';
import { useServices } from '../app/services.tsx';
import { count, millis } from '../format/measures.ts';
import { ErrorNote } from '../ui/error-note.tsx';
import { Skeleton } from '../ui/skeleton.tsx';
import { Wide } from '../ui/wide.tsx';

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
      {models.data && models.data.items.length > 0 && <Rows models={models.data.items} />}
    </section>
  );
}

function Rows({ models }: { models: readonly ModelState[] }) {
  return (
    <Wide label="Table of models" className="card">
      <table className="table">
        <thead>
          <tr>
            <th scope="col">Model</th>
            <th scope="col" className="num">
              Tier
            </th>
            <th scope="col">Breaker</th>
            <th scope="col" className="num">
              First token p95
            </th>
            <th scope="col">Listed</th>
            <th scope="col" className="num">
              Context
            </th>
          </tr>
        </thead>
        <tbody>
          {models.map((model) => (
            <tr key={model.id}>
              <td className="min-w-40 font-medium wrap-anywhere">
                {model.id}
                {model.default && <span className="font-normal text-quiet"> asked first</span>}
              </td>
              <td className="num">{model.tier}</td>
              <td className="whitespace-nowrap">
                <span className="inline-flex items-center gap-2">
                  <span aria-hidden className={`size-2 rounded-full ${CIRCUITS[model.circuit][1]}`} />
                  {CIRCUITS[model.circuit][0]}
                </span>
              </td>
              <td className="num">{millis(model.first_token_p95_ms)}</td>
              <td className="whitespace-nowrap">{listed(model.available)}</td>
              <td className="num">{model.context_tokens === null ? '–' : `${count(model.context_tokens)} tokens`}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Wide>
  );
}

function listed(available: boolean | null): string {
  if (available === null) return 'not known';
  return available ? 'yes' : 'no: it is gone';
}
