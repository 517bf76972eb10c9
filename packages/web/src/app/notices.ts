/** What an operator should know of the way between the page and the server: shown until it is put away, and then no more in this tab. */
import type { Notice } from '@tradistry/client';

export interface Notices {
  get(): Notice | null;
  subscribe(changed: () => void): () => void;
  tell(notice: Notice): void;
  putAway(): void;
}

const NAME = 'tradistry.put_away';

export function createNotices(storage: Pick<Storage, 'getItem' | 'setItem'>): Notices {
  let shown: Notice | null = null;
  const listeners = new Set<() => void>();
  const set = (notice: Notice | null) => {
    shown = notice;
    for (const changed of listeners) changed();
  };
  return {
    get: () => shown,
    subscribe(changed) {
      listeners.add(changed);
      return () => listeners.delete(changed);
    },
    tell: (notice) => {
      if (storage.getItem(NAME) !== notice.code) set(notice);
    },
    putAway() {
      if (shown) storage.setItem(NAME, shown.code);
      set(null);
    },
  };
}
