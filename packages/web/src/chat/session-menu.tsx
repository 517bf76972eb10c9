/** What can be done with a session: rename, pin, archive, delete. */

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate, useParams } from '@tanstack/react-router';
import type { Session, SessionPatch } from '@tradistry/protocol';
import { Archive, Ellipsis, Pencil, Pin, PinOff, Trash2 } from 'lucide-react';
import { DropdownMenu } from 'radix-ui';
import { type FormEvent, useRef, useState } from 'react';
import { useServices } from '../app/services.tsx';
import { Confirm } from '../ui/confirm.tsx';
import { ErrorNote } from '../ui/error-note.tsx';
import { Modal } from '../ui/modal.tsx';

export function SessionMenu({ session }: { session: Session }) {
  const [asks, setAsks] = useState<'rename' | 'delete' | null>(null);
  // Asked once the menu has closed and given the focus back: that is then what the dialog returns it to.
  const chosen = useRef<typeof asks>(null);
  const askChosen = () => {
    setAsks(chosen.current);
    chosen.current = null;
  };
  const choose = (what: typeof asks) => () => {
    chosen.current = what;
  };
  const { patch, remove } = useSessionChanges(session);
  const title = session.title || 'New chat';
  return (
    <>
      <DropdownMenu.Root>
        <DropdownMenu.Trigger
          aria-label={`More for ${title}`}
          className="icon-btn absolute right-0 md:right-0.5 md:opacity-0 md:group-hover:opacity-100 md:focus-visible:opacity-100 md:data-[state=open]:opacity-100"
        >
          <Ellipsis aria-hidden className="size-4" />
        </DropdownMenu.Trigger>
        <DropdownMenu.Portal>
          <DropdownMenu.Content className="menu appear" align="start" onCloseAutoFocus={askChosen}>
            <DropdownMenu.Item className="menu-item" onSelect={choose('rename')}>
              <Pencil aria-hidden className="size-4 text-quiet" /> Rename
            </DropdownMenu.Item>
            <DropdownMenu.Item className="menu-item" onSelect={() => patch.mutate({ pinned: !session.pinned })}>
              {session.pinned ? (
                <PinOff aria-hidden className="size-4 text-quiet" />
              ) : (
                <Pin aria-hidden className="size-4 text-quiet" />
              )}
              {session.pinned ? 'Unpin' : 'Pin'}
            </DropdownMenu.Item>
            <DropdownMenu.Item className="menu-item" onSelect={() => patch.mutate({ archived: !session.archived })}>
              <Archive aria-hidden className="size-4 text-quiet" />{' '}
              {session.archived ? 'Take out of the archive' : 'Archive'}
            </DropdownMenu.Item>
            <DropdownMenu.Item className="menu-item text-loss" onSelect={choose('delete')}>
              <Trash2 aria-hidden className="size-4" /> Delete
            </DropdownMenu.Item>
          </DropdownMenu.Content>
        </DropdownMenu.Portal>
      </DropdownMenu.Root>
      <Modal open={asks === 'rename'} onClose={() => setAsks(null)} title="Rename the chat">
        <RenameForm
          title={title}
          error={patch.error}
          onSave={(name) => patch.mutate({ title: name }, { onSuccess: () => setAsks(null) })}
        />
      </Modal>
      <Confirm
        open={asks === 'delete'}
        onClose={() => setAsks(null)}
        onConfirm={() => remove.mutate()}
        title="Delete this chat?"
        text={`"${title}" and all its answers will be gone for good.`}
        action="Delete"
      />
    </>
  );
}

function RenameForm(props: { title: string; error: unknown; onSave: (title: string) => void }) {
  const [title, setTitle] = useState(props.title);
  const save = (event: FormEvent) => {
    event.preventDefault();
    if (title.trim() !== '') props.onSave(title.trim());
  };
  return (
    <form onSubmit={save} className="space-y-3">
      <label className="label" htmlFor="chat-title">
        Title
      </label>
      <input
        id="chat-title"
        className="field"
        value={title}
        maxLength={200}
        onFocus={(event) => event.target.select()}
        onChange={(event) => setTitle(event.target.value)}
      />
      {props.error !== null && <ErrorNote error={props.error} />}
      <div className="flex justify-end">
        <button type="submit" className="btn btn-primary" disabled={title.trim() === ''}>
          Save
        </button>
      </div>
    </form>
  );
}

function useSessionChanges(session: Session) {
  const { api } = useServices();
  const queries = useQueryClient();
  const navigate = useNavigate();
  const { sessionId } = useParams({ strict: false });
  const patch = useMutation({
    mutationFn: (change: SessionPatch) => api.patchSession(session.id, change),
    onSuccess: () =>
      Promise.all([
        queries.invalidateQueries({ queryKey: ['sessions'] }),
        queries.invalidateQueries({ queryKey: ['session', session.id] }),
      ]),
  });
  const remove = useMutation({
    mutationFn: () => api.deleteSession(session.id),
    onSuccess: async () => {
      if (sessionId === session.id) await navigate({ to: '/' });
      await queries.invalidateQueries({ queryKey: ['sessions'] });
    },
  });
  return { patch, remove };
}
