/** Measures how long an answer that was written before the reader's eyes is in view. */
import { type RefObject, useEffect, useRef } from 'react';
import { useServices } from '../app/services.tsx';
import type { TurnState } from './turn-state.ts';

/** `turn`: the one that writes or has just written the answer; `null`: an older answer, which is not measured. */
export function useReading(turn: TurnState | null): RefObject<HTMLElement | null> {
  const { reading } = useServices();
  const place = useRef<HTMLElement>(null);
  const streamId = turn && turn.answer !== '' ? turn.streamId : null;
  const answerId = turn?.answerId ?? null;
  useEffect(() => {
    if (streamId !== null && answerId !== null) reading.name(streamId, answerId);
  }, [reading, streamId, answerId]);
  useEffect(() => {
    if (streamId === null || !place.current) return;
    const observer = new IntersectionObserver((entries) =>
      reading.see(streamId, entries.at(-1)?.isIntersecting ?? false),
    );
    observer.observe(place.current);
    return () => {
      observer.disconnect();
      reading.see(streamId, false);
    };
  }, [reading, streamId]);
  return place;
}
