/** A form that changes prompts or experiments: sent, then all that is shown of them is asked for anew. */
import { useMutation } from '@tanstack/react-query';
import type { FormEvent } from 'react';
import { useRefreshPrompts } from './use-prompts.ts';

/** `onSaved` is told once the page shows what was saved. */
export function useSave<T>(save: () => Promise<T>, onSaved: (saved: T) => void) {
  const refresh = useRefreshPrompts();
  const { mutate, error, isPending } = useMutation({
    mutationFn: save,
    onSuccess: async (saved) => {
      await refresh();
      onSaved(saved);
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    mutate();
  };
  return { submit, error, isPending };
}
