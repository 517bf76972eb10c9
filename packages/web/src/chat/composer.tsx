/** Where a question is written: Enter sends, Shift+Enter breaks the line, Escape stops the answer. */
import { ArrowUp, Square } from 'lucide-react';
import { type FormEvent, type KeyboardEvent, type RefObject, useEffect, useState } from 'react';

const MAX_LENGTH = 32_000;

/** Text to be changed and sent again; each object is taken over once. */
export interface Draft {
  readonly text: string;
}

export function Composer(props: {
  inputRef: RefObject<HTMLTextAreaElement | null>;
  live: boolean;
  stopping: boolean;
  draft: Draft | null;
  onAsk: (message: string) => void;
  onStop: () => void;
}) {
  const [text, setText] = useState('');
  const { draft, inputRef } = props;
  useEffect(() => {
    if (draft === null) return;
    // What was begun meanwhile is not thrown away.
    setText((begun) => [draft.text, begun.trim()].filter(Boolean).join('\n'));
    inputRef.current?.focus();
  }, [draft, inputRef]);
  const tooLong = text.trim().length > MAX_LENGTH;
  const ready = text.trim() !== '' && !tooLong && !props.live;

  const send = (event?: FormEvent) => {
    event?.preventDefault();
    if (!ready) return;
    props.onAsk(text.trim());
    setText('');
  };
  const onKeyDown = (event: KeyboardEvent) => {
    // While an input method composes a word, Enter belongs to it.
    if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return;
    event.preventDefault();
    send();
  };

  return (
    <form onSubmit={send} className="w-full">
      <div className="flex items-end gap-2 rounded-2xl border border-edge bg-surface p-1.5 pl-4 shadow-xs has-[textarea:focus-visible]:outline-2 has-[textarea:focus-visible]:outline-accent">
        <label htmlFor="question" className="sr-only">
          Your question
        </label>
        <textarea
          id="question"
          ref={inputRef}
          value={text}
          rows={1}
          onChange={(event) => setText(event.target.value)}
          onKeyDown={onKeyDown}
          placeholder="Ask about your trades"
          aria-invalid={tooLong}
          aria-describedby={tooLong ? 'question-too-long' : undefined}
          className="field-sizing-content max-h-48 min-h-10 flex-1 resize-none bg-transparent py-2 text-base outline-none placeholder:text-quiet"
        />
        {props.live ? (
          <button
            type="button"
            onClick={props.onStop}
            disabled={props.stopping}
            className="btn size-10 rounded-xl px-0 md:size-10"
            aria-label={props.stopping ? 'Stopping the answer' : 'Stop the answer'}
          >
            <Square aria-hidden className="size-3.5 fill-current" />
          </button>
        ) : (
          <button
            type="submit"
            disabled={!ready}
            className="btn btn-primary size-10 rounded-xl px-0 md:size-10"
            aria-label="Send"
          >
            <ArrowUp aria-hidden className="size-5" />
          </button>
        )}
      </div>
      {tooLong && (
        <p id="question-too-long" role="alert" className="mt-1 px-4 text-xs text-loss">
          A question has at most 32,000 characters; this one has {text.trim().length.toLocaleString('en-US')}.
        </p>
      )}
    </form>
  );
}
