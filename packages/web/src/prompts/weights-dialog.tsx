/** Other weights for users who come from now on; nobody who is in a variant moves. */
import { useMutation } from '@tanstack/react-query';
import type { Experiment } from '@tradistry/protocol';
import { type FormEvent, useState } from 'react';
import { useServices } from '../app/services.tsx';
import { ErrorNote } from '../ui/error-note.tsx';
import { Modal } from '../ui/modal.tsx';
import { faultsOf } from './faults-of.ts';
import { TextField } from './text-field.tsx';
import { useRefreshPrompts } from './use-prompts.ts';

export function WeightsDialog({ experiment, onClose }: { experiment: Experiment; onClose: () => void }) {
  const { api } = useServices();
  const refresh = useRefreshPrompts();
  const { id, variants } = experiment;
  const [weights, setWeights] = useState(() => variants.map(({ weight }) => String(weight)));
  const save = useMutation({
    mutationFn: () => {
      const named = variants.map(({ name }, at) => [name, Number(weights[at])] as const);
      return api.changeExperiment(id, { weights: Object.fromEntries(named) });
    },
    onSuccess: async () => {
      await refresh();
      onClose();
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save.mutate();
  };
  const faults = faultsOf(save.error);
  return (
    <Modal
      open
      onClose={onClose}
      title="Weights"
      description="Relative to each other, for users who come from now on. Nobody who is in a variant moves."
    >
      <form onSubmit={submit} className="space-y-4">
        {variants.map(({ name }, at) => (
          <TextField
            key={name}
            label={name}
            inputMode="decimal"
            value={weights[at] ?? ''}
            fault={faults(`weights.${name}`)}
            onChange={(text) => setWeights(weights.with(at, text))}
          />
        ))}
        {save.isError && <ErrorNote error={save.error} />}
        <button type="submit" className="btn btn-primary" disabled={save.isPending}>
          {save.isPending ? 'Saving' : 'Set the weights'}
        </button>
      </form>
    </Modal>
  );
}
