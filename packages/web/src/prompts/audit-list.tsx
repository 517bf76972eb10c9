/** Who changed what of the prompts and experiments, newest first. */
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { PromptAuditEntry } from '@tradistry/protocol';
import { useServices } from '../app/services.tsx';
import { useSettings } from '../app/use-settings.ts';
import { dateTime } from '../format/dates.ts';
import { type Column, DataTable } from '../ui/data-table.tsx';
import { ErrorNote } from '../ui/error-note.tsx';
import { ShowMore } from '../ui/show-more.tsx';
import { Skeleton } from '../ui/skeleton.tsx';
import { TYPES } from './prompts-search.ts';
import { ACTION_WORDS, sayDetails } from './say-audit.ts';

export function AuditList() {
  const { api } = useServices();
  const list = useInfiniteQuery({
    queryKey: ['prompts', 'audit'],
    queryFn: ({ pageParam, signal }) => api.promptAudit({ cursor: pageParam }, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
  });
  const entries = list.data?.pages.flatMap(({ items }) => items) ?? [];
  return (
    <section aria-labelledby="audit" className="space-y-3">
      <h2 id="audit" className="section-title">
        Who changed what
      </h2>
      {list.isPending && <Skeleton lines={6} label="Loading the changes" />}
      {list.isError && <ErrorNote error={list.error} onRetry={() => void list.refetch()} />}
      {list.isSuccess && entries.length === 0 && (
        <p className="card px-4 py-8 text-center text-quiet">Nobody has changed anything so far.</p>
      )}
      {entries.length > 0 && <AuditTable entries={entries} of />}
      <ShowMore list={list} of="changes" />
    </section>
  );
}

/** `of`: whether it is told what each was done to. */
export function AuditTable({ entries, of }: { entries: readonly PromptAuditEntry[]; of: boolean }) {
  const { time_zone } = useSettings();
  const columns: readonly Column<PromptAuditEntry>[] = [
    { name: 'When', className: 'whitespace-nowrap', of: ({ at }) => dateTime(at, time_zone) },
    { name: 'Who', className: 'max-w-40 truncate', of: ({ who }) => who },
    { name: 'What', className: 'min-w-48', of: (entry) => <Change entry={entry} /> },
  ];
  const subject: Column<PromptAuditEntry> = {
    name: 'Of',
    className: 'whitespace-nowrap',
    of: (entry) => <Subject subject={entry.subject} />,
  };
  return (
    <DataTable
      label="Table of changes"
      rows={entries}
      columns={of ? [...columns, subject] : columns}
      keyOf={({ id }) => id}
    />
  );
}

function Change({ entry: { action, details } }: { entry: PromptAuditEntry }) {
  return (
    <>
      {ACTION_WORDS[action]}
      <span className="block text-xs text-quiet wrap-anywhere">{sayDetails(details)}</span>
    </>
  );
}

/** A version, a type, or an experiment by its id. */
function Subject({ subject }: Pick<PromptAuditEntry, 'subject'>) {
  const [name, version] = subject.split('@');
  const type = TYPES.find((each) => each === name);
  const search = type
    ? { type, ...(version !== undefined && { version: Number(version) }) }
    : { view: 'experiments' as const, experiment: subject };
  return (
    <Link to="/prompts" search={search} className="text-accent underline underline-offset-2">
      {type ? subject : 'the experiment'}
    </Link>
  );
}
