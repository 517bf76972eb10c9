/** One note, which can be edited and deleted. */

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { Note } from '@tradistry/protocol';
import { Pencil, Trash2 } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import { useServices } from '../app/services.tsx';
import { day } from '../format/dates.ts';
import { Confirm } from '../ui/confirm.tsx';
import { ErrorNote } from '../ui/error-note.tsx';

export function NoteItem({ note }: { note: Note }) {
  const { api } = useServices();
  const queries = useQueryClient();
  const [state, setState] = useState<'read' | 'edit' | 'delete'>('read');
  const refresh = () => queries.invalidateQueries({ queryKey: ['notes'] });
  const remove = useMutation({ mutationFn: () => api.deleteNote(note.id), onSuccess: refresh });
  const patch = useMutation({
    mutationFn: (text: string) => api.patchNote(note.id, { text }),
    onSuccess: async () => {
      await refresh();
      // Whoever asks to delete it meanwhile is asked whether to.
      setState((now) => (now === 'edit' ? 'read' : now));
    },
  });
  const error = remove.error ?? patch.error;
  return (
    <li className="card p-4">
      <div className="flex items-center gap-2 text-sm text-quiet">
        <span className="min-w-0 flex-1">
          {[day(note.date, 'UTC'), ...note.symbols, ...note.tags.map((tag) => `#${tag}`), note.demo ? 'demo' : '']
            .filter(Boolean)
            .join(' · ')}
          {note.trade_id && (
            <>
              {' · '}
              <Link
                to="/journal"
                search={{ trade: note.trade_id }}
                className="text-accent underline underline-offset-2"
              >
                the trade
              </Link>
            </>
          )}
        </span>
        <button type="button" className="icon-btn" aria-label="Edit the note" onClick={() => setState('edit')}>
          <Pencil aria-hidden className="size-4" />
        </button>
        <button type="button" className="icon-btn" aria-label="Delete the note" onClick={() => setState('delete')}>
          <Trash2 aria-hidden className="size-4" />
        </button>
      </div>
      {state === 'edit' ? (
        <EditNote text={note.text} busy={patch.isPending} onSave={patch.mutate} onCancel={() => setState('read')} />
      ) : (
        <p className="mt-1 whitespace-pre-wrap wrap-break-word">{note.text}</p>
      )}
      {error && <ErrorNote error={error} />}
      <Confirm
        open={state === 'delete'}
        onClose={() => setState('read')}
        onConfirm={() => remove.mutate()}
        title="Delete this note?"
        text="It will be gone for good, and no answer will quote it again."
        action="Delete"
      />
    </li>
  );
}

function EditNote(props: { text: string; busy: boolean; onSave: (text: string) => void; onCancel: () => void }) {
  const [text, setText] = useState(props.text);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (text.trim() !== '') props.onSave(text.trim());
  };
  return (
    <form onSubmit={submit} className="mt-2 space-y-2">
      <textarea
        aria-label="Text of the note"
        // biome-ignore lint/a11y/noAutofocus: the user has just asked to write here
        autoFocus
        className="field field-sizing-content min-h-20 resize-none py-2"
        value={text}
        maxLength={32_000}
        onChange={(event) => setText(event.target.value)}
      />
      <div className="flex justify-end gap-2">
        <button type="button" className="btn" onClick={props.onCancel}>
          Cancel
        </button>
        <button type="submit" className="btn btn-primary" disabled={props.busy || text.trim() === ''}>
          Save
        </button>
      </div>
    </form>
  );
}
