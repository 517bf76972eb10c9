/** The conversation from its first question to the last answer, kept in view while it grows. */
import { ArrowDown } from 'lucide-react';
import { ErrorNote } from '../ui/error-note.tsx';
import { Skeleton } from '../ui/skeleton.tsx';
import { Answer, shownMessage, shownTurn } from './answer.tsx';
import { BelowStored, BelowTurn } from './below-answer.tsx';
import type { Entry } from './conversation.ts';
import { AskedQuestion, Question } from './question.tsx';
import type { Conversation } from './use-conversation.ts';
import { useStickToEnd } from './use-stick-to-end.ts';

export function ConversationView({ chat, onRetry }: { chat: Conversation; onRetry: () => void }) {
  const { scroller, content, atEnd, toEnd } = useStickToEnd(chat.live);
  const loading = chat.known && chat.messages.isPending;
  return (
    <div className="relative min-h-0 flex-1">
      <div ref={scroller} className="h-full overflow-y-auto overscroll-contain">
        <div ref={content} className="mx-auto w-full max-w-3xl space-y-6 px-4 py-6 md:px-8">
          {loading && chat.entries.length === 0 && <Skeleton lines={6} label="Loading the conversation" />}
          {chat.messages.isError && chat.entries.length === 0 && (
            <ErrorNote error={chat.messages.error} onRetry={() => void chat.messages.refetch()} />
          )}
          {chat.messages.isSuccess && chat.entries.length === 0 && (
            <p className="py-10 text-center text-quiet">Nothing has been asked here yet.</p>
          )}
          {chat.entries.map((entry) => (
            <EntryView key={entry.key} entry={entry} chat={chat} onRetry={onRetry} />
          ))}
        </div>
      </div>
      {!atEnd && (
        <button
          type="button"
          onClick={toEnd}
          className="btn absolute bottom-3 left-1/2 -translate-x-1/2 rounded-full shadow-md"
        >
          <ArrowDown aria-hidden className="size-4" />
          To the end
        </button>
      )}
    </div>
  );
}

function EntryView({ entry, chat, onRetry }: { entry: Entry; chat: Conversation; onRetry: () => void }) {
  switch (entry.kind) {
    case 'asked':
      return <AskedQuestion text={entry.text} />;
    case 'question':
      return (
        <Question
          message={entry.message}
          among={entry.among}
          live={chat.live}
          onEdit={(text) => chat.edit(text, entry.message.id, entry.message.parent_id)}
          onChoose={chat.choose}
        />
      );
    case 'answer':
      return (
        <Answer shown={shownMessage(entry.message)}>
          <BelowStored
            message={entry.message}
            among={entry.among}
            live={chat.live}
            onAgain={againOf(entry, chat)}
            onChoose={chat.choose}
          />
        </Answer>
      );
    case 'turn':
      return (
        <Answer shown={shownTurn(entry.turn)}>
          <BelowTurn turn={entry.turn} onRetry={onRetry} />
        </Answer>
      );
  }
}

/** Asks an answer's question once more. */
function againOf(entry: Extract<Entry, { kind: 'answer' }>, chat: Conversation): (() => void) | null {
  const question = chat.messages.data?.find(({ id }) => id === entry.message.parent_id);
  return question ? () => chat.askAgain(question.content, question.id) : null;
}
