/** Other weights for users who come from now on; nobody who is in a variant moves. */
import type { Experiment } from '@tradistry/protocol';
import { useState } from 'react';
import { useServices } from '../app/services.tsx';
import { ErrorNote } from '../ui/error-note.tsx';
import { Modal } from '../ui/modal.tsx';
import { faultsOf } from './faults-of.ts';
import { TextField } from './text-field.tsx';
import { useSave } from './use-save.ts';

export function WeightsDialog({ experiment, onClose }: { experiment: Experiment; onClose: () => void }) {
  const { api } = useServices();
  const { id, variants } = experiment;
  const [weights, setWeights] = useState(() => variants.map(({ weight }) => String(weight)));
  const save = useSave(() => {
    const named = variants.map(({ name }, at) => [name, Number(weights[at])] as const);
    return api.changeExperiment(id, { weights: Object.fromEntries(named) });
  }, onClose);
  const faults = faultsOf(save.error);
  return (
    <Modal
      open
      onClose={onClose}
      title="Weights"
      description="Relative to each other, for users who come from now on. Nobody who is in a variant moves."
    >
      <form onSubmit={save.submit} className="space-y-4">
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
        {save.error && <ErrorNote error={save.error} />}
        <button type="submit" className="btn btn-primary" disabled={save.isPending}>
          {save.isPending ? 'Saving' : 'Set the weights'}
        </button>
      </form>
    </Modal>
  );
}
