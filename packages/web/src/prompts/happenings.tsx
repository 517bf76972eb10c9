/** What happened to an experiment, from the audit. */
import { useQuery } from '@tanstack/react-query';
import type { Experiment } from '@tradistry/protocol';
import { useServices } from '../app/services.tsx';
import { ErrorNote } from '../ui/error-note.tsx';
import { Skeleton } from '../ui/skeleton.tsx';
import { AuditTable } from './audit-list.tsx';

/** Read anew whenever the experiment changes its status, as by itself when a guardrail breaks. */
export function Happenings({ id, status }: Pick<Experiment, 'id' | 'status'>) {
  const { api } = useServices();
  const audit = useQuery({
    queryKey: ['prompts', 'audit', id, status],
    queryFn: ({ signal }) => api.promptAudit({ cursor: null, subject: id }, signal),
  });
  return (
    <section aria-labelledby="happened" className="space-y-3">
      <h3 id="happened" className="section-title">
        What happened
      </h3>
      {audit.isPending && <Skeleton lines={3} label="Loading what happened" />}
      {audit.isError && <ErrorNote error={audit.error} onRetry={() => void audit.refetch()} />}
      {audit.data?.items.length === 0 && <p className="text-quiet">Nothing so far.</p>}
      {audit.data && audit.data.items.length > 0 && <AuditTable entries={audit.data.items} of={false} />}
    </section>
  );
}
