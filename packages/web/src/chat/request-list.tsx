/** The requests that made an answer, each readable part by part, and as it was sent. */
import { useQuery } from '@tanstack/react-query';
import type { ModelRequestRecord } from '@tradistry/protocol';
import { useServices } from '../app/services.tsx';
import { useSettings } from '../app/use-settings.ts';
import { dateTime } from '../format/dates.ts';
import { CopyButton } from '../ui/copy-button.tsx';
import { ErrorNote } from '../ui/error-note.tsx';
import { Skeleton } from '../ui/skeleton.tsx';
import { type RequestPart, readRequest } from './read-request.ts';

export function RequestList({ messageId }: { messageId: string }) {
  const { api } = useServices();
  const list = useQuery({
    queryKey: ['requests', messageId],
    queryFn: ({ signal }) => api.requests(messageId, signal),
  });
  if (list.isPending) return <Skeleton lines={8} label="Loading the request" />;
  if (list.isError) return <ErrorNote error={list.error} onRetry={() => void list.refetch()} />;
  const { items } = list.data;
  if (items.length === 0)
    return <p className="text-sm text-quiet">Nothing is kept: no model was asked, or it was too long ago.</p>;
  return (
    <ol className="space-y-6">
      {items.map((request, at) => (
        <li key={`${request.stream_id} ${request.n}`}>
          <RequestView request={request} of={items.length} at={at + 1} />
        </li>
      ))}
    </ol>
  );
}

function RequestView({ request, at, of }: { request: ModelRequestRecord; at: number; of: number }) {
  const { time_zone } = useSettings();
  const { parts, rest } = readRequest(request.body);
  return (
    <article className="space-y-3">
      <header className="flex items-center gap-2 text-sm">
        <h3 className="min-w-0 flex-1 font-medium wrap-break-word">
          {of > 1 && `${at} of ${of}: `}
          {request.model}
          <span className="font-normal text-quiet"> {dateTime(request.sent_at, time_zone)}</span>
        </h3>
        <CopyButton text={request.body} label="Copy the request as it was sent" />
      </header>
      {parts.map((part, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: what was sent never changes
        <PartView key={index} part={part} open={parts.length === 1 || index === parts.length - 1} />
      ))}
      <PartView part={{ title: 'Everything else', text: rest }} open={false} />
    </article>
  );
}

function PartView({ part, open }: { part: RequestPart; open: boolean }) {
  return (
    <details open={open} className="card overflow-hidden text-sm">
      <summary className="min-h-10 px-3 py-2 font-medium hover:bg-sunken">
        {part.title}{' '}
        <span className="font-normal text-quiet">({part.text.length.toLocaleString('en-US')} characters)</span>
      </summary>
      <pre
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
        tabIndex={0}
        className="max-h-96 overflow-auto border-t border-line p-3 text-xs whitespace-pre-wrap wrap-break-word"
      >
        {part.text}
      </pre>
    </details>
  );
}
