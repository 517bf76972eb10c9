/** Asks twice before everything is gone: the button becomes pressable once the word is typed. */
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { AlertDialog } from 'radix-ui';
import { type FormEvent, useId, useState } from 'react';
import { useServices } from '../app/services.tsx';
import { PENDING_QUESTIONS } from '../chat/pending-questions.ts';
import { ErrorNote } from '../ui/error-note.tsx';

const WORD = 'erase';

/** With the button that opens it: there the focus goes back to. */
export function EraseDialog() {
  return (
    <AlertDialog.Root>
      <AlertDialog.Trigger className="btn btn-danger">Erase everything</AlertDialog.Trigger>
      <AlertDialog.Portal>
        <AlertDialog.Overlay className="overlay" />
        <AlertDialog.Content className="appear fixed top-1/2 left-1/2 z-50 w-[calc(100%-2rem)] max-w-md -translate-1/2 rounded-2xl border border-line bg-surface p-5 shadow-xl">
          <AlertDialog.Title className="section-title">Erase everything?</AlertDialog.Title>
          <AlertDialog.Description className="mt-1.5 text-sm text-quiet">
            All that you have here goes, for good: conversations, trades, accounts, notes, playbooks, settings. Running
            answers and imports are stopped. Download your data first if you may want it.
          </AlertDialog.Description>
          <EraseForm />
        </AlertDialog.Content>
      </AlertDialog.Portal>
    </AlertDialog.Root>
  );
}

function EraseForm() {
  const { api } = useServices();
  const queries = useQueryClient();
  const id = useId();
  const [typed, setTyped] = useState('');
  const erase = useMutation({
    mutationFn: api.eraseAccount,
    // A new beginning: nothing of what the page remembers is true any more.
    onSuccess: () => {
      queries.clear();
      sessionStorage.removeItem(PENDING_QUESTIONS);
      location.assign(document.baseURI);
    },
  });
  const isMeant = typed.trim().toLowerCase() === WORD;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (isMeant && !erase.isPending) erase.mutate();
  };
  return (
    <form className="mt-4 space-y-4" onSubmit={submit}>
      <div>
        <label className="label" htmlFor={id}>
          Type “{WORD}” to confirm
        </label>
        <input
          id={id}
          className="field"
          value={typed}
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          onChange={(event) => setTyped(event.target.value)}
        />
      </div>
      {erase.isError && <ErrorNote error={erase.error} />}
      <p role="status" className="sr-only">
        {erase.isPending ? 'Erasing' : ''}
      </p>
      <div className="flex flex-wrap justify-end gap-2">
        <AlertDialog.Cancel className="btn">Cancel</AlertDialog.Cancel>
        <button type="submit" className="btn btn-danger" disabled={!isMeant || erase.isPending}>
          {erase.isPending ? 'Erasing' : 'Erase everything'}
        </button>
      </div>
    </form>
  );
}
