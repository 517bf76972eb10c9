/** The labels of a version, and moving one to it: `production` back to an older one is the rollback. */
import { useMutation } from '@tanstack/react-query';
import type { PromptOverview, PromptVersion } from '@tradistry/protocol';
import { Tag as TagIcon, X } from 'lucide-react';
import { type FormEvent, useId, useState } from 'react';
import { useServices } from '../app/services.tsx';
import { Confirm } from '../ui/confirm.tsx';
import { ErrorNote } from '../ui/error-note.tsx';
import { useRefreshPrompts } from './use-prompts.ts';

interface LabelProps {
  readonly version: PromptVersion;
  readonly overview: PromptOverview;
}

const PRODUCTION = 'production';

export function VersionLabels({ version: of, overview }: LabelProps) {
  const { api, auth } = useServices();
  const refresh = useRefreshPrompts();
  const [asks, setAsks] = useState(false);
  const { type, version, labels } = of;
  const move = useMutation({
    mutationFn: (label: string) => api.moveLabel(type, label, version),
    onSuccess: refresh,
  });
  const remove = useMutation({ mutationFn: (label: string) => api.removeLabel(type, label), onSuccess: refresh });
  const writes = auth.may('prompts:write');
  const error = move.error ?? remove.error;
  const before = overview.labels[PRODUCTION];
  return (
    <section aria-label="Labels" className="space-y-3">
      <h3 className="label">Labels</h3>
      {labels.length === 0 && <p className="text-sm text-quiet">None points here.</p>}
      <ul className="flex flex-wrap gap-2">
        {labels.map((label) => (
          <li key={label}>
            <LabelTag
              label={label}
              onRemove={writes && label !== PRODUCTION && label !== 'latest' ? () => remove.mutate(label) : null}
            />
          </li>
        ))}
      </ul>
      {writes && (
        <div className="flex flex-wrap items-end gap-3">
          {before !== version && (
            <button type="button" className="btn btn-primary" disabled={move.isPending} onClick={() => setAsks(true)}>
              {before !== undefined && before > version ? 'Roll back to it' : 'Put into production'}
            </button>
          )}
          <MoveLabel known={Object.keys(overview.labels)} busy={move.isPending} onMove={move.mutate} />
        </div>
      )}
      {error && <ErrorNote error={error} />}
      <Confirm
        open={asks}
        onClose={() => setAsks(false)}
        onConfirm={() => move.mutate(PRODUCTION)}
        title={`Move production to version ${version}?`}
        text={`It is at version ${before ?? 'none'}. Every instance follows within three seconds; moving it back undoes it.`}
        action="Move it"
      />
    </section>
  );
}

/** `onRemove` null: it can only be moved. */
function LabelTag({ label, onRemove }: { label: string; onRemove: (() => void) | null }) {
  return (
    <span className="inline-flex min-h-9 items-center gap-1.5 rounded-full border border-line px-3 text-sm">
      <TagIcon aria-hidden className="size-3.5 text-quiet" />
      {label}
      {onRemove && (
        <button
          type="button"
          className="icon-btn -mr-2 size-8"
          aria-label={`Remove the label ${label}`}
          onClick={onRemove}
        >
          <X aria-hidden className="size-3.5" />
        </button>
      )}
    </span>
  );
}

function MoveLabel(props: { known: readonly string[]; busy: boolean; onMove: (label: string) => void }) {
  const id = useId();
  const [label, setLabel] = useState('');
  const submit = (event: FormEvent) => {
    event.preventDefault();
    props.onMove(label.trim());
    setLabel('');
  };
  return (
    <form onSubmit={submit} className="flex flex-1 items-end gap-2">
      <div className="min-w-32 flex-1">
        <label className="label" htmlFor={id}>
          Point a label here
        </label>
        <input
          id={id}
          className="field"
          list={`${id}-known`}
          value={label}
          autoComplete="off"
          autoCapitalize="off"
          spellCheck={false}
          placeholder="candidate"
          onChange={(event) => setLabel(event.target.value)}
        />
        <datalist id={`${id}-known`}>
          {props.known.map((known) => known !== 'latest' && <option key={known} value={known} />)}
        </datalist>
      </div>
      <button type="submit" className="btn" disabled={props.busy || label.trim() === ''}>
        Move
      </button>
    </form>
  );
}
