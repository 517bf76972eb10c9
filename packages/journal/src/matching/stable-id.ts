/** Ids that come out the same whenever the same executions are matched. */
import { hash } from 'node:crypto';

/** Any fixed text will do; another one would give every trade a new id and lose its tags and notes. */
const NAMESPACE = 'tradistry:journal:trade:';

/** A name-based UUID (version 5 in form): the same name, the same id. */
export function stableId(name: string): string {
  const hex = hash('sha1', NAMESPACE + name, 'hex');
  const variant = ((Number.parseInt(hex.slice(16, 18), 16) & 0x3f) | 0x80).toString(16);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-5${hex.slice(13, 16)}-${variant}${hex.slice(18, 20)}-${hex.slice(20, 32)}`;
}
