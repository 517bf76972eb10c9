/** The tags and the setup of one trade, as the user writes them. */

import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { TradeDetail } from '@tradistry/protocol';
import { type FormEvent, useState } from 'react';
import { useServices } from '../app/services.tsx';
import { splitTags } from '../format/tags.ts';
import { ErrorNote } from '../ui/error-note.tsx';

export function TradeLabels({ trade }: { trade: TradeDetail }) {
  const { api } = useServices();
  const queries = useQueryClient();
  const [tags, setTags] = useState(trade.tags.join(', '));
  const [setup, setSetup] = useState(trade.setup ?? '');
  const save = useMutation({
    mutationFn: () => api.patchTrade(trade.id, { tags: splitTags(tags), setup: setup.trim() || null }),
    onSuccess: () => queries.invalidateQueries({ predicate: ({ queryKey }) => queryKey[0] !== 'messages' }),
  });
  const changed = splitTags(tags).join() !== trade.tags.join() || setup.trim() !== (trade.setup ?? '');
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save.mutate();
  };
  return (
    <form onSubmit={submit} className="space-y-3">
      <div className="grid gap-3 sm:grid-cols-2">
        <div>
          <label className="label" htmlFor="trade-tags">
            Tags
          </label>
          <input
            id="trade-tags"
            className="field"
            value={tags}
            placeholder="breakout, late entry"
            onChange={(event) => setTags(event.target.value)}
          />
        </div>
        <div>
          <label className="label" htmlFor="trade-setup">
            Setup
          </label>
          <input
            id="trade-setup"
            className="field"
            value={setup}
            maxLength={128}
            onChange={(event) => setSetup(event.target.value)}
          />
        </div>
      </div>
      {save.isError && <ErrorNote error={save.error} />}
      <div className="flex items-center justify-end gap-3">
        <span aria-live="polite" className="text-sm text-quiet">
          {save.isSuccess && !changed ? 'Saved.' : ''}
        </span>
        <button type="submit" className="btn" disabled={!changed || save.isPending}>
          {save.isPending ? 'Saving' : 'Save the labels'}
        </button>
      </div>
    </form>
  );
}
