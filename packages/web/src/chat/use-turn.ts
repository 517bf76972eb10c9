/** The running or just ended turn of a session, as React sees it. */
import { useCallback, useSyncExternalStore } from 'react';
import { useServices } from '../app/services.tsx';
import type { TurnState } from './turn-state.ts';

export function useTurn(sessionId: string | null): TurnState | null {
  const { turns } = useServices();
  const subscribe = useCallback(
    (changed: () => void) => (sessionId === null ? () => undefined : turns.subscribe(sessionId, changed)),
    [turns, sessionId],
  );
  return useSyncExternalStore(subscribe, () => (sessionId === null ? null : turns.get(sessionId)));
}
