/** Streams that run, then those that ended, the newest first; each leads to its life, and a running one can be stopped. */
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { StreamRecord } from '@tradistry/protocol';
import { useServices } from '../app/services.tsx';
import { useSettings } from '../app/use-settings.ts';
import { millis } from '../format/measures.ts';
import { type Column, DataTable } from '../ui/data-table.tsx';
import { ErrorNote } from '../ui/error-note.tsx';
import { ShowMore } from '../ui/show-more.tsx';
import { Skeleton } from '../ui/skeleton.tsx';
import { filtersOf, type OpsSearch, SHOWN, type Shown, streamFilters } from './ops-search.ts';
import { Outcome } from './outcome.tsx';
import { moment, OUTCOME_WORDS } from './say-ops.ts';
import { StopStream } from './stop-stream.tsx';

interface TableProps {
  search: OpsSearch;
  onChange: (search: OpsSearch) => void;
}

const REFRESH_MS = 3_000;

export function StreamTable({ search, onChange }: TableProps) {
  const { api } = useServices();
  const show = search.show ?? 'all';
  const filters = streamFilters(show, filtersOf(search));
  const list = useInfiniteQuery({
    queryKey: ['ops', 'streams', filters],
    queryFn: ({ pageParam, signal }) => api.streams(filters, pageParam, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
    // Whoever has turned pages reads: what they read stays where it is.
    refetchInterval: ({ state }) => ((state.data?.pages.length ?? 1) > 1 ? false : REFRESH_MS),
    placeholderData: (before) => before,
  });
  const streams = list.data?.pages.flatMap(({ items }) => items) ?? [];
  return (
    <section aria-labelledby="streams" className="space-y-3">
      <div className="flex flex-wrap items-end justify-between gap-3">
        <h2 id="streams" className="section-title">
          Streams
        </h2>
        <ShownField value={show} onChange={(next) => onChange({ ...search, show: next })} />
      </div>
      {list.isPending && <Skeleton lines={6} label="Loading the streams" />}
      {list.isError && <ErrorNote error={list.error} onRetry={() => void list.refetch()} />}
      {list.isSuccess && streams.length === 0 && (
        <p className="card px-4 py-8 text-center text-quiet">
          {show === 'running' ? 'No stream is running.' : 'No stream fits.'}
        </p>
      )}
      {streams.length > 0 && <Cards streams={streams} search={search} />}
      {streams.length > 0 && <Rows streams={streams} search={search} />}
      <ShowMore list={list} of="streams" />
    </section>
  );
}

const SHOWN_WORDS: Record<Shown, string> = {
  all: 'all',
  running: 'running',
  fallback: 'with a fallback',
  ...OUTCOME_WORDS,
};

function ShownField({ value, onChange }: { value: Shown; onChange: (value: Shown) => void }) {
  return (
    <label className="flex items-center gap-2 text-sm">
      Show
      <select
        className="field w-auto"
        value={value}
        onChange={(event) => onChange(SHOWN.find((name) => name === event.target.value) ?? 'all')}
      >
        {SHOWN.map((name) => (
          <option key={name} value={name}>
            {SHOWN_WORDS[name]}
          </option>
        ))}
      </select>
    </label>
  );
}

interface StreamsProps {
  streams: readonly StreamRecord[];
  search: OpsSearch;
}

/** What made or makes the answer, with the error where there is one. */
function madeBy({ model_used: model, streaming, error_code: error }: StreamRecord): string {
  return [model ?? 'no model', streaming ? '' : 'not streaming', error ?? ''].filter((part) => part !== '').join(' · ');
}

/** The narrow form. */
function Cards({ streams, search }: StreamsProps) {
  const { time_zone } = useSettings();
  return (
    <ul className="card divide-y divide-line md:hidden">
      {streams.map((stream) => (
        <li key={stream.stream_id} className="relative space-y-1 px-4 py-3">
          <div className="flex items-center justify-between gap-3">
            <Outcome stream={stream} />
            <Link
              to="/operations"
              search={{ ...search, stream: stream.stream_id }}
              className="text-sm text-quiet after:absolute after:inset-0 after:content-['']"
            >
              {moment(stream.started_at, time_zone)}
            </Link>
          </div>
          <p className="text-xs text-quiet wrap-anywhere">
            {stream.user_id} · {madeBy(stream)}
          </p>
          <p className="text-xs text-quiet">
            first token {millis(stream.time_to_first_token_ms)} · took {millis(stream.processing_time_ms)} ·{' '}
            {stream.attempts} {stream.attempts === 1 ? 'try' : 'tries'}
          </p>
          <StopStream stream={stream} />
        </li>
      ))}
    </ul>
  );
}

function Rows({ streams, search }: StreamsProps) {
  const { time_zone } = useSettings();
  const columns: readonly Column<StreamRecord>[] = [
    {
      name: 'Began',
      className: 'whitespace-nowrap',
      of: ({ stream_id, started_at }) => (
        <Link
          to="/operations"
          search={{ ...search, stream: stream_id }}
          className="after:absolute after:inset-0 after:content-['']"
        >
          {moment(started_at, time_zone)}
        </Link>
      ),
    },
    {
      name: 'State',
      of: (stream) => (
        <div className="flex flex-wrap items-center gap-x-3">
          <Outcome stream={stream} />
          <StopStream stream={stream} />
        </div>
      ),
    },
    { name: 'User', className: 'max-w-32 truncate', of: ({ user_id }) => user_id },
    { name: 'By', className: 'min-w-36 text-quiet wrap-anywhere', of: madeBy },
    { name: 'Tries', numeric: true, of: ({ attempts }) => attempts },
    { name: 'First token', numeric: true, of: ({ time_to_first_token_ms }) => millis(time_to_first_token_ms) },
    { name: 'Took', numeric: true, of: ({ processing_time_ms }) => millis(processing_time_ms) },
    { name: 'Longest gap', numeric: true, of: ({ longest_gap_ms }) => millis(longest_gap_ms) },
  ];
  return (
    <DataTable
      label="Table of streams"
      className="card hidden md:block"
      leads
      rows={streams}
      columns={columns}
      keyOf={({ stream_id }) => stream_id}
    />
  );
}
