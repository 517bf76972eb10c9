/** The life of one stream: what it was, and what it spent its time on. Never what was asked or answered. */
import { useQuery } from '@tanstack/react-query';
import type { StreamLife } from '@tradistry/protocol';
import { useServices } from '../app/services.tsx';
import { useSettings } from '../app/use-settings.ts';
import { dateTime } from '../format/dates.ts';
import { count, dollars, millis } from '../format/measures.ts';
import { ErrorNote } from '../ui/error-note.tsx';
import { Modal } from '../ui/modal.tsx';
import { Skeleton } from '../ui/skeleton.tsx';
import { Outcome } from './outcome.tsx';
import { StopStream } from './stop-stream.tsx';
import { Waterfall } from './waterfall.tsx';

const REFRESH_MS = 2_000;

export function StreamDialog({ streamId, onClose }: { streamId: string | null; onClose: () => void }) {
  const { api } = useServices();
  const life = useQuery({
    queryKey: ['ops', 'stream', streamId],
    queryFn: ({ signal }) => api.stream(streamId ?? '', signal),
    enabled: streamId !== null,
    refetchInterval: ({ state }) => (state.data?.state === 'running' ? REFRESH_MS : false),
  });
  const data = streamId === null ? undefined : life.data;
  return (
    <Modal
      open={streamId !== null}
      onClose={onClose}
      title="Stream"
      {...(streamId !== null && { description: streamId })}
      shape="side"
    >
      {life.isError && <ErrorNote error={life.error} onRetry={() => void life.refetch()} />}
      {life.isPending && streamId !== null && <Skeleton lines={8} label="Loading the stream" />}
      {data && <Life life={data} />}
    </Modal>
  );
}

function Life({ life }: { life: StreamLife }) {
  return (
    <div className="space-y-5">
      <div className="flex min-h-9 flex-wrap items-center justify-between gap-2">
        <Outcome stream={life} />
        <StopStream stream={life} />
      </div>
      <Waterfall life={life} />
      <Facts life={life} />
    </div>
  );
}

function Facts({ life }: { life: StreamLife }) {
  const { time_zone } = useSettings();
  const facts: [string, string | null][] = [
    ['Began', dateTime(life.started_at, time_zone)],
    ['Ended', life.ended_at && dateTime(life.ended_at, time_zone)],
    ['User', life.user_id],
    ['Session', life.session_id],
    ['Instance', life.instance],
    ['Model', life.model_used],
    ['Layer', life.layer?.replaceAll('_', ' ') ?? null],
    ['Error', life.error_code],
    ['Prompt version', life.prompt_version],
    ['First token', millis(life.time_to_first_token_ms)],
    ['Took', millis(life.processing_time_ms)],
    ['Longest gap', millis(life.longest_gap_ms)],
    ['Chunks', count(life.chunk_count)],
    ['Tokens', life.total_tokens === null ? null : count(life.total_tokens)],
    ['Cost', life.cost_usd === null ? null : dollars(life.cost_usd)],
    ['Read for', life.reading_ms === null ? null : millis(life.reading_ms)],
  ];
  return (
    <dl className="divide-y divide-line text-sm">
      {facts.map(
        ([name, value]) =>
          value !== null && (
            <div key={name} className="flex justify-between gap-4 py-2">
              <dt className="shrink-0 text-quiet">{name}</dt>
              <dd className="text-right tabular-nums wrap-anywhere">{value}</dd>
            </div>
          ),
      )}
    </dl>
  );
}
