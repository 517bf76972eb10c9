/** An address may lead to one message (`#m-<id>`): its branch is chosen, it is brought into view and has the focus. */
import { useLocation } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import type { Conversation } from './use-conversation.ts';

export function useLinkedMessage({ messages, entries, choose }: Conversation): void {
  const { hash, state } = useLocation();
  const wanted = hash.startsWith('m-') ? hash.slice(2) : null;
  // Going there a second time is a visit of its own.
  const visit = `${state.__TSR_key ?? ''} ${wanted}`;
  const arrived = useRef('');
  const known = messages.data?.some(({ id }) => id === wanted) ?? false;
  const shown = entries.some((entry) => 'message' in entry && entry.message.id === wanted);
  useEffect(() => {
    if (wanted === null || !known || arrived.current === visit) return;
    if (!shown) return choose(wanted);
    arrived.current = visit;
    const element = document.getElementById(`m-${wanted}`);
    // After the view has gone to the end, as it does when messages are drawn.
    requestAnimationFrame(() => {
      element?.scrollIntoView({ block: 'start' });
      element?.focus({ preventScroll: true });
    });
  }, [wanted, known, shown, visit, choose]);
}
