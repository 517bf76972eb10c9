/** What several parts of the page ask for: the types as they stand, and the versions of one. */
import { useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query';
import type { PromptType } from '@tradistry/protocol';
import { useEffect } from 'react';
import { useServices } from '../app/services.tsx';

/** Another instance's change is here within seconds; so long nobody needs to look. */
const REFRESH_MS = 15_000;

export function usePromptTypes() {
  const { api } = useServices();
  return useQuery({
    queryKey: ['prompts', 'types'],
    queryFn: ({ signal }) => api.prompts(signal),
    refetchInterval: REFRESH_MS,
  });
}

/** Newest first. */
export function useVersions(type: PromptType) {
  const { api } = useServices();
  return useInfiniteQuery({
    queryKey: ['prompts', 'versions', type],
    queryFn: ({ pageParam, signal }) => api.promptVersions(type, pageParam, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
  });
}

/** The same page after page, by itself: for where one among all of them is chosen. */
export function useAllVersions(type: PromptType) {
  const list = useVersions(type);
  const { hasNextPage, isFetching, isError, fetchNextPage } = list;
  useEffect(() => {
    if (hasNextPage && !isFetching && !isError) void fetchNextPage();
  }, [hasNextPage, isFetching, isError, fetchNextPage]);
  return list;
}

export function useVersion(type: PromptType, version: number | null) {
  const { api } = useServices();
  return useQuery({
    queryKey: ['prompts', 'version', type, version],
    queryFn: ({ signal }) => api.promptVersion(type, version ?? 0, signal),
    enabled: version !== null,
  });
}

/** To be called after anything was changed: labels, strategies and versions are shown in several places. */
export function useRefreshPrompts(): () => Promise<void> {
  const queries = useQueryClient();
  return () => queries.invalidateQueries({ queryKey: ['prompts'] });
}
