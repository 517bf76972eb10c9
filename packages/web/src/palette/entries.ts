/** The palette's list, in the order in which the keys walk it: places first, then chats, then the journal. */
import type { SearchHit } from '@tradistry/protocol';
import type { Command } from './commands.ts';

export type Entry =
  | { readonly kind: 'command'; readonly id: string; readonly command: Command }
  | { readonly kind: 'hit'; readonly id: string; readonly hit: SearchHit };

export function entriesOf(commands: readonly Command[], hits: readonly SearchHit[]): Entry[] {
  const toEntry = (hit: SearchHit): Entry => ({ kind: 'hit', id: `${hit.kind}-${hit.id}`, hit });
  return [
    ...commands.map((command): Entry => ({ kind: 'command', id: `go-${command.label.replaceAll(' ', '-')}`, command })),
    ...hits.filter(isChat).map(toEntry),
    ...hits.filter((hit) => !isChat(hit)).map(toEntry),
  ];
}

/** The same entries under their headings; a heading without entries is none. */
export function groupsOf(entries: readonly Entry[]): { title: string; entries: Entry[] }[] {
  const groups = [
    { title: 'Go to', entries: entries.filter(({ kind }) => kind === 'command') },
    { title: 'Chats', entries: entries.filter((entry) => entry.kind === 'hit' && isChat(entry.hit)) },
    { title: 'Journal', entries: entries.filter((entry) => entry.kind === 'hit' && !isChat(entry.hit)) },
  ];
  return groups.filter((group) => group.entries.length > 0);
}

function isChat({ session_id }: SearchHit): boolean {
  return session_id !== null;
}
