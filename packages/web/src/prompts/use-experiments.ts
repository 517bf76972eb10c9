/** The experiments, newest first, and what one has come to. */
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useServices } from '../app/services.tsx';

/** Answers are counted every few seconds. */
const REFRESH_MS = 5_000;

export function useExperiments() {
  const { api } = useServices();
  return useInfiniteQuery({
    queryKey: ['prompts', 'experiments'],
    queryFn: ({ pageParam, signal }) => api.experiments(pageParam, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
  });
}

export function useResults(id: string) {
  const { api } = useServices();
  return useQuery({
    queryKey: ['prompts', 'results', id],
    queryFn: ({ signal }) => api.experimentResults(id, signal),
    refetchInterval: ({ state }) => (state.data?.experiment.status === 'running' ? REFRESH_MS : false),
  });
}
