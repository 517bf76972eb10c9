/** Writes a note, about today where it says no other day: today is the user's, not the server's. */
import type { NewNote, Note } from '@tradistry/protocol';
import type { JournalDeps } from './journal-deps.ts';
import { localDay } from './local-day.ts';

type Deps = Pick<JournalDeps, 'notes' | 'settings' | 'now'>;

/** Refuses a trade that the user does not have. */
export async function writeNote(deps: Deps, userId: string, note: NewNote): Promise<Note> {
  const date = note.date ?? localDay(deps.now(), (await deps.settings.getSettings(userId)).time_zone);
  return deps.notes.createNote(userId, { ...note, date });
}
