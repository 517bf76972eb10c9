import { expect, test } from 'vitest';
import { createNotices } from './notices.ts';

test('a notice is shown until it is put away, and then no more in this tab', () => {
  const kept = new Map<string, string>();
  const storage = {
    getItem: (name: string) => kept.get(name) ?? null,
    setItem: (name: string, value: string) => void kept.set(name, value),
  };
  const notice = { code: 'buffering_proxy' as const, message: 'A proxy buffers.' };
  const notices = createNotices(storage);
  let told = 0;
  notices.subscribe(() => told++);
  notices.tell(notice);
  expect(notices.get()).toBe(notice);
  notices.putAway();
  expect(notices.get()).toBeNull();
  expect(told).toBe(2);

  const reloaded = createNotices(storage);
  reloaded.tell(notice);
  expect(reloaded.get()).toBeNull();
});
