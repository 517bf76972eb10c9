/** Names the browser's tab after what is open. */
import { useEffect } from 'react';

export function useTitle(title: string): void {
  useEffect(() => {
    document.title = `${title} · Tradistry`;
  }, [title]);
}
