/** Stops somebody's running stream, once it was confirmed. */
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { StreamRecord } from '@tradistry/protocol';
import { CircleStop } from 'lucide-react';
import { useState } from 'react';
import { useServices } from '../app/services.tsx';
import { Confirm } from '../ui/confirm.tsx';
import { wordsOf } from '../ui/error-note.tsx';

export function StopStream({ stream }: { stream: Pick<StreamRecord, 'stream_id' | 'state' | 'user_id'> }) {
  const { api, auth } = useServices();
  const queries = useQueryClient();
  const [asks, setAsks] = useState(false);
  const stop = useMutation({
    mutationFn: () => api.stopStream(stream.stream_id),
    onSettled: () => queries.invalidateQueries({ queryKey: ['ops'] }),
  });
  if (stream.state !== 'running' || !auth.may('ops:write')) return null;
  return (
    <span className="relative z-10 inline-flex flex-wrap items-center gap-2">
      <button type="button" className="btn btn-danger" disabled={stop.isPending} onClick={() => setAsks(true)}>
        <CircleStop aria-hidden className="size-4" />
        {stop.isPending ? 'Stopping' : 'Stop'}
        <span className="sr-only"> the stream of {stream.user_id}</span>
      </button>
      <span role="status" className="text-xs text-loss">
        {stop.isError && wordsOf(stop.error)}
      </span>
      <Confirm
        open={asks}
        onClose={() => setAsks(false)}
        onConfirm={() => stop.mutate()}
        title="Stop this stream?"
        text={`The answer that ${stream.user_id} is reading ends where it is. What was written is kept, and its user can have it continued.`}
        action="Stop the stream"
      />
    </span>
  );
}
