/** Writes a note, about today where it says no other day: today is the user's, not the server's. */
import type { NewNote, Note } from '@tradistry/protocol';
import type { JournalDeps } from './journal-deps.ts';

type Deps = Pick<JournalDeps, 'notes' | 'settings' | 'now'>;

/** Refuses a trade that the user does not have. */
export async function writeNote(deps: Deps, userId: string, note: NewNote): Promise<Note> {
  const date = note.date ?? localDay(deps.now(), (await deps.settings.getSettings(userId)).time_zone);
  return deps.notes.createNote(userId, { ...note, date });
}

function localDay(time: Date, timeZone: string): string {
  const format = new Intl.DateTimeFormat('en-US', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' });
  const parts = Object.fromEntries(format.formatToParts(time).map((part) => [part.type, part.value]));
  return [parts['year'], parts['month'], parts['day']].join('-');
}
