/** Ends an experiment, with a winner that becomes production or without one. */
import { useMutation } from '@tanstack/react-query';
import type { Experiment } from '@tradistry/protocol';
import { type FormEvent, useState } from 'react';
import { useServices } from '../app/services.tsx';
import { Choice } from '../ui/choice.tsx';
import { ErrorNote } from '../ui/error-note.tsx';
import { Modal } from '../ui/modal.tsx';
import { TextField } from './text-field.tsx';
import { useRefreshPrompts } from './use-prompts.ts';

const NOBODY = '';

export function EndDialog({ experiment, onClose }: { experiment: Experiment; onClose: () => void }) {
  const { api } = useServices();
  const refresh = useRefreshPrompts();
  const [winner, setWinner] = useState(NOBODY);
  const [reason, setReason] = useState('');
  const end = useMutation({
    mutationFn: () =>
      api.stopExperiment(experiment.id, {
        ...(winner !== NOBODY && { winner }),
        ...(reason.trim() !== '' && { reason: reason.trim() }),
      }),
    onSuccess: async () => {
      await refresh();
      onClose();
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    end.mutate();
  };
  const options = experiment.variants.map(({ name, version }) => [name, `${name}, version ${version}`] as const);
  return (
    <Modal
      open
      onClose={onClose}
      title="End the experiment"
      description="Conversations that began in it go on with their version."
    >
      <form onSubmit={submit} className="space-y-4">
        <Choice
          label="Winner"
          hint="Its version becomes production: every user gets it."
          value={winner}
          options={[[NOBODY, 'None: production stays where it is'], ...options]}
          onChange={setWinner}
        />
        <TextField label="Reason" rows={2} value={reason} onChange={setReason} />
        {end.isError && <ErrorNote error={end.error} />}
        <button type="submit" className="btn btn-danger" disabled={end.isPending}>
          {end.isPending ? 'Ending' : 'End it'}
        </button>
      </form>
    </Modal>
  );
}
