/** The focus goes back to what opened a dialog, or what stands in its place: else it would be nowhere. */
import { useEffect, useRef } from 'react';

/** To be spread over the content of a dialog that is opened by its state: where no trigger of the dialog's own did, Radix leaves the focus nowhere. */
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

/** The `id` of what opens `name` in its own place: it is gone meanwhile, and another one is there afterwards. */
export function openerId(name: string): string {
  return `opens-${name}`;
}

/** Of a page on which `opened` stands in the place of what opened it; `null`: nothing does. */
export function useReturnToOpener(opened: string | null): void {
  const before = useRef(opened);
  useEffect(() => {
    const closed = opened === null ? before.current : null;
    before.current = opened;
    if (closed === null || !isNowhere()) return;
    document.getElementById(openerId(closed))?.focus();
    if (isNowhere()) document.querySelector('main')?.focus();
  }, [opened]);
}

function isNowhere(): boolean {
  return document.activeElement === null || document.activeElement === document.body;
}
