/** The focus goes back to what opened a dialog: where that is no trigger of the dialog's own, Radix leaves it nowhere. */
import { useRef } from 'react';

/** To be spread over the content of a dialog that is opened by its state. */
export function useReturnFocus() {
  const opener = useRef<Element | null>(null);
  return {
    onOpenAutoFocus: () => {
      opener.current = document.activeElement;
    },
    onCloseAutoFocus: (event: Event) => {
      event.preventDefault();
      // Where the dialog led to may have it already.
      if (!isNowhere()) return;
      if (opener.current instanceof HTMLElement) opener.current.focus();
      // What opened it is gone, or cannot be pressed any more: then to the page, not to its very beginning.
      if (isNowhere()) document.querySelector('main')?.focus();
    },
  };
}

function isNowhere(): boolean {
  return document.activeElement === null || document.activeElement === document.body;
}
