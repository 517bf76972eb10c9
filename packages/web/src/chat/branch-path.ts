/** Finds the way through a conversation's branches: from its first question to one leaf. */
import type { Message } from '@tradistry/protocol';

/** What the branches need to know of a message. */
export type Node = Pick<Message, 'id' | 'parent_id' | 'role' | 'created_at'>;

/** Messages from the root to `id`, both included; empty where `id` is not among them. */
export function pathTo<T extends Node>(messages: readonly T[], id: string | null): T[] {
  const byId = new Map(messages.map((message) => [message.id, message]));
  const path: T[] = [];
  let at = id === null ? undefined : byId.get(id);
  while (at && path.length <= messages.length) {
    path.unshift(at);
    at = at.parent_id === null ? undefined : byId.get(at.parent_id);
  }
  return path;
}

/** The newest message that nothing follows, below `under` where it is given; `null` where there is none. */
export function newestLeaf(messages: readonly Node[], under: string | null = null): string | null {
  const parents = new Set(messages.map((message) => message.parent_id));
  const leaves = messages.filter((message) => !parents.has(message.id));
  const inside =
    under === null ? leaves : leaves.filter((leaf) => pathTo(messages, leaf.id).some(({ id }) => id === under));
  return inside.reduce<Node | null>((best, leaf) => (best && !isNewer(leaf, best) ? best : leaf), null)?.id ?? null;
}

/** The messages that stand at the same place as this one, oldest first, itself included. */
export function siblings<T extends Node>(messages: readonly T[], of: Node): T[] {
  return messages
    .filter((message) => message.parent_id === of.parent_id && message.role === of.role)
    .sort((a, b) => (isNewer(a, b) ? 1 : -1));
}

function isNewer(a: Node, b: Node): boolean {
  return a.created_at === b.created_at ? a.id > b.id : a.created_at > b.created_at;
}
