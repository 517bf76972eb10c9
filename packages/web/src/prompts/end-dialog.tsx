/** Ends an experiment, with a winner that becomes production or without one. */
import type { Experiment } from '@tradistry/protocol';
import { useState } from 'react';
import { useServices } from '../app/services.tsx';
import { Choice } from '../ui/choice.tsx';
import { ErrorNote } from '../ui/error-note.tsx';
import { Modal } from '../ui/modal.tsx';
import { TextField } from './text-field.tsx';
import { useSave } from './use-save.ts';

const NOBODY = '';

export function EndDialog({ experiment, onClose }: { experiment: Experiment; onClose: () => void }) {
  const { api } = useServices();
  const [winner, setWinner] = useState(NOBODY);
  const [reason, setReason] = useState('');
  const end = useSave(
    () =>
      api.stopExperiment(experiment.id, {
        ...(winner !== NOBODY && { winner }),
        ...(reason.trim() !== '' && { reason: reason.trim() }),
      }),
    onClose,
  );
  const options = experiment.variants.map(({ name, version }) => [name, `${name}, version ${version}`] as const);
  return (
    <Modal
      open
      onClose={onClose}
      title="End the experiment"
      description="Conversations that began in it go on with their version."
    >
      <form onSubmit={end.submit} className="space-y-4">
        <Choice
          label="Winner"
          hint="Its version becomes production: every user gets it."
          value={winner}
          options={[[NOBODY, 'None: production stays where it is'], ...options]}
          onChange={setWinner}
        />
        <TextField label="Reason" rows={2} value={reason} onChange={setReason} />
        {end.error && <ErrorNote error={end.error} />}
        <button type="submit" className="btn btn-danger" disabled={end.isPending}>
          {end.isPending ? 'Ending' : 'End it'}
        </button>
      </form>
    </Modal>
  );
}
