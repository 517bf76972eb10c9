/** Who changed what of the prompts and experiments, newest first. */
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { PromptAuditEntry } from '@tradistry/protocol';
import { useServices } from '../app/services.tsx';
import { useSettings } from '../app/use-settings.ts';
import { dateTime } from '../format/dates.ts';
import { ErrorNote } from '../ui/error-note.tsx';
import { ShowMore } from '../ui/show-more.tsx';
import { Skeleton } from '../ui/skeleton.tsx';
import { Wide } from '../ui/wide.tsx';
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
  return (
    <Wide label="Table of changes" className="card">
      <table className="table">
        <thead>
          <tr>
            <th scope="col">When</th>
            <th scope="col">Who</th>
            <th scope="col">What</th>
            {of && <th scope="col">Of</th>}
          </tr>
        </thead>
        <tbody>
          {entries.map((entry) => (
            <tr key={entry.id}>
              <td className="whitespace-nowrap">{dateTime(entry.at, time_zone)}</td>
              <td className="max-w-40 truncate">{entry.who}</td>
              <td className="min-w-48">
                {ACTION_WORDS[entry.action]}
                <span className="block text-xs text-quiet wrap-anywhere">{sayDetails(entry.details)}</span>
              </td>
              {of && (
                <td className="whitespace-nowrap">
                  <Subject subject={entry.subject} />
                </td>
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </Wide>
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
