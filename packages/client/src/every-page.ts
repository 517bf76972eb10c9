/** Lists of the API to their end. */
import type { Page } from '@tradistry/protocol';

/** Asks page after page; the first has no cursor. */
export async function everyPage<T>(get: (cursor: string | null) => Promise<Page<T>>): Promise<T[]> {
  const items: T[] = [];
  let cursor: string | null = null;
  do {
    const page: Page<T> = await get(cursor);
    items.push(...page.items);
    cursor = page.next_cursor;
  } while (cursor !== null);
  return items;
}
