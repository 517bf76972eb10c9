/** Makes an experiment, as a draft; what is wrong with it is said beside the field. */
import type { PromptOverview, PromptType } from '@tradistry/protocol';
import { useState } from 'react';
import { useServices } from '../app/services.tsx';
import { Choice } from '../ui/choice.tsx';
import { ErrorNote } from '../ui/error-note.tsx';
import { OpenedHeading } from '../ui/opened-heading.tsx';
import { Skeleton } from '../ui/skeleton.tsx';
import { draftOf, type ExperimentDraft, newDraft, toExperiment } from './experiment-draft.ts';
import { faultsOf } from './faults-of.ts';
import { GuardrailFields } from './guardrail-fields.tsx';
import { metricOptions } from './metric-options.ts';
import { TYPE_OPTIONS } from './prompts-search.ts';
import { ALLOCATION_WORDS } from './say-experiments.ts';
import { TextField } from './text-field.tsx';
import { usePromptTypes } from './use-prompts.ts';
import { useSave } from './use-save.ts';
import { VariantFields } from './variant-fields.tsx';

interface FormProps {
  readonly onSaved: (id: string) => void;
  readonly onClose: () => void;
}

const ALLOCATIONS = (['fixed', 'adaptive'] as const).map((name) => [name, ALLOCATION_WORDS[name]] as const);

export function ExperimentForm(props: FormProps) {
  const types = usePromptTypes();
  if (types.isPending) return <Skeleton lines={8} label="Loading the prompts" />;
  if (types.isError) return <ErrorNote error={types.error} onRetry={() => void types.refetch()} />;
  return <Fields {...props} overviews={types.data.items} />;
}

function Fields({ overviews, onSaved, onClose }: FormProps & { overviews: readonly PromptOverview[] }) {
  const { api } = useServices();
  const overviewOf = (type: PromptType) =>
    overviews.find((overview) => overview.type === type) ?? { type, version: 1, labels: {} };
  const [draft, setDraft] = useState(() => newDraft(overviewOf('chat')));
  const { type } = draft;
  const set = (change: Partial<ExperimentDraft>) => setDraft((now) => ({ ...now, ...change }));
  const make = useSave(
    () => api.makeExperiment(toExperiment(draft)),
    ({ id }) => onSaved(id),
  );
  const faults = faultsOf(make.error);
  return (
    <form onSubmit={make.submit} aria-label="New experiment" className="card space-y-5 p-4 md:p-6">
      <div className="flex flex-wrap items-center justify-between gap-3">
        <OpenedHeading>New experiment</OpenedHeading>
        <button type="button" className="btn" onClick={onClose}>
          Cancel
        </button>
      </div>
      <TextField label="Name" value={draft.name} fault={faults('name')} onChange={(name) => set({ name })} />
      <TextField
        label="Hypothesis"
        hint="What you expect, and why. It is written down before anything is seen."
        rows={2}
        value={draft.hypothesis}
        fault={faults('hypothesis')}
        onChange={(hypothesis) => set({ hypothesis })}
      />
      <div className="grid gap-4 md:grid-cols-2">
        <Choice
          label="Prompt"
          value={type}
          options={TYPE_OPTIONS}
          onChange={(next) => set(draftOf(overviewOf(next)))}
        />
        <Choice
          label="Allocation"
          value={draft.allocation}
          options={ALLOCATIONS}
          onChange={(allocation) => set({ allocation })}
        />
      </div>
      <Choice
        label="Decided by"
        value={draft.metric}
        options={metricOptions(type)}
        onChange={(metric) => set({ metric })}
      />
      <VariantFields type={type} variants={draft.variants} faults={faults} onChange={(variants) => set({ variants })} />
      <GuardrailFields
        type={type}
        guardrails={draft.guardrails}
        faults={faults}
        onChange={(guardrails) => set({ guardrails })}
      />
      <Users draft={draft} faults={faults} onChange={set} />
      {make.error && <ErrorNote error={make.error} />}
      <button type="submit" className="btn btn-primary" disabled={make.isPending}>
        {make.isPending ? 'Saving' : 'Save as a draft'}
      </button>
    </form>
  );
}

interface UsersProps {
  readonly draft: ExperimentDraft;
  readonly faults: ReturnType<typeof faultsOf>;
  readonly onChange: (change: Partial<ExperimentDraft>) => void;
}

function Users({ draft, faults, onChange }: UsersProps) {
  return (
    <fieldset className="space-y-3">
      <legend className="label">Users</legend>
      <div className="grid grid-cols-2 gap-3 md:grid-cols-4">
        <TextField
          label="In each variant"
          inputMode="numeric"
          value={draft.minUsers}
          fault={faults('min_users')}
          onChange={(minUsers) => onChange({ minUsers })}
        />
        <TextField
          label="Part that takes part"
          inputMode="decimal"
          value={draft.coverage}
          fault={faults('coverage')}
          onChange={(coverage) => onChange({ coverage })}
        />
        <TextField
          label="Range from"
          inputMode="decimal"
          value={draft.from}
          fault={faults('namespace.from')}
          onChange={(from) => onChange({ from })}
        />
        <TextField
          label="to"
          inputMode="decimal"
          value={draft.to}
          fault={faults('namespace.to')}
          onChange={(to) => onChange({ to })}
        />
      </div>
      <p className="text-xs text-quiet">
        No verdict comes before each variant has so many. Experiments whose ranges are apart run beside each other with
        different users.
      </p>
    </fieldset>
  );
}
