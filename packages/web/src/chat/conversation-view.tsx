/** The conversation from its first question to the last answer, kept in view while it grows. */
import { ArrowDown } from 'lucide-react';
import { useServices } from '../app/services.tsx';
import { ErrorNote } from '../ui/error-note.tsx';
import { Skeleton } from '../ui/skeleton.tsx';
import { Answer, shownMessage, shownTurn } from './answer.tsx';
import { BelowStored, BelowTurn } from './below-answer.tsx';
import type { Entry } from './conversation.ts';
import { AskedQuestion, Question } from './question.tsx';
import type { TurnState } from './turn-state.ts';
import type { Conversation } from './use-conversation.ts';
import { useLinkedMessage } from './use-linked-message.ts';
import { useStickToEnd } from './use-stick-to-end.ts';

export function ConversationView({ chat }: { chat: Conversation }) {
  const { scroller, content, atEnd, toEnd } = useStickToEnd(chat.live);
  useLinkedMessage(chat);
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
            <div key={entry.key} tabIndex={-1} className="scroll-mt-4 outline-offset-4" {...anchorOf(entry)}>
              <EntryView entry={entry} chat={chat} />
            </div>
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

/** By which an address leads to a stored message. */
function anchorOf(entry: Entry): { id?: string } {
  return entry.kind === 'question' || entry.kind === 'answer' ? { id: `m-${entry.message.id}` } : {};
}

function EntryView({ entry, chat }: { entry: Entry; chat: Conversation }) {
  switch (entry.kind) {
    case 'asked':
      return <AskedQuestion text={entry.text} />;
    case 'question':
      return (
        <Question
          message={entry.message}
          among={entry.among}
          live={chat.live}
          editing={chat.editing === entry.message.id}
          onEditing={(editing) => chat.setEditing(editing ? entry.message.id : null)}
          onEdit={(text) => chat.edit(text, entry.message.id, entry.message.parent_id)}
          onChoose={chat.choose}
        />
      );
    case 'answer':
      return <StoredAnswer entry={entry} chat={chat} />;
    case 'turn':
      return <TurnAnswer turn={entry.turn} chat={chat} />;
  }
}

function StoredAnswer({ entry, chat }: { entry: Extract<Entry, { kind: 'answer' }>; chat: Conversation }) {
  const { message, among, turn, last } = entry;
  const onContinue = last && !chat.live ? () => chat.goOn(message) : null;
  return (
    <Answer shown={shownMessage(message, turn)} turn={turn} onContinue={onContinue}>
      <BelowStored
        message={message}
        among={among}
        live={chat.live}
        onAgain={againOf(chat, message.parent_id)}
        onChoose={chat.choose}
      />
    </Answer>
  );
}

function TurnAnswer({ turn, chat }: { turn: TurnState; chat: Conversation }) {
  const { auth } = useServices();
  const { question, questionId, streamId, phase } = turn;
  // A stream that came to its end was answered so: the question is there to be answered again.
  const over = streamId !== null && phase !== 'lost';
  const remedies = {
    onAgain: over ? againOf(chat, questionId) : chat.retry,
    onEdit: editOf(chat, { question, questionId }),
    onSignIn: auth.refused,
  };
  return (
    <Answer shown={shownTurn(turn)} turn={turn} onContinue={null}>
      <BelowTurn turn={turn} remedies={remedies} />
    </Answer>
  );
}

/** Asks a stored question once more. */
function againOf(chat: Conversation, questionId: string | null): (() => void) | null {
  const question = chat.messages.data?.find(({ id }) => id === questionId);
  return question ? () => chat.askAgain(question.content, question.id) : null;
}

/** Opens a question to be changed: at its place where it is stored, else in the composer. */
function editOf(
  chat: Conversation,
  { question, questionId }: Pick<TurnState, 'question' | 'questionId'>,
): (() => void) | null {
  if (questionId !== null) return () => chat.setEditing(questionId);
  return question === null ? null : () => chat.takeBack(question);
}
