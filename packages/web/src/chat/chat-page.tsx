/** The chat: one session's conversation, or the start of a new one. */
import { useNavigate, useParams } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import { ClosingLine } from '../app/closing-line.tsx';
import { useServices } from '../app/services.tsx';
import { useTitle } from '../app/use-title.ts';
import { announcement } from './announcement.ts';
import { Composer } from './composer.tsx';
import { ConversationView } from './conversation-view.tsx';
import { newId } from './new-id.ts';
import { StartChat } from './start-chat.tsx';
import { useConversation } from './use-conversation.ts';
import { useTurn } from './use-turn.ts';

/** `/`: nothing has been asked yet. */
export function NewChatPage() {
  const { turns } = useServices();
  const navigate = useNavigate();
  const input = useRef<HTMLTextAreaElement>(null);
  useTitle('New chat');
  const ask = (message: string) => {
    const sessionId = newId();
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
        <Composer inputRef={input} live={false} stopping={false} draft={null} onAsk={ask} onStop={() => undefined} />
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
  useEffect(() => focusByKeyboard(input.current), []);
  useEffect(() => {
    // The button that began this is gone with what it stood for.
    if (chat.live && document.activeElement === document.body) focusByKeyboard(input.current);
  }, [chat.live]);
  return (
    <div className="flex h-full flex-col">
      <h1 className="sr-only">{title}</h1>
      <ConversationView chat={chat} />
      <ChatFoot>
        <Composer
          inputRef={input}
          live={chat.live}
          stopping={chat.turn?.stopping ?? false}
          draft={chat.draft}
          onAsk={chat.ask}
          onStop={stop}
        />
      </ChatFoot>
      <Announcer sessionId={sessionId} />
    </div>
  );
}

/** On a phone the keyboard would cover what is to be read. */
function focusByKeyboard(input: HTMLTextAreaElement | null): void {
  if (matchMedia('(pointer: fine)').matches) input?.focus();
}

function ChatFoot({ children }: { children: React.ReactNode }) {
  return (
    <div className="mx-auto w-full max-w-3xl space-y-2 px-3 pt-1 pb-2 md:px-6 md:pb-3">
      {children}
      <ClosingLine />
    </div>
  );
}

/** Tells a screen reader when an answer begins, when its line is gone and when it ends, and nothing between. */
function Announcer({ sessionId }: { sessionId: string }) {
  const turn = useTurn(sessionId);
  return (
    <p aria-live="polite" className="sr-only">
      {turn === null ? '' : announcement(turn)}
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
