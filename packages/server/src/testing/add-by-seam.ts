/** What a seam lets through, for tests of it. */
import type { JoinMode } from '../chat/ladder/continuation.ts';
import { createSeam } from '../chat/ladder/seam/seam.ts';

/** What a continuation adds, arriving in pieces of `size` units; as the sink takes it. */
export function added(
  shown: string,
  arrives: string,
  { mode, size = arrives.length }: { mode: JoinMode; size?: number },
) {
  const seam = createSeam(shown, mode);
  let text = '';
  for (let at = 0; at < arrives.length; at += size) {
    const piece = arrives.slice(at, at + size);
    text += seam.joined ? piece : seam.push(piece);
  }
  return seam.joined ? text : text + seam.end();
}
