/** Takes what Valkey has of a user's turns away; while Valkey is away it forgets them by itself, within the hour. */
import type { Valkey } from '../valkey/connect-valkey.ts';
import { logKey, runningKey } from './valkey-keys.ts';

/** Never rejects. */
export async function forgetTurns(
  valkey: Valkey | null,
  of: { userId: string; streamIds: readonly string[] },
): Promise<void> {
  if (!valkey?.ready) return;
  const keys = [runningKey(valkey, of.userId), ...of.streamIds.map((streamId) => logKey(valkey, streamId))];
  await valkey.client.unlink(...keys).catch(leaveToExpiry);
}

/** Every key here has an end of its own. */
function leaveToExpiry(): number {
  return 0;
}
