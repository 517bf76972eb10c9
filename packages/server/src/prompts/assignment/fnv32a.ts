/** The 32-bit FNV-1a hash, as published experiment kits use it. */

const OFFSET = 0x811c9dc5;
const PRIME = 0x01000193;

/** Over UTF-16 code units, not bytes: that is what the published vectors are of. */
export function fnv32a(text: string): number {
  let hash = OFFSET;
  for (let at = 0; at < text.length; at += 1) hash = Math.imul(hash ^ text.charCodeAt(at), PRIME);
  return hash >>> 0;
}
