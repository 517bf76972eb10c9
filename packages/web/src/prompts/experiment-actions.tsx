/** Starts an experiment, gives its variants other weights, or ends it. */
import { useMutation } from '@tanstack/react-query';
import type { Experiment } from '@tradistry/protocol';
import { CircleStop, Play, Scale } from 'lucide-react';
import { useState } from 'react';
import { useServices } from '../app/services.tsx';
import { Confirm } from '../ui/confirm.tsx';
import { ErrorNote } from '../ui/error-note.tsx';
import { EndDialog } from './end-dialog.tsx';
import { useRefreshPrompts } from './use-prompts.ts';
import { WeightsDialog } from './weights-dialog.tsx';

export function ExperimentActions({ experiment }: { experiment: Experiment }) {
  const { api, auth } = useServices();
  const refresh = useRefreshPrompts();
  const [open, setOpen] = useState<'start' | 'weights' | 'end' | null>(null);
  const start = useMutation({ mutationFn: () => api.startExperiment(experiment.id), onSuccess: refresh });
  const { status, allocation } = experiment;
  if (!auth.may('prompts:write') || status === 'stopped' || status === 'rolled_back') return null;
  const running = status === 'running';
  const close = () => setOpen(null);
  return (
    <div className="space-y-2">
      <div className="flex flex-wrap gap-2">
        {!running && (
          <button type="button" className="btn btn-primary" disabled={start.isPending} onClick={() => setOpen('start')}>
            <Play aria-hidden className="size-4" />
            Start
          </button>
        )}
        {(allocation === 'fixed' || !running) && (
          <button type="button" className="btn" onClick={() => setOpen('weights')}>
            <Scale aria-hidden className="size-4" />
            Weights
          </button>
        )}
        {running && (
          <button type="button" className="btn btn-danger" onClick={() => setOpen('end')}>
            <CircleStop aria-hidden className="size-4" />
            End it
          </button>
        )}
      </div>
      {start.isError && <ErrorNote error={start.error} />}
      <Confirm
        open={open === 'start'}
        onClose={close}
        onConfirm={() => start.mutate()}
        title="Start this experiment?"
        text="Users come into its variants with their next conversation, and stay there. Variants and metrics cannot be changed after that."
        action="Start it"
      />
      {open === 'weights' && <WeightsDialog experiment={experiment} onClose={close} />}
      {open === 'end' && <EndDialog experiment={experiment} onClose={close} />}
    </div>
  );
}
