/** The user's question, which can be edited: that begins a new branch. */
import type { Message } from '@tradistry/protocol';
import { Pencil } from 'lucide-react';
import { type FormEvent, type ReactNode, useState } from 'react';
import { BranchSwitch } from './branch-switch.tsx';

export function AskedQuestion({ text, children }: { text: string; children?: ReactNode }) {
  return (
    <article className="group flex items-center justify-end gap-1">
      <h2 className="sr-only">Your question</h2>
      {children}
      <p className="max-w-[85%] min-w-0 rounded-2xl rounded-br-md bg-accent-soft px-4 py-2.5 whitespace-pre-wrap wrap-break-word">
        {text}
      </p>
    </article>
  );
}

export function Question(props: {
  message: Message;
  among: readonly Message[];
  live: boolean;
  editing: boolean;
  onEditing: (editing: boolean) => void;
  onEdit: (text: string) => void;
  onChoose: (messageId: string) => void;
}) {
  if (props.editing) {
    const save = (text: string) => {
      props.onEditing(false);
      if (text !== props.message.content) props.onEdit(text);
    };
    return <Editor text={props.message.content} onSave={save} onCancel={() => props.onEditing(false)} />;
  }
  return (
    <div>
      <AskedQuestion text={props.message.content}>
        <button
          type="button"
          className="icon-btn md:opacity-0 md:group-hover:opacity-100 md:focus-visible:opacity-100"
          aria-label="Edit the question"
          disabled={props.live}
          onClick={() => props.onEditing(true)}
        >
          <Pencil aria-hidden className="size-4" />
        </button>
      </AskedQuestion>
      <div className="flex justify-end">
        <BranchSwitch message={props.message} among={props.among} onChoose={props.onChoose} of="question" />
      </div>
    </div>
  );
}

function Editor(props: { text: string; onSave: (text: string) => void; onCancel: () => void }) {
  const [text, setText] = useState(props.text);
  const save = (event: FormEvent) => {
    event.preventDefault();
    if (text.trim() !== '') props.onSave(text.trim());
  };
  return (
    <form onSubmit={save} className="ml-auto max-w-[85%] space-y-2">
      <label className="sr-only" htmlFor="edited">
        Edit the question
      </label>
      <textarea
        id="edited"
        // biome-ignore lint/a11y/noAutofocus: the user has just asked to write here
        autoFocus
        value={text}
        maxLength={32_000}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Escape') props.onCancel();
        }}
        className="field field-sizing-content min-h-20 resize-none"
      />
      <div className="flex justify-end gap-2">
        <button type="button" className="btn" onClick={props.onCancel}>
          Cancel
        </button>
        <button type="submit" className="btn btn-primary" disabled={text.trim() === ''}>
          Ask
        </button>
      </div>
    </form>
  );
}
