/** One session's page: the stored messages with the running turn over them, and what can be asked. */
import { useQuery } from '@tanstack/react-query';
import type { Message } from '@tradistry/protocol';
import { useCallback, useEffect, useMemo, useState } from 'react';
import { useServices } from '../app/services.tsx';
import { newestLeaf } from './branch-path.ts';
import type { Draft } from './composer.tsx';
import { conversation, leafOf } from './conversation.ts';
import { isLive, type TurnState } from './turn-state.ts';
import { useTurn } from './use-turn.ts';

export function useConversation(sessionId: string) {
  const { api, turns } = useServices();
  const turn = useTurn(sessionId);
  const [chosenLeaf, setChosenLeaf] = useState<string | null>(null);
  const known = !turn?.fresh;
  const session = useQuery({
    queryKey: ['session', sessionId],
    queryFn: ({ signal }) => api.session(sessionId, signal),
    enabled: known,
  });
  const messages = useQuery({
    queryKey: ['messages', sessionId],
    queryFn: ({ signal }) => api.messages(sessionId, signal),
    enabled: known,
  });

  const running = session.data?.active_stream_id ?? null;
  const live = isLive(turn);
  const asOf = session.dataUpdatedAt;
  // biome-ignore lint/correctness/useExhaustiveDependencies: each time the server says so, it can be reached
  useEffect(() => {
    if (running !== null && !live) turns.resume(sessionId, running);
  }, [turns, sessionId, running, live, asOf]);

  const entries = useMemo(() => conversation(messages.data ?? [], chosenLeaf, turn), [messages.data, chosenLeaf, turn]);
  const leaf = leafOf(entries);
  const parentId = chosenLeaf === null ? null : leaf;

  const ask = useCallback(
    (message: string) => {
      setChosenLeaf(null);
      turns.ask(sessionId, { message, parentId, shown: { question: message, afterId: leaf, fresh: !known } });
    },
    [turns, sessionId, parentId, leaf, known],
  );
  const askAgain = useCallback(
    (message: string, questionId: string) => {
      setChosenLeaf(null);
      turns.ask(sessionId, { message, parentId: questionId, shown: { questionId } });
    },
    [turns, sessionId],
  );
  const edit = useCallback(
    (message: string, questionId: string, afterId: string | null) => {
      setChosenLeaf(null);
      turns.ask(sessionId, { message, parentId: questionId, shown: { question: message, afterId } });
    },
    [turns, sessionId],
  );
  const choose = useCallback(
    (messageId: string) => setChosenLeaf(newestLeaf(messages.data ?? [], messageId)),
    [messages.data],
  );

  const goOn = useCallback((answer: Message) => turns.continue(sessionId, answer), [turns, sessionId]);
  const retry = useCallback(() => turns.retry(sessionId), [turns, sessionId]);
  const changing = useChanging(turn);

  return { session, messages, entries, turn, live, known, ask, askAgain, edit, choose, goOn, retry, ...changing };
}

/** Questions that are being changed: a stored one at its place, one that was not taken in the composer. */
function useChanging(turn: TurnState | null) {
  const [editing, setEditing] = useState<string | null>(null);
  const [draft, setDraft] = useState<Draft | null>(null);
  const returned = turn?.returned ?? null;
  const takeBack = useCallback((text: string) => setDraft({ text }), []);
  useEffect(() => {
    if (returned !== null) takeBack(returned);
  }, [returned, takeBack]);
  return { editing, setEditing, draft, takeBack };
}

export type Conversation = ReturnType<typeof useConversation>;
