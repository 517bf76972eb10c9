/** Remembers which sessions there are, so that a page that looks for a running answer costs the database nothing. */

/** Those looked at last; a session is some hundred bytes here. */
const MAX_KNOWN = 10_000;

interface KnownSessions {
  /** True where it was there before, or `look` finds it. */
  has(userId: string, id: string, look: () => Promise<boolean>): Promise<boolean>;
  forget(userId: string, id: string): void;
  forgetUser(userId: string): void;
}

/** One deleted on another instance may pass for there until this process has looked at many others. */
export function createKnownSessions(): KnownSessions {
  const known = new Set<string>();
  const keyOf = (userId: string, id: string) => JSON.stringify([userId, id]);
  return {
    async has(userId, id, look) {
      const key = keyOf(userId, id);
      const there = known.delete(key) || (await look());
      if (there) known.add(key);
      const [oldest] = known;
      if (known.size > MAX_KNOWN && oldest !== undefined) known.delete(oldest);
      return there;
    },
    forget: (userId, id) => void known.delete(keyOf(userId, id)),
    forgetUser(userId) {
      const begin = `${JSON.stringify([userId]).slice(0, -1)},`;
      for (const key of known) if (key.startsWith(begin)) known.delete(key);
    },
  };
}
