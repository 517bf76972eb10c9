/** The user's sessions: pinned first, then the newest, the archived folded away. */

import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { Session } from '@tradistry/protocol';
import { Pin } from 'lucide-react';
import { useServices } from '../app/services.tsx';
import { ErrorNote } from '../ui/error-note.tsx';
import { Skeleton } from '../ui/skeleton.tsx';
import { SessionMenu } from './session-menu.tsx';

export function SessionList({ onOpen }: { onOpen?: () => void }) {
  const { api } = useServices();
  const list = useInfiniteQuery({
    queryKey: ['sessions'],
    queryFn: ({ pageParam, signal }) => api.sessions(pageParam, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
  });
  if (list.isPending) return <Skeleton lines={5} label="Loading your chats" />;
  if (list.isError) return <ErrorNote error={list.error} onRetry={() => void list.refetch()} />;
  const sessions = list.data.pages.flatMap(({ items }) => items);
  if (sessions.length === 0) return <p className="px-2 py-3 text-sm text-quiet">Your chats will be listed here.</p>;
  const archived = sessions.filter((session) => session.archived);
  return (
    <>
      <Items sessions={sessions.filter(({ pinned, archived }) => pinned && !archived)} onOpen={onOpen} />
      <Items sessions={sessions.filter(({ pinned, archived }) => !pinned && !archived)} onOpen={onOpen} />
      {archived.length > 0 && (
        <details>
          <summary className="flex min-h-9 items-center px-2 text-sm text-quiet">Archived ({archived.length})</summary>
          <Items sessions={archived} onOpen={onOpen} />
        </details>
      )}
      {list.hasNextPage && (
        <button
          type="button"
          className="btn btn-quiet w-full"
          disabled={list.isFetchingNextPage}
          onClick={() => void list.fetchNextPage()}
        >
          Older chats
        </button>
      )}
    </>
  );
}

function Items({ sessions, onOpen }: { sessions: readonly Session[]; onOpen: (() => void) | undefined }) {
  if (sessions.length === 0) return null;
  return (
    <ul>
      {sessions.map((session) => (
        <li key={session.id} className="group relative flex items-center">
          <Link
            to="/chat/$sessionId"
            params={{ sessionId: session.id }}
            onClick={onOpen}
            className="flex min-h-10 min-w-0 flex-1 items-center gap-1.5 rounded-lg py-1.5 pr-10 pl-2.5 text-sm text-quiet hover:bg-sunken hover:text-ink aria-[current=page]:bg-accent-soft aria-[current=page]:font-medium aria-[current=page]:text-ink md:min-h-9"
          >
            {session.pinned && <Pin role="img" aria-label="Pinned" className="size-3.5 shrink-0" />}
            <span className="truncate">{session.title || 'New chat'}</span>
          </Link>
          <SessionMenu session={session} />
        </li>
      ))}
    </ul>
  );
}
