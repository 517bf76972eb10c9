/** Writes a note for today. */
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useServices } from '../app/services.tsx';
import { splitTags } from '../format/tags.ts';
import { ErrorNote } from '../ui/error-note.tsx';

export function AddNote() {
  const { api } = useServices();
  const queries = useQueryClient();
  const [text, setText] = useState('');
  const [symbols, setSymbols] = useState('');
  const [tags, setTags] = useState('');
  const add = useMutation({
    mutationFn: () =>
      api.addNote({ text: text.trim(), symbols: splitTags(symbols.toUpperCase()), tags: splitTags(tags) }),
    onSuccess: async () => {
      setText('');
      setSymbols('');
      setTags('');
      await queries.invalidateQueries({ queryKey: ['notes'] });
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (text.trim() !== '') add.mutate();
  };
  return (
    <form onSubmit={submit} className="card space-y-3 p-4">
      <div>
        <label className="label" htmlFor="note-text">
          New note
        </label>
        <textarea
          id="note-text"
          className="field field-sizing-content min-h-20 resize-none py-2"
          placeholder="What did you see, plan, feel?"
          value={text}
          maxLength={32_000}
          onChange={(event) => setText(event.target.value)}
        />
      </div>
      <div className="flex flex-wrap items-end gap-3">
        <NoteField id="note-symbols" label="Symbols" placeholder="ES, NVDA" value={symbols} onChange={setSymbols} />
        <NoteField id="note-tags" label="Tags" placeholder="patience, plan" value={tags} onChange={setTags} />
        <button type="submit" className="btn btn-primary ml-auto" disabled={text.trim() === '' || add.isPending}>
          {add.isPending ? 'Saving' : 'Add the note'}
        </button>
      </div>
      {add.isError && <ErrorNote error={add.error} onRetry={() => add.mutate()} />}
    </form>
  );
}

function NoteField(props: {
  id: string;
  label: string;
  placeholder: string;
  value: string;
  onChange: (text: string) => void;
}) {
  return (
    <div className="min-w-32 flex-1">
      <label className="label" htmlFor={props.id}>
        {props.label}
      </label>
      <input
        id={props.id}
        className="field"
        value={props.value}
        placeholder={props.placeholder}
        autoComplete="off"
        onChange={(event) => props.onChange(event.target.value)}
      />
    </div>
  );
}
