/** What a model says after it looked something up is a paragraph of its own, not the continuation of its last word. */
import type { Seam } from './seam/seam.ts';

/** `null` where nothing is to be put between. */
export function leadIn(shown: string): Seam | null {
  if (shown === '' || /\s$/.test(shown)) return null;
  let joined = false;
  return {
    get joined() {
      return joined;
    },
    push(text) {
      if (text === '') return '';
      joined = true;
      return /^\s/.test(text) ? text : `\n\n${text}`;
    },
    end: () => '',
  };
}
