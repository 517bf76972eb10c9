/** Experiments: all of them, one with what it has come to, or a new one. */
import { Plus } from 'lucide-react';
import { useServices } from '../app/services.tsx';
import { openerId } from '../ui/return-focus.ts';
import { ExperimentDetail } from './experiment-detail.tsx';
import { ExperimentForm } from './experiment-form.tsx';
import { ExperimentList } from './experiment-list.tsx';
import type { PartProps } from './part-props.ts';

const NEW = 'new';

export function ExperimentsView({ search, onChange }: PartProps) {
  const { auth } = useServices();
  const { experiment } = search;
  const open = (id?: string) => onChange({ view: 'experiments', ...(id && { experiment: id }) });
  const writes = auth.may('prompts:write');
  if (experiment === NEW && writes) return <ExperimentForm onSaved={open} onClose={() => open()} />;
  if (experiment !== undefined && experiment !== NEW)
    return <ExperimentDetail id={experiment} onClose={() => open()} />;
  return (
    <section aria-labelledby="experiments" className="space-y-3">
      <div className="flex flex-wrap items-end justify-between gap-3">
        <h2 id="experiments" className="section-title">
          Experiments
        </h2>
        {writes && (
          <button type="button" id={openerId(`experiment-${NEW}`)} className="btn" onClick={() => open(NEW)}>
            <Plus aria-hidden className="size-4" />
            New experiment
          </button>
        )}
      </div>
      <ExperimentList />
    </section>
  );
}
