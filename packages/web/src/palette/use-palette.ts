/** What the palette lists for a text, which entry is active, and what the keys do. */
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import type { SearchHit } from '@tradistry/protocol';
import { type KeyboardEvent, useEffect, useState } from 'react';
import { useNavItems } from '../app/nav-items.ts';
import { useServices } from '../app/services.tsx';
import { findCommands } from './commands.ts';
import { type Entry, entriesOf } from './entries.ts';

/** So long nothing was typed before the server is asked. */
const REST_MS = 150;
const LEAST_CHARACTERS = 2;

export function usePalette(text: string, onClose: () => void) {
  const open = useOpen(onClose);
  const { hits, searching, failed, byMeaning } = useHits(text);
  const [reading, setReading] = useState<SearchHit | null>(null);
  const choose = (entry: Entry) => (entry.kind === 'hit' && !open(entry) ? setReading(entry.hit) : open(entry));
  const entries = entriesOf(findCommands(text, useNavItems()), hits);
  const { active, setActive, onKeyDown } = useActive(entries, choose);
  const said = sayFound({ text, searching, failed, found: hits.length });
  return {
    entries,
    count: entries.length,
    active,
    setActive,
    onKeyDown,
    choose,
    said,
    byMeaning,
    reading,
    putAway: () => setReading(null),
  };
}

export type PaletteState = ReturnType<typeof usePalette>;

function useHits(text: string) {
  const { api } = useServices();
  const q = useRested(text.trim());
  const asks = q.length >= LEAST_CHARACTERS;
  const search = useQuery({
    queryKey: ['search', q],
    queryFn: ({ signal }) => api.search(q, signal),
    enabled: asks,
    placeholderData: (before) => before,
  });
  return {
    hits: asks ? (search.data?.items ?? []) : [],
    byMeaning: search.data?.by_meaning ?? true,
    searching: asks && (search.isFetching || q !== text.trim()),
    failed: asks && search.isError,
  };
}

/** `value` once it has not changed for a moment. */
function useRested(value: string): string {
  const [rested, setRested] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setRested(value), REST_MS);
    return () => clearTimeout(timer);
  }, [value]);
  return rested;
}

/** Goes where an entry leads; false where it leads nowhere and is to be read here. */
function useOpen(onClose: () => void): (entry: Entry) => boolean {
  const navigate = useNavigate();
  return (entry) => {
    if (entry.kind === 'command') void navigate({ to: entry.command.to });
    else if (entry.hit.session_id !== null) {
      const { session_id: sessionId, id } = entry.hit;
      void navigate({ to: '/chat/$sessionId', params: { sessionId }, hash: `m-${id}` });
    } else if (entry.hit.kind === 'trade') void navigate({ to: '/journal', search: { trade: entry.hit.id } });
    else return false;
    onClose();
    return true;
  };
}

function useActive(entries: readonly Entry[], choose: (entry: Entry) => void) {
  const [chosen, setActive] = useState<string | null>(null);
  const at = Math.max(
    0,
    entries.findIndex(({ id }) => id === chosen),
  );
  const onKeyDown = (event: KeyboardEvent) => {
    const entry = entries[at];
    const step = STEPS[event.key];
    if (event.nativeEvent.isComposing || !entry) return;
    if (event.key === 'Enter') choose(entry);
    else if (step !== undefined) setActive(entries.at((at + step) % entries.length)?.id ?? null);
    else return;
    event.preventDefault();
  };
  return { active: entries[at]?.id ?? null, setActive, onKeyDown };
}

const STEPS: Readonly<Record<string, number>> = { ArrowDown: 1, ArrowUp: -1 };

interface Searched {
  readonly text: string;
  readonly searching: boolean;
  readonly failed: boolean;
  readonly found: number;
}

/** For a screen reader, and below the list for everyone where nothing was found. */
function sayFound({ text, searching, failed, found }: Searched): string {
  if (text.trim().length < LEAST_CHARACTERS) return '';
  if (failed) return 'The search did not work just now.';
  if (searching && found === 0) return 'Searching';
  if (found === 0) return 'Nothing in your chats or journal speaks of that.';
  return `${found} found in your chats and journal`;
}
