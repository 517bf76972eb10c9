/** Writes a new version from an old one; what is wrong with it is said beside the field. */
import type { NewPromptVersion, PromptExample, PromptOverview, PromptVersion } from '@tradistry/protocol';
import { useState } from 'react';
import { useServices } from '../app/services.tsx';
import { ErrorNote } from '../ui/error-note.tsx';
import { OpenedHeading } from '../ui/opened-heading.tsx';
import { Skeleton } from '../ui/skeleton.tsx';
import { ExampleFields } from './example-fields.tsx';
import { faultsOf } from './faults-of.ts';
import { readSettings, SettingsFields, type SettingsText, settingsText } from './settings-fields.tsx';
import { TextField } from './text-field.tsx';
import { useVersion } from './use-prompts.ts';
import { useSave } from './use-save.ts';
import { VariableList } from './variable-list.tsx';

interface FormProps {
  readonly overview: PromptOverview;
  readonly from: number;
  readonly onSaved: (version: number) => void;
  readonly onClose: () => void;
}

export function VersionForm(props: FormProps) {
  const base = useVersion(props.overview.type, props.from);
  if (base.isPending) return <Skeleton lines={8} label="Loading the version" />;
  if (base.isError) return <ErrorNote error={base.error} onRetry={() => void base.refetch()} />;
  return <Fields {...props} base={base.data} />;
}

interface Draft {
  readonly template: string;
  readonly examples: readonly PromptExample[];
  readonly settings: SettingsText;
  readonly note: string;
}

function Fields({ overview, base, onSaved, onClose }: FormProps & { base: PromptVersion }) {
  const { api } = useServices();
  const [draft, setDraft] = useState<Draft>(() => ({ ...base, settings: settingsText(base.settings), note: '' }));
  const save = useSave(
    () => api.savePrompt(overview.type, toContent(draft, base)),
    ({ version }) => onSaved(version),
  );
  const set = (change: Partial<Draft>) => setDraft((now) => ({ ...now, ...change }));
  const faults = faultsOf(save.error);
  return (
    <form onSubmit={save.submit} aria-label="New version" className="card space-y-5 p-4 md:p-6">
      <div className="flex flex-wrap items-center justify-between gap-3">
        <OpenedHeading>
          New version of {overview.type}, from {base.version}
        </OpenedHeading>
        <button type="button" className="btn" onClick={onClose}>
          Cancel
        </button>
      </div>
      <TextField
        label="Template"
        mono
        rows={14}
        value={draft.template}
        fault={faults('template')}
        onChange={(template) => set({ template })}
      />
      <VariableList variables={overview.variables} />
      <ExampleFields examples={draft.examples} faults={faults} onChange={(examples) => set({ examples })} />
      <SettingsFields settings={draft.settings} faults={faults} onChange={(settings) => set({ settings })} />
      <TextField
        label="Note"
        hint="What is different, and why."
        value={draft.note}
        fault={faults('note')}
        onChange={(note) => set({ note })}
      />
      {save.error && <ErrorNote error={save.error} />}
      <button type="submit" className="btn btn-primary" disabled={save.isPending}>
        {save.isPending ? 'Saving' : 'Save as a version'}
      </button>
      <p className="text-xs text-quiet">Only the label latest moves. Users get it once production points at it.</p>
    </form>
  );
}

function toContent({ template, examples, settings, note }: Draft, { version }: PromptVersion): NewPromptVersion {
  return {
    template,
    examples: [...examples],
    settings: readSettings(settings),
    note: note.trim() === '' ? null : note,
    parent: version,
  };
}
