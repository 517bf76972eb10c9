/** The chat: one session's conversation, or the start of a new one. */
import { useNavigate, useParams } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import { ClosingLine } from '../app/closing-line.tsx';
import { useServices } from '../app/services.tsx';
import { useTitle } from '../app/use-title.ts';
import { Composer } from './composer.tsx';
import { ConversationView } from './conversation-view.tsx';
import { newSessionId } from './new-session-id.ts';
import { StartChat } from './start-chat.tsx';
import { isLive } from './turn-state.ts';
import { useConversation } from './use-conversation.ts';
import { useTurn } from './use-turn.ts';

/** `/`: nothing has been asked yet. */
export function NewChatPage() {
  const { turns } = useServices();
  const navigate = useNavigate();
  const input = useRef<HTMLTextAreaElement>(null);
  useTitle('New chat');
  const ask = (message: string) => {
    const sessionId = newSessionId();
    turns.ask(sessionId, { message, parentId: null, shown: { question: message, fresh: true } });
    void navigate({ to: '/chat/$sessionId', params: { sessionId } });
  };
  return (
    <div className="flex h-full flex-col">
      <h1 className="sr-only">New chat</h1>
      <div className="min-h-0 flex-1 overflow-y-auto">
        <StartChat onAsk={ask} />
      </div>
      <ChatFoot>
        <Composer inputRef={input} live={false} onAsk={ask} onStop={() => undefined} />
      </ChatFoot>
    </div>
  );
}

/** `/chat/<session>`. */
export function ChatPage() {
  const { sessionId } = useParams({ from: '/chat/$sessionId' });
  return <SessionChat key={sessionId} sessionId={sessionId} />;
}

function SessionChat({ sessionId }: { sessionId: string }) {
  const { turns } = useServices();
  const chat = useConversation(sessionId);
  const input = useRef<HTMLTextAreaElement>(null);
  const title = chat.session.data?.title || 'Chat';
  useTitle(title);
  const stop = () => turns.stop(sessionId);
  useEscape(chat.live, stop);
  useEffect(() => {
    // On a phone the keyboard would cover what is to be read.
    if (matchMedia('(pointer: fine)').matches) input.current?.focus();
  }, []);
  return (
    <div className="flex h-full flex-col">
      <h1 className="sr-only">{title}</h1>
      <ConversationView chat={chat} onRetry={() => turns.retry(sessionId)} />
      <ChatFoot>
        <Composer inputRef={input} live={chat.live} onAsk={chat.ask} onStop={stop} />
      </ChatFoot>
      <Announcer sessionId={sessionId} />
    </div>
  );
}

function ChatFoot({ children }: { children: React.ReactNode }) {
  return (
    <div className="mx-auto w-full max-w-3xl space-y-2 px-3 pt-1 pb-2 md:px-6 md:pb-3">
      {children}
      <ClosingLine />
    </div>
  );
}

/** Tells a screen reader when an answer begins and when it is whole, and nothing between. */
function Announcer({ sessionId }: { sessionId: string }) {
  const turn = useTurn(sessionId);
  const said =
    turn === null
      ? ''
      : isLive(turn)
        ? 'The answer is being written.'
        : turn.error
          ? 'The answer failed.'
          : 'The answer is complete.';
  return (
    <p aria-live="polite" className="sr-only">
      {said}
    </p>
  );
}

function useEscape(active: boolean, stop: () => void): void {
  const latest = useRef(stop);
  latest.current = stop;
  useEffect(() => {
    if (!active) return;
    const onKeyDown = (event: KeyboardEvent) => {
      // An open dialog or menu takes its own Escape first.
      if (event.key === 'Escape' && !event.defaultPrevented) latest.current();
    };
    document.addEventListener('keydown', onKeyDown);
    return () => document.removeEventListener('keydown', onKeyDown);
  }, [active]);
}
