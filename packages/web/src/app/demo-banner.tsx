/** Says everywhere that the journal holds made-up trades, and takes them away. */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { FlaskConical } from 'lucide-react';
import { useState } from 'react';
import { Confirm } from '../ui/confirm.tsx';
import { wordsOf } from '../ui/error-note.tsx';
import { useServices } from './services.tsx';

export function DemoBanner() {
  const { api } = useServices();
  const queries = useQueryClient();
  const [asks, setAsks] = useState(false);
  const demo = useQuery({ queryKey: ['demo'], queryFn: ({ signal }) => api.demo(signal) });
  const remove = useMutation({ mutationFn: api.removeDemo, onSuccess: () => queries.invalidateQueries() });
  if (!demo.data?.present) return null;
  return (
    <aside
      aria-label="Demo data"
      className="flex min-h-10 items-center justify-center gap-2 bg-warn-soft px-4 text-sm text-warn"
    >
      <FlaskConical aria-hidden className="size-4 shrink-0" />
      <span>{remove.isError ? wordsOf(remove.error) : 'Demo data: these trades are made up.'}</span>
      <button
        type="button"
        className="min-h-10 px-1 font-medium underline underline-offset-2"
        disabled={remove.isPending}
        onClick={() => setAsks(true)}
      >
        {remove.isPending ? 'Removing' : 'Remove'}
      </button>
      <Confirm
        open={asks}
        onClose={() => setAsks(false)}
        onConfirm={() => remove.mutate()}
        title="Remove the demo data?"
        text="The made-up trades, notes and playbooks go; what you have imported or written stays."
        action="Remove"
      />
    </aside>
  );
}
