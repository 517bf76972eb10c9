/** A dialog: a sheet from below on a phone, a panel in the middle or at the side on a wide screen. */
import { X } from 'lucide-react';
import { Dialog } from 'radix-ui';
import type { ReactNode } from 'react';
import { useReturnFocus } from './return-focus.ts';

const SHAPES = {
  middle:
    'inset-x-0 bottom-0 rounded-t-2xl md:inset-auto md:top-1/2 md:left-1/2 md:w-full md:max-w-lg md:-translate-1/2 md:rounded-2xl',
  side: 'inset-x-0 bottom-0 rounded-t-2xl md:inset-y-0 md:right-0 md:left-auto md:w-full md:max-w-xl md:rounded-none md:max-h-none',
} as const;

export function Modal(props: {
  open: boolean;
  onClose: () => void;
  title: string;
  description?: string;
  shape?: keyof typeof SHAPES;
  children: ReactNode;
}) {
  const returnFocus = useReturnFocus();
  return (
    <Dialog.Root open={props.open} onOpenChange={(open) => !open && props.onClose()}>
      <Dialog.Portal>
        <Dialog.Overlay className="overlay" />
        <Dialog.Content
          {...returnFocus}
          {...(props.description ? {} : { 'aria-describedby': undefined })}
          className={`appear fixed z-50 flex max-h-[88dvh] flex-col border border-line bg-surface shadow-xl ${SHAPES[props.shape ?? 'middle']}`}
        >
          <header className="flex items-start gap-3 px-5 pt-4 pb-2">
            <div className="min-w-0 flex-1">
              <Dialog.Title className="section-title truncate">{props.title}</Dialog.Title>
              {props.description && (
                <Dialog.Description className="text-sm text-quiet">{props.description}</Dialog.Description>
              )}
            </div>
            <Dialog.Close className="icon-btn" aria-label="Close">
              <X aria-hidden className="size-4" />
            </Dialog.Close>
          </header>
          <div
            // biome-ignore lint/a11y/noNoninteractiveTabindex: without it nobody could scroll here by keyboard
            tabIndex={0}
            className="min-h-0 flex-1 overflow-y-auto px-5 pt-2 pb-[max(1.25rem,env(safe-area-inset-bottom))]"
          >
            {props.children}
          </div>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
