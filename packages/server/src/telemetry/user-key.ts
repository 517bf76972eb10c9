/** How logs and operators see a user: by the id, or by a hash that only somebody with the salt can make. */
import { createHmac } from 'node:crypto';

const DIGITS = 16;

/** `salt` `null`: ids as they are. The same id and salt make the same key, on every instance and after every start. */
export function createUserKey(salt: string | Uint8Array | null): (userId: string) => string {
  if (salt === null) return (userId) => userId;
  return (userId) => `u_${createHmac('sha256', salt).update(userId).digest('hex').slice(0, DIGITS)}`;
}
