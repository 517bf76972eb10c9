/** The command palette: places to go to, and everything that was said or written, by word and by meaning. */
import { Search } from 'lucide-react';
import { Dialog } from 'radix-ui';
import { useId, useState } from 'react';
import { useReturnFocus } from '../ui/return-focus.ts';
import { Found } from './found.tsx';
import { usePalette } from './use-palette.ts';

export function CommandPalette({ open, onClose }: { open: boolean; onClose: () => void }) {
  const returnFocus = useReturnFocus();
  return (
    <Dialog.Root open={open} onOpenChange={(next) => !next && onClose()}>
      <Dialog.Portal>
        <Dialog.Overlay className="overlay" />
        <Dialog.Content
          {...returnFocus}
          aria-describedby={undefined}
          className="appear fixed inset-x-0 top-0 z-50 flex max-h-dvh flex-col overflow-hidden rounded-b-2xl border border-line bg-surface shadow-xl md:inset-x-auto md:top-[12vh] md:left-1/2 md:max-h-[70vh] md:w-full md:max-w-xl md:-translate-x-1/2 md:rounded-2xl"
        >
          <Dialog.Title className="sr-only">Search and go to</Dialog.Title>
          <Palette onClose={onClose} />
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

function Palette({ onClose }: { onClose: () => void }) {
  const [text, setText] = useState('');
  const listId = useId();
  const palette = usePalette(text, onClose);
  // While one is read there is no list to point at.
  const listed = palette.count > 0 && !palette.reading;
  const active = listed && palette.active;
  return (
    <>
      <div className="relative flex items-center gap-2 border-b border-line px-3 pt-[env(safe-area-inset-top)]">
        <Search aria-hidden className="size-4 shrink-0 text-quiet" />
        <input
          type="text"
          role="combobox"
          aria-label="Search your chats and journal, or go to a page"
          aria-expanded={listed}
          {...(listed && { 'aria-controls': listId })}
          aria-autocomplete="list"
          {...(active && { 'aria-activedescendant': `${listId}-${active}` })}
          className="min-h-13 min-w-0 flex-1 bg-transparent text-base outline-none placeholder:text-quiet md:text-sm"
          placeholder="Search chats and journal"
          value={text}
          maxLength={500}
          autoComplete="off"
          spellCheck={false}
          onChange={(event) => setText(event.target.value)}
          onKeyDown={palette.onKeyDown}
        />
        <Dialog.Close className="btn btn-quiet -mr-2 px-2 text-xs">Close</Dialog.Close>
      </div>
      <Found palette={palette} listId={listId} />
    </>
  );
}
